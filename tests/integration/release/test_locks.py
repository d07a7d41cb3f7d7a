"""Lock files of git: what a killed run of ours left is cleared, and what may be another's never is."""

from __future__ import annotations

import os
import time

import pytest

from gonogo.git import locks
from gonogo.git.repository import Git
from gonogo.system.process import TIME_LIMIT

AGO = 10_000.0
NAMES = ["HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "packed-refs.new"]


@pytest.fixture
def killed(sample):
    """The repository in which a run was killed a while ago, while its git was writing refs."""
    git = Git(sample.folder)
    mark = locks.mark_of(git)
    mark.parent.mkdir(exist_ok=True)
    mark.write_text("refs/heads/main\nHEAD\npacked-refs\n")
    began = time.time() - AGO
    os.utime(mark, (began, began))
    return git


def lock(git, name, after):
    """Make a lock file so many seconds after the killed run had begun to write."""
    path = git.folder / name
    path.write_text("")
    when = locks.mark_of(git).stat().st_mtime + after
    os.utime(path, (when, when))
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("after", "stays"), [(-5, True), (1, False), (TIME_LIMIT - 1, False), (TIME_LIMIT + 5, True)])
def test_a_lock_is_cleared_only_if_a_git_of_ours_can_have_made_it(killed, name, after, stays):
    path = lock(killed, name, after)
    locks.clear_own(killed)
    assert path.exists() is stays
    assert not locks.mark_of(killed).exists()


def test_a_lock_that_a_process_has_open_stays(killed):
    path = lock(killed, "HEAD.lock", 1)
    with path.open():
        locks.clear_own(killed)
    assert path.exists()


@pytest.mark.parametrize("name", NAMES)
def test_where_nothing_shows_what_is_open_a_lock_is_named_and_stays(killed, name, tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "PROCESSES", tmp_path / "no-proc")
    path = lock(killed, name, 1)
    for _ in range(2):
        with pytest.raises(locks.LockedByAnother, match=name):
            locks.clear_own(killed)
    path.unlink()
    locks.clear_own(killed)
    assert not locks.mark_of(killed).exists()


@pytest.fixture
def without_links(monkeypatch):
    """A file system without hard links."""

    def link(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)


@pytest.mark.usefixtures("without_links")
def test_a_release_lands_on_a_file_system_without_hard_links(sample):
    assert sample.bump().verdict.value == "GO"
    assert sample.git("status", "--porcelain") == ""
    assert not (sample.folder / ".git/index.lock").exists()


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without"])
def test_the_index_lock_of_a_killed_run_is_known_as_ours(sample, links, request):
    if not links:
        request.getfixturevalue("without_links")
    git = Git(sample.folder)
    path, mark = sample.folder / ".git/index.lock", sample.folder / ".git/gonogo" / locks.MARK
    mark.parent.mkdir(exist_ok=True)
    mark.write_text("a word of ours")
    locks.take_lock(path, mark)
    locks.clear_own(git)
    assert not path.exists()


@pytest.mark.usefixtures("without_links")
@pytest.mark.parametrize("content", ["", "another word"])
def test_the_index_lock_of_another_stays(sample, content):
    git = Git(sample.folder)
    path, mark = sample.folder / ".git/index.lock", sample.folder / ".git/gonogo" / locks.MARK
    path.write_text(content)
    with pytest.raises(locks.LockedByAnother), locks.holding_index(git):
        pass
    assert mark.exists()
    locks.clear_own(git)
    assert path.read_text() == content
