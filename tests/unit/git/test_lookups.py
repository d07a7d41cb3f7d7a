"""What a command keeps of git: a name is looked up as it stands now, nothing outlives the command, no look is stale."""

from __future__ import annotations

import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gonogo.git import lookups
from gonogo.git.repository import Git
from gonogo.system import process


@pytest.fixture
def started(monkeypatch) -> list[subprocess.Popen[str]]:
    """Every program that is started."""
    found: list[subprocess.Popen[str]] = []
    start = process.started

    def noted(*words, **streams):
        found.append(start(*words, **streams))
        return found[-1]

    monkeypatch.setattr(process, "started", noted)
    return found


def open_ones(started: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    return [child for child in started if "cat-file" in child.args]


@pytest.fixture(params=["files", "reftable"])
def repo(request, tmp_path) -> Path:
    """A repository with two commits on main, whose refs are kept in either way."""
    done = subprocess.run(["git", "init", "--quiet", f"--ref-format={request.param}", str(tmp_path)], check=False)
    if done.returncode and request.param == "reftable":
        pytest.skip("this git has no reftable")
    if done.returncode:
        git(tmp_path, "init", "--quiet")
    for message in ("one", "two"):
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", message)
    return tmp_path


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_a_ref_that_is_moved_from_outside_is_seen_by_the_same_open_git(repo, started):
    first, second = git(repo, "rev-parse", "HEAD~1"), git(repo, "rev-parse", "HEAD")
    with lookups.one_command():
        for pack in (False, True):
            for oid in (first, second):
                git(repo, "update-ref", "refs/tags/v1", oid)
                if pack:
                    git(repo, "pack-refs", "--all", "--prune")
                assert Git(repo).resolve("refs/tags/v1") == oid
                assert Git(repo).resolve("refs/tags/v1^{commit}") == oid
            git(repo, "update-ref", "-d", "refs/tags/v1")
            assert Git(repo).resolve("refs/tags/v1") == ""
    assert len(started) == len(open_ones(started)) == 1


def test_an_object_that_is_fetched_meanwhile_is_seen(repo, tmp_path_factory, started):
    other = tmp_path_factory.mktemp("other")
    git(other, "clone", "--quiet", str(repo), ".")
    git(other, "commit", "--quiet", "--allow-empty", "--message", "three")
    new = git(other, "rev-parse", "HEAD")
    with lookups.one_command():
        assert Git(repo).resolve(f"{new}^{{commit}}") == ""
        git(repo, "-c", "fetch.unpackLimit=1", "fetch", "--quiet", str(other), "HEAD:refs/heads/new")
        assert Git(repo).resolve(f"{new}^{{commit}}") == Git(repo).resolve("refs/heads/new") == new
    assert len(started) == 1


def test_a_linked_work_tree_has_its_own_head(repo, tmp_path_factory, started):
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git(repo, "worktree", "add", "--quiet", "--detach", str(linked), "HEAD~1")
    with lookups.one_command():
        assert Git(repo).resolve("HEAD^1") == Git(linked).resolve("HEAD") == git(linked, "rev-parse", "HEAD")
    assert len(started) == 2


@pytest.mark.parametrize("name", ["refs/tags/v 1", "refs/tags/none", "", "refs/tags/v\n1", "HEAD\r", "-x", "0" * 40])
def test_a_name_that_stands_for_nothing_has_no_id(repo, name):
    with lookups.one_command():
        assert Git(repo).resolve(name + "^{commit}" if name.strip("0") != name else name) == ""
        assert Git(repo).resolve("HEAD") == git(repo, "rev-parse", "HEAD")


def test_a_killed_git_is_opened_again(repo, started):
    head = git(repo, "rev-parse", "HEAD")
    with lookups.one_command():
        assert Git(repo).resolve("HEAD") == head
        os.kill(started[0].pid, signal.SIGKILL)
        assert Git(repo).resolve("HEAD") == Git(repo).resolve("HEAD") == head
    assert len(open_ones(started)) == 2


@pytest.mark.parametrize("fails", [False, True])
def test_no_open_git_outlives_its_command(repo, started, fails):
    try:
        with lookups.one_command(), lookups.one_command():
            Git(repo).resolve("HEAD")
            assert started[0].poll() is None
            if fails:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert fails
    assert started[0].poll() is not None
    assert Git(repo).resolve("HEAD") == git(repo, "rev-parse", "HEAD")
    assert len(open_ones(started)) == 1


def test_a_fork_asks_a_git_of_its_own(repo):
    with lookups.one_command():
        head = Git(repo).resolve("HEAD")
        pid = os.fork()
        if not pid:
            os._exit(Git(repo).resolve("HEAD") != head)
        assert os.waitpid(pid, 0)[1] == 0
        assert Git(repo).resolve("HEAD") == head


def test_threads_get_the_answers_to_their_own_questions(repo, started):
    ids = {name: git(repo, "rev-parse", name) for name in ("HEAD", "HEAD~1", "HEAD^{tree}")}
    with lookups.one_command(), ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: (name, Git(repo).resolve(name)), [*ids] * 50))
    assert all(ids[name] == oid for name, oid in found)
    assert len(started) == 1


def test_a_folder_that_was_made_again_is_looked_at_anew(repo, tmp_path):
    with lookups.one_command():
        before = Git(repo).resolve("HEAD")
        repo.rename(repo.with_name("gone"))
        repo.mkdir()
        assert Git(repo).resolve("HEAD") == ""
        git(repo, "init", "--quiet")
        git(repo, "commit", "--quiet", "--allow-empty", "--message", "another")
        assert Git(repo).resolve("HEAD") not in ("", before)


def test_refs_are_listed_once_until_we_write_and_settings_once_in_a_command(repo, started):
    with lookups.one_command():
        seen = Git(repo).seen()
        assert seen["HEAD"] in seen
        git(repo, "tag", "v1")
        assert Git(repo).tags() == ()
        Git(repo)("update-ref", "refs/tags/v2", "HEAD")
        assert Git(repo).tags() == ("v1", "v2")
        before = Git(repo).settings()
        git(repo, "config", "x.y", "z")
        assert Git(repo).settings() == before
        lookups.forget()
        assert Git(repo).settings()["x.y"] == "z"
    assert len(started) == 5


def test_a_detached_head_is_no_branch(repo):
    git(repo, "checkout", "--quiet", "--detach")
    assert "HEAD" not in Git(repo).seen()
