"""The temporary clone of a large tree: folders that nothing reads are in its commits and not in its work tree."""

from __future__ import annotations

import sys

import pytest

from gonogo.git import clone
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.release.steps import prepare


@pytest.fixture(autouse=True)
def large(sample, monkeypatch):
    """Every tree is a large one; the sample has two folders that no settings name."""
    monkeypatch.setattr(prepare, "LARGE", 0)
    sample.write("figures/one.txt", "1.0.0 of another thing\n")
    sample.commit("pictures/one.txt", "one\n")
    sample.git("push", "-q")


@pytest.fixture
def left(monkeypatch) -> list[tuple[str, ...]]:
    """What each clone was made without."""
    found: list[tuple[str, ...]] = []
    original = prepare.left_out

    def noted(*words):
        found.append(original(*words))
        return found[-1]

    monkeypatch.setattr(prepare, "left_out", noted)
    return found


def bumped(sample):
    board = sample.bump()
    assert board.exit_status is Status.GO, board.rows
    return board


def test_the_release_holds_what_the_clone_did_not_check_out(sample, left):
    before = sample.git("ls-tree", "HEAD", "figures", "pictures", "tests")
    bumped(sample)
    assert left == [("figures", "pictures", "tests")]
    assert sample.git("ls-tree", "HEAD", "figures", "pictures", "tests") == before
    assert sample.git("status", "--porcelain") == ""
    assert (sample.folder / "figures/one.txt").read_text() == "1.0.0 of another thing\n"


def test_an_old_version_is_still_found_in_a_folder_that_is_left_out(sample):
    findings = [finding for row in bumped(sample).rows for finding in row.findings]
    assert any("figures/one.txt:1" in finding.what for finding in findings)


ODD = ("a*b", "[x]", "sp ace", "back\\slash", "ü", ".hidden")


@pytest.mark.parametrize("more", ["", "new\nline"])
def test_folders_with_odd_names_are_there(sample, tmp_path, more):
    for name in filter(None, (*ODD, more)):
        sample.write(f"{name}/one.txt", "one\n")
    sample.commit("figures/two.txt", "two\n")
    head = sample.git("rev-parse", "HEAD")
    made = clone.clone(Git(sample.folder), tmp_path / "made", "main", head, ("figures",))
    assert all((made.root / name / "one.txt").is_file() for name in ("pictures", *ODD))
    assert (made.root / "figures").is_dir() is bool(more)
    assert made("status", "--porcelain") == ""


def test_a_folder_that_the_settings_name_is_there(sample, left):
    sample.settings('[tool.hatch.build]\nexclude = ["/pictures"]')
    bumped(sample)
    assert left == [("figures", "tests")]


def test_the_folders_of_the_version_and_of_the_changelog_are_there(sample, left):
    sample.write("pictures/_version.py", 'VERSION = "1.0.0"\n')
    sample.settings('[[tool.gonogo.places]]\npath = "pictures/_version.py"\nsearch = "VERSION = \\"{version}\\""')
    bumped(sample)
    assert left == [("figures", "tests")]
    assert 'VERSION = "1.1.0"' in (sample.folder / "pictures/_version.py").read_text()


SEES = "import pathlib; assert pathlib.Path('pictures/one.txt').is_file()"


def test_a_hook_of_the_project_sees_the_whole_tree(sample, left):
    sample.settings(
        f"[tool.gonogo.hooks]\nafter-prepare = [[{sys.executable!r}, '-c', {SEES!r}]]".replace("'-c'", '"-c"')
    )
    bumped(sample)
    assert left == [()]


def test_a_hook_of_git_sees_the_whole_tree(sample, left):
    hook = sample.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntest -f pictures/one.txt\n")
    hook.chmod(0o755)
    bumped(sample)
    assert left == [()]


@pytest.mark.parametrize("path", ["hatch_build.py", "setup.py", "setup.cfg", ".bumpversion.cfg"])
def test_another_file_of_settings_keeps_the_tree_whole(sample, left, path):
    sample.commit(path, "")
    bumped(sample)
    assert left == [()]


@pytest.mark.parametrize(
    ("requires", "plain"),
    [('"hatchling"', True), ('"hatchling>=1.20"', True), ('"hatchling", "hatch-vcs"', False), ("", False)],
)
def test_a_backend_with_plugins_is_not_plain(requires, plain):
    assert prepare.is_plain(f"[build-system]\nrequires = [{requires}]", "hatchling.build") is plain


@pytest.mark.parametrize("said", ["[tool.hatch.build.hooks.custom]", 'x = "**/*.py"', 'backend-path = ["."]'])
def test_settings_that_lead_anywhere_are_not_plain(said):
    whole = f'[build-system]\nrequires = ["hatchling"]\n{said}'
    assert not prepare.is_plain(whole, "hatchling.build")
    assert not prepare.is_plain('[build-system]\nrequires = ["setuptools"]', "setuptools.build_meta")


def test_a_small_tree_is_whole(sample, left, monkeypatch):
    monkeypatch.setattr(prepare, "LARGE", 200_000)
    bumped(sample)
    assert left == [()]
