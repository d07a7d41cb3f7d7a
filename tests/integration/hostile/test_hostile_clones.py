"""H14, H28 and H78: kinds of repositories, versions that are taken, and folders that are handed on."""

from __future__ import annotations

import dataclasses
import subprocess

import pytest

from gonogo.cli import report
from gonogo.commands import bump
from gonogo.commands import release as whole
from gonogo.index import reading as indexes
from gonogo.index.reading import Index
from gonogo.model.errors import Status
from gonogo.model.plan import Plan
from gonogo.model.verdict import Verdict
from gonogo.release import planner
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

NOWHERE = '[tool.gonogo]\npublish = "nowhere"\n'
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12\n"


def git(folder, *words):
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_h28_a_linked_work_tree_is_released_and_the_main_one_stays_as_it_is(sample, tmp_path):
    sample.settings(f"{NOWHERE}branch = 'side'\n")
    before = sample.git("status", "--porcelain"), sample.git("rev-parse", "main")
    sample.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = dataclasses.replace(sample, folder=tmp_path / "side")
    assert side.bump().exit_status is Status.GO
    assert bump.push(side.folder, Silence()).exit_status is Status.GO
    assert side.git("status", "--porcelain") == ""
    assert (sample.git("status", "--porcelain"), sample.git("rev-parse", "main")) == before


def test_h28_a_git_folder_elsewhere_is_followed(sample, tmp_path):
    (sample.folder / ".git").rename(tmp_path / "elsewhere")
    (sample.folder / ".git").write_text(f"gitdir: {tmp_path / 'elsewhere'}\n")
    assert sample.bump().exit_status is Status.GO
    assert sample.git("status", "--porcelain") == ""


def test_h28_a_link_on_the_way_to_the_project_is_no_trouble(sample, tmp_path):
    (tmp_path / "link").symlink_to(sample.folder)
    linked = dataclasses.replace(sample, folder=tmp_path / "link")
    assert linked.bump().exit_status is Status.GO
    assert sample.git("status", "--porcelain") == ""


def test_h28_a_repository_inside_the_repository_stays_as_it_is(sample):
    inner = sample.folder / "vendor"
    inner.mkdir()
    git(inner, "init", "-q")
    git(inner, "commit", "-q", "--allow-empty", "-m", "theirs")
    head = git(inner, "rev-parse", "HEAD")
    assert sample.bump().exit_status is Status.GO
    assert git(inner, "rev-parse", "HEAD") == head
    assert "vendor" not in sample.git("ls-tree", "-r", "--name-only", "v1.1.0")


def test_h28_a_submodule_keeps_its_commit_though_its_work_tree_moved(sample, tmp_path):
    lib = tmp_path / "lib"
    lib.mkdir()
    git(lib, "init", "-q")
    git(lib, "commit", "-q", "--allow-empty", "-m", "one")
    sample.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(lib), "lib")
    sample.git("commit", "-qm", "submodule")
    recorded = sample.git("rev-parse", "HEAD:lib")
    git(sample.folder / "lib", "commit", "-q", "--allow-empty", "-m", "moved")
    board = report.board_of("bump", sample.bump)
    assert board.exit_status is Status.GO
    assert sample.git("rev-parse", "v1.1.0:lib") == recorded
    assert "lib" in str(board.rows)


def test_h28_an_lfs_pointer_instead_of_the_version_file_is_no_version(sample, refused):
    sample.commit("src/demo/version.py", POINTER)
    sample.settings("""
        [tool.gonogo]
        places = [{path = "src/demo/version.py", search = '__version__ = "{version}"'}]
        """)
    refused("src/demo/version.py", part="minor")


@pytest.mark.parametrize("part", ["minor", "patch"])
def test_h14_a_version_that_the_index_has_is_not_free(sample, monkeypatch, part):
    project = survey(sample.folder)
    version = {"minor": "1.1.0", "patch": "1.0.1"}[part]
    served = indexes.Served(f"demo_sample-{version}.tar.gz", "https://x/", "0" * 64, 1, yanked=part == "patch")
    monkeypatch.setattr(indexes, "files", lambda *_: (served,))
    row = whole.version_is_free(Plan("demo-sample", "", "main", "1.0.0", version, f"v{version}", ""), project)
    assert row.verdict is Verdict.NO_GO
    assert served.filename in row.findings[0].what


def test_h14_an_index_that_is_silent_is_not_a_free_version(sample):
    settings = dataclasses.replace(
        survey(sample.folder).settings,
        index="own",
        indexes=(Index("own", "http://127.0.0.1:9/up/", "http://127.0.0.1:9/simple/"),),
    )
    project = dataclasses.replace(survey(sample.folder), settings=settings)
    plan = planner.plan(project, planner.Request("minor"), planner.date(2026, 11, 23))
    board = report.board_of("release", lambda: whole.version_is_free(plan, project))
    assert board.exit_status is Status.UNKNOWN
