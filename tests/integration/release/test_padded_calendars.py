"""A calendar whose numbers are padded with zeros: files, tag, messages and changelog go on in the project's spelling.

The kind: tags are spelt as the newest ones are, and what the project writes keeps its own form. The build normalises
the version (PEP 440), which is no difference.
"""

from __future__ import annotations

import os
import subprocess
from datetime import date

import pytest

from gonogo.artifacts import builder
from gonogo.commands import bump, rehearse, status
from gonogo.model.errors import Status
from gonogo.model.verdict import Verdict
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

DAY = date(2027, 1, 5)
PADDED = ("2025.07.09", "2025.10.05", "2026.01.04", "2026.06.08", "2026.11.12")
PLAIN = ("2025.7.9", "2025.10.5", "2026.1.4", "2026.6.8", "2026.11.12")
SETUP = """\
import re
from setuptools import setup
text = open("src/demo/__init__.py").read()
setup(name="demo-sample", version=re.search(r'= "(.*)"', text)[1], packages=["demo"], package_dir={"": "src"})
"""
CERTIFI = {
    "pyproject.toml": '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
    "setup.py": SETUP,
    "src/demo/__init__.py": '__version__ = "2026.11.12"\n',
    "CHANGELOG.md": "# Changes\n\n## Unreleased\n\n- New.\n\n## 2026.11.12\n\n- Old.\n\n## 2026.06.08\n\n- Older.\n",
}


def made(sample, tags, files=None, template="{}"):
    """Give the sample the version 2026.11.12, and a tag for each version, of its own day."""
    text = (sample.folder / "pyproject.toml").read_text().replace('version = "1.0.0"', 'version = "2026.11.12"')
    sample.git("rm", "-qr", "changelog.d")
    for path, content in {"pyproject.toml": text, **(files or CERTIFI)}.items():
        sample.write(path, content)
    sample.commit("x", "x")
    for tag in tags:
        year, month, day = map(int, tag.split("."))
        when = {"GIT_COMMITTER_DATE": f"{year}-{month:02}-{day:02}T12:00:00Z", **os.environ}
        words = ["git", "tag", "-a", "-m", tag, template.format(tag)]
        subprocess.run(words, cwd=sample.folder, env=when, check=True)
    sample.commit("more", "x")
    sample.git("push", "-q", "--follow-tags")


def bumped(sample, **words):
    board = bump.bump(sample.folder, Request(**words), DAY, Silence())
    assert board.exit_status is Status.GO
    return sample.git("tag", "--points-at", "HEAD")


@pytest.mark.parametrize("asked", [{"part": "minor"}, {"part": "patch"}, {"to": "2027.01.05"}, {"to": "2027.1.5"}])
def test_the_next_version_is_padded_as_the_tags_are(sample, asked):
    made(sample, PADDED)
    assert bumped(sample, **asked) == "2027.01.05"
    assert (sample.folder / "src/demo/__init__.py").read_text() == '__version__ = "2027.01.05"\n'
    assert sample.git("log", "-1", "--format=%s") == "Release 2027.01.05"
    assert "\n## 2027.01.05" in (sample.folder / "CHANGELOG.md").read_text()
    assert builder.metadata(sample.folder).version == "2027.1.5"


def test_the_board_of_the_release_and_the_states_after_it_know_the_version(sample):
    made(sample, PADDED)
    bumped(sample, part="minor")
    board = status.board(sample.folder)
    assert (board.verdict, board.next_command) == (Verdict.GO, "invoke push")
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert survey(sample.folder).tag_for("2027.1.5") == "2027.01.05"


def test_a_project_without_padding_stays_so(sample):
    made(sample, PLAIN, {**CERTIFI, "CHANGELOG.md": CERTIFI["CHANGELOG.md"].replace("2026.06.08", "2026.6.8")})
    assert bumped(sample, part="minor") == "2027.1.5"
    assert (sample.folder / "src/demo/__init__.py").read_text() == '__version__ = "2027.1.5"\n'
    assert "## 2027.1.5" in (sample.folder / "CHANGELOG.md").read_text()


def test_tags_and_files_may_differ_in_their_spelling(sample):
    """Sister: a version in the tags and the changelog that is padded, where the file's is not."""
    files = {**CERTIFI, "src/demo/__init__.py": '__version__ = "2026.6.12"\n'}
    made(sample, [*PADDED[:-1], "2026.06.12"], files, "v{}")
    assert bumped(sample, part="minor") == "v2027.01.05"
    assert (sample.folder / "src/demo/__init__.py").read_text() == '__version__ = "2027.1.5"\n'
    assert "\n## 2027.01.05" in (sample.folder / "CHANGELOG.md").read_text()


def test_a_scheme_that_is_set_says_what_is_padded(sample):
    """Sister: a month of two digits, then a count that never has them; no tag shows it."""
    made(sample, ())
    sample.settings("""
        [tool.gonogo]
        scheme = "YYYY.0M.MICRO"
        """)
    assert bumped(sample, part="minor") == "v2027.01.0"


def test_the_tag_that_is_padded_is_the_one_of_the_version(sample, nothing_installed):
    made(sample, PADDED)
    board = rehearse.rehearse(sample.folder, Request(part="minor"), DAY, Silence())
    assert [(row.name, finding.what) for row in board.rows for finding in row.findings if finding.blocking] == []
    assert board.verdict is Verdict.GO
