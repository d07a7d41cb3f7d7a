"""Packages that are released together work in clean clones by turns, and find nothing that another one left."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.git.repository import Git
from gonogo.release import build
from gonogo.release.trees import Trees


@pytest.fixture
def turn(sample, tmp_path):
    """What gives the clean clone of the next package."""
    (tmp_path / "trees").mkdir()
    trees, git = Trees(tmp_path / "trees"), Git(sample.folder)
    commit = git.resolve("HEAD")
    return lambda: trees.own(commit, lambda place: build.clean_clone(git, commit, place))


def files(tree: Path) -> dict[str, bytes]:
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(tree).parts
    }


def test_the_next_package_works_in_the_same_clone_as_if_it_were_new(turn):
    with turn() as tree:
        before = files(tree)
        (tree / "README.md").write_text("changed")
        (tree / "pyproject.toml").unlink()
        (tree / "left" / "below").mkdir(parents=True)
        (tree / "left" / "below" / "ignored.pyc").touch()
    with turn() as again:
        assert again == tree
        assert files(again) == before
        assert not (again / "left").exists()


def test_two_at_once_never_share_one(turn):
    with turn() as one, turn() as other:
        assert one != other


@pytest.mark.parametrize(
    "words", [("tag", "mine"), ("config", "core.hooksPath", "x"), ("commit", "--allow-empty", "-qm", "x")]
)
def test_a_clone_whose_repository_was_written_to_is_not_used_again(turn, words):
    with turn() as tree:
        Git(tree)(*words)
    with turn() as again:
        assert again != tree


def test_a_clone_in_which_something_failed_is_not_used_again(turn):
    with pytest.raises(OSError, match="stopped"), turn() as tree:
        raise OSError("stopped")
    with turn() as again:
        assert again != tree
