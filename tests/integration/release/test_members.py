"""A member of a workspace whose root is a package too: the tags of the root are not taken for those of the member.

The kind: tags are spelt as the package's own ones are, and a conclusion is shown.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from gonogo.commands import bump, doctor, status
from gonogo.model.errors import Status
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

MEMBER = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "other-sample"
version = "{version}"
[tool.hatch.build.targets.wheel]
packages = ["other"]
"""


@pytest.fixture
def member(sample):
    """A package in a folder of the sample, which has had a release of its own."""

    def make(version: str):
        sample.write("packages/other/other/__init__.py", '"""Other."""\n')
        sample.write("packages/other/pyproject.toml", MEMBER.format(version=version))
        sample.settings("""
            [tool.uv.workspace]
            members = ["packages/*"]
            """)
        sample.git("tag", "-a", "-m", "x", "v1.0.0")
        sample.commit("more.txt", "more\n")
        sample.git("push", "-q", "--follow-tags")
        return replace(sample, folder=sample.folder / "packages/other")

    return make


def test_a_member_with_a_version_of_its_own_has_tags_of_its_own(sample, member):
    other = member("0.3.0")
    assert status.board(other.folder).rows[-1].note.startswith("nothing open")
    board = other.bump()
    assert board.exit_status is Status.GO
    assert other.git("tag", "--points-at", "HEAD") == "other-sample-0.4.0"
    assert [row.note for row in board.rows if row.name == "concluded"] == [
        "no tag is spelt so yet, v1.0.0 neither: the tag is spelt {name}-{version}"
    ]
    assert [row.verdict.value for row in doctor.board(other.folder).rows if row.name == "tags"] == ["GO"]
    assert survey(sample.folder).tag_template == "v{version}"


def test_members_that_share_a_version_share_its_tags(member):
    """Sister: one version for all, as some workspaces have it."""
    assert survey(member("1.0.0").folder).tag_template == "v{version}"


def test_the_release_of_the_root_is_no_release_of_a_member(sample, member):
    other = member("0.3.0")
    sample.bump()
    assert status.board(other.folder).rows[-1].note.startswith("nothing open")
    with pytest.raises(bump.NothingOpen):
        bump.push(other.folder, Silence())


def test_a_tag_that_is_higher_than_the_files_is_named_and_the_advice_leads_on(sample):
    """Sister: a package beside something that is none, such as a package of npm, whose tags look alike."""
    sample.git("tag", "-a", "-m", "x", "v3.0.0")
    sample.commit("more.txt", "more\n")
    sample.git("push", "-q", "--follow-tags")
    found = [one.what for row in status.board(sample.folder).rows for one in row.findings]
    assert "v3.0.0 is higher than 1.0.0 in the files" in found
    sample.settings("""
        [tool.gonogo]
        tag = "python-v{version}"
        """)
    assert [row.name for row in status.board(sample.folder).rows] == ["state"]
    board = sample.bump()
    assert (board.exit_status, sample.git("tag", "--points-at", "HEAD")) == (Status.GO, "python-v1.1.0")
    assert [row.note for row in board.rows if row.name == "concluded"] == []
