"""`nox -s reproduce` and `gonogo reproduce`: the same bytes wherever a commit is built; each member that differs."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest

from gonogo.artifacts import builder
from gonogo.commands import reproduce as again
from gonogo.index.uploader import send
from gonogo.model.errors import Status
from gonogo.model.verdict import Verdict
from gonogo.release import contexts, planner, rebuilding
from gonogo.release.runner import Silence
from gonogo.release.survey import survey
from gonogo.test_index import open_index

HOOK = """\
import os
import time

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Stamp(BuildHookInterface):
    def initialize(self, version, build_data):
        with open(os.path.join(self.root, "src/demo/stamp.txt"), "w") as stamp:
            stamp.write(time.tzname[0] + os.environ["PYTHONHASHSEED"])
        build_data["artifacts"].append("src/demo/stamp.txt")
"""


def twice(sample, **settings):
    project = survey(sample.folder)
    project = replace(project, settings=replace(project.settings, **settings))
    return rebuilding.twice(planner.of_head(project), contexts.local(project), Silence())


@pytest.fixture
def stamped(sample):
    """The sample, whose build writes down where it runs."""
    pyproject = (sample.folder / "pyproject.toml").read_text()
    sample.write("hatch_build.py", HOOK)
    sample.commit("pyproject.toml", f"{pyproject}\n[tool.hatch.build.targets.wheel.hooks.custom]\n")
    return sample


def test_two_builds_of_a_sound_project_are_the_same_bytes(sample):
    done = sample.run("nox", "-s", "reproduce", "--", "--json")
    board = json.loads(done.stdout)
    assert (done.returncode, board["verdict"]) == (0, "GO"), done.stdout
    notes = {row["name"]: row["note"] for row in board["rows"]}
    assert notes["demo_sample-1.0.0-py3-none-any.whl"].startswith("the same bytes")
    assert "umask 077" in notes["second build"]


def test_a_build_that_depends_on_where_it_runs_is_no_go_and_the_member_is_named(stamped):
    rows = {row.name: row for row in twice(stamped)}
    wheel = rows["demo_sample-1.0.0-py3-none-any.whl"]
    assert wheel.verdict is Verdict.NO_GO
    assert [one.what for one in wheel.findings] == [
        "demo/stamp.txt has other content",
        "demo_sample-1.0.0.dist-info/RECORD has other content",
    ]
    assert rows["demo_sample-1.0.0.tar.gz"].verdict is Verdict.GO


def test_with_a_reason_in_the_settings_it_is_advice(stamped):
    rows = twice(stamped, reproducible=False, reproducible_reason="it says where it was built")
    (wheel,) = (row for row in rows if row.name.endswith(".whl"))
    assert (wheel.verdict, wheel.note) == (Verdict.GO, "waived: it says where it was built")
    assert [one.blocking for one in wheel.findings] == [False, False]


def test_nothing_is_left_behind(sample):
    before = sample.snapshot()
    twice(sample)
    assert sample.snapshot() == before


@pytest.fixture
def index(tmp_path):
    with open_index(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def published(sample, index):
    """The sample, released as 1.0.0 to an index that its settings name."""
    sample.settings(
        f"""
        [tool.gonogo]
        [tool.gonogo.indexes.local]
        upload = "{index.index.upload_url}"
        simple = "{index.index.simple_url}"
        """
    )
    sample.git("tag", "-am", "1.0.0", "v1.0.0")
    sample.git("push", "-q", "--tags")
    return sample


def upload(sample, index, change=str):
    """Publish what the tag gives, changed or not."""
    out = sample.folder.parent / "dist"
    commit = sample.git("rev-parse", "HEAD")
    files = builder.build(sample.folder, out, int(sample.git("show", "-s", "--format=%ct", commit)))
    for path in files:
        change(path)
    manifest = builder.manifest(files, builder.metadata_of(files[1]), commit, 0)
    send(index.index, manifest, files, lambda: index.token)


def ask(here, source="", name="demo-sample"):
    return again.reproduce(here, again.Request(name, "1.0.0", "local", source), Silence())


def test_a_published_release_is_rebuilt_from_its_tag_and_is_the_same(published, index):
    upload(published, index)
    board = ask(published.folder)
    assert board.verdict is Verdict.GO, board.rows
    notes = {row.name: row.note for row in board.rows}
    assert notes["source"].startswith("v1.0.0 of this repository")
    assert notes["demo_sample-1.0.0.tar.gz"].startswith("the same bytes")
    assert "hatchling==" in notes["build"]


@pytest.mark.journey
def test_from_elsewhere_the_repository_is_named(published, index, tmp_path):
    upload(published, index)
    here = tmp_path / "elsewhere"
    here.mkdir()
    shutil.copy(published.folder / "pyproject.toml", here / "pyproject.toml")
    board = ask(here, str(published.remote))
    assert board.verdict is Verdict.GO, board.rows
    with pytest.raises(again.NoSource):
        ask(here)


def repacked(path):
    """Pack a wheel otherwise, its content as it is."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as old:
            content = {one.filename: old.read(one) for one in old.infolist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
            for name, data in content.items():
                new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)


def test_a_member_that_the_tag_does_not_give_is_named(published, index):
    upload(published, index)
    published.commit("src/demo/__init__.py", "def main() -> None: ...\n")
    published.git("tag", "-f", "-am", "1.0.0", "v1.0.0")
    board = ask(published.folder)
    assert board.exit_status is Status.NO_GO
    wheel = next(row for row in board.rows if row.name.endswith(".whl"))
    assert wheel.findings[0].what == "demo/__init__.py has other content"


@pytest.mark.journey
def test_other_hashes_in_the_tag_than_on_the_index_are_no_go(published, index):
    upload(published, index)
    published.git("tag", "-f", "-am", f"1.0.0\n\n{'0' * 64}  demo_sample-1.0.0.tar.gz", "v1.0.0")
    row = ask(published.folder).rows[0]
    assert [one.code for one in row.findings] == ["not-as-tagged"]


@pytest.mark.journey
def test_the_same_members_in_another_packing_are_go_and_that_is_said(published, index):
    upload(published, index, repacked)
    board = ask(published.folder)
    assert board.verdict is Verdict.GO
    assert "members, packed into other bytes" in " ".join(row.note for row in board.rows)


@pytest.mark.parametrize("source", ["http://example.org/x.git", "ext::sh -c id"])
def test_a_repository_that_is_not_safe_is_not_asked(published, index, source):
    upload(published, index)
    with pytest.raises(again.remotes.UnsafeRemote):
        ask(published.folder, source)


def test_what_is_not_there_is_said(published, index):
    with pytest.raises(again.NotPublished):
        ask(published.folder)
    upload(published, index)
    published.git("tag", "-d", "v1.0.0")
    with pytest.raises(again.NoTagOfVersion) as caught:
        ask(published.folder)
    assert caught.value.status is Status.NO_GO
    subprocess.run(["git", "-C", str(published.remote), "tag", "-d", "v1.0.0"], check=True, capture_output=True)
    with pytest.raises(again.NoTagOfVersion):
        ask(published.folder, str(published.remote))
