"""A clean clone holds the whole commit, or there is none."""

from __future__ import annotations

import subprocess

import pytest

from gonogo.git.repository import Git, GitFailed
from gonogo.release import build


def git(folder, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    root.mkdir()
    for name in ("one.txt", "two.txt"):
        (root / name).write_text(name)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-q", "-m", "one")
    return root


def test_a_commit_is_checked_out_with_every_file(repository, tmp_path):
    build.clean_clone(Git(repository), git(repository, "rev-parse", "HEAD"), tmp_path / "clone")
    assert sorted(path.name for path in (tmp_path / "clone").glob("*.txt")) == ["one.txt", "two.txt"]


@pytest.mark.parametrize("missing", ["HEAD:one.txt", "HEAD^{tree}"])
def test_a_commit_of_which_an_object_is_missing_is_refused(repository, tmp_path, missing):
    commit, lost = git(repository, "rev-parse", "HEAD", missing).splitlines()
    (repository / ".git/objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(GitFailed, match="checkout"):
        build.clean_clone(Git(repository), commit, tmp_path / "clone")
