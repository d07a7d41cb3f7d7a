"""H16 to H25: states of git in which a release is right, or refused with nothing changed."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from datetime import date

import pytest

from gonogo.cli import board as board_text
from gonogo.cli import report
from gonogo.commands import bump, status
from gonogo.commands import release as whole
from gonogo.model.errors import Status
from gonogo.release import guards, planner
from gonogo.release.runner import Silence

TODAY = date(2026, 11, 23)
NOWHERE = '[tool.gonogo]\npublish = "nowhere"\n'


def git(folder, *words):
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def renamed(sample, branch):
    sample.git("update-ref", f"refs/heads/{branch}", "HEAD")
    sample.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")


@pytest.mark.parametrize("branch", ["v1.1.0", "$(touch-PWNED);b", "tags/v1.1.0"])
def test_h16_h17_a_branch_with_a_strange_name_is_released_by_its_full_ref(sample, branch):
    sample.settings(f"{NOWHERE}branch = '{branch}'\n")
    renamed(sample, branch)
    assert sample.bump().exit_status is Status.GO
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", f"refs/heads/{branch}") == sample.git("rev-parse", f"refs/heads/{branch}")
    assert sample.git("cat-file", "-t", "refs/tags/v1.1.0") == "tag"
    assert not list(sample.folder.parent.rglob("*PWNED"))


def test_h17_a_branch_that_reads_as_an_option_is_refused(sample, refused):
    renamed(sample, "--upload-pack=x")
    refused("--upload-pack=x", "git branch -m", part="minor")


def test_h17_a_branch_with_a_bidi_name_is_never_printed_raw(sample):
    renamed(sample, "main\u202ex")
    sample.git("tag", "v1.1.0")
    sample.git("commit", "-q", "--allow-empty", "-m", "more")
    text = board_text.to_text(status.board(sample.folder)) + board_text.to_text(report.board_of("bump", sample.bump))
    assert "\u202e" not in text


def test_h18_tags_with_strange_names_are_no_releases(sample):
    for tag in ("--upload-pack=x", "v1.1.0\u202e", "refs/tags/v1", "v" + "9" * 200, "v1.0.0;ls"):
        sample.git("update-ref", f"refs/tags/{tag}", "HEAD")
    sample.commit("more.txt", "more")
    assert sample.bump().exit_status is Status.GO
    assert sample.git("cat-file", "-t", "refs/tags/v1.1.0") == "tag"


def detached(sample):
    sample.git("checkout", "-q", "--detach")


def another_branch(sample):
    sample.settings('[tool.gonogo]\nbranch = "main"\n')
    sample.git("push", "-q")
    sample.git("checkout", "-qb", "feature")


def merging(sample):
    (sample.folder / ".git/MERGE_HEAD").write_text(sample.git("rev-parse", "HEAD") + "\n")


def rebasing(sample):
    (sample.folder / ".git/rebase-merge").mkdir()


def applying(sample):
    (sample.folder / ".git/rebase-apply").mkdir()


def picking(sample):
    (sample.folder / ".git/CHERRY_PICK_HEAD").write_text(sample.git("rev-parse", "HEAD") + "\n")


def bisecting(sample):
    sample.git("bisect", "start")


def unmerged(sample):
    oid = sample.git("hash-object", "-w", "README.md")
    sample.git("rm", "-q", "--cached", "README.md")
    text = "".join(f"100644 {oid} {stage}\tREADME.md\n" for stage in (1, 2, 3))
    subprocess.run(["git", "update-index", "--index-info"], cwd=sample.folder, input=text, text=True, check=True)


def shallow(sample):
    sample.commit("more.txt", "more")
    sample.git("push", "-q")
    (sample.folder / ".git/shallow").write_text(sample.git("rev-parse", "HEAD") + "\n")


def index_locked(sample):
    (sample.folder / ".git/index.lock").touch()


REFUSED = [
    (detached, "HEAD is detached", "git switch"),
    (another_branch, "feature", "git switch main"),
    (merging, "merge", "under way"),
    (rebasing, "rebase", "under way"),
    (applying, "rebase or am", "under way"),
    (picking, "cherry-pick", "under way"),
    (bisecting, "bisect", "under way"),
    (unmerged, "README.md", "unmerged"),
    (shallow, "shallow", "git fetch --unshallow"),
    (index_locked, "index.lock", ""),
]


@pytest.mark.parametrize(("spoil", "named", "remedy"), REFUSED, ids=lambda one: getattr(one, "__name__", ""))
def test_h19_h21_h22_h26_a_state_in_which_nothing_is_released(sample, refused, spoil, named, remedy):
    spoil(sample)
    refused(named, remedy, part="minor")


def test_h19_an_unborn_branch(sample, refused):
    sample.git("checkout", "-q", "--orphan", "new")
    board = report.board_of("bump", sample.bump)
    assert "new has no commit yet" in str(board.rows)
    assert sample.git("tag") == ""


def test_h22_a_replaced_history_is_not_believed(sample):
    sample.commit("more.txt", "more")
    sample.git("push", "-q")
    sample.git("replace", "--graft", "HEAD")
    assert sample.bump().exit_status is Status.GO
    assert sample.git("--no-replace-objects", "rev-list", "--count", "HEAD") == "3"


def test_h22_a_partial_clone_is_released(sample, tmp_path):
    folder = tmp_path / "partial"
    sample.remote_git("config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", sample.remote.as_uri(), str(folder))
    partial = dataclasses.replace(sample, folder=folder)
    assert partial.bump().exit_status is Status.GO
    assert partial.git("status", "--porcelain") == ""


DIRTY = {
    "edited": lambda sample: sample.write("pyproject.toml", (sample.folder / "pyproject.toml").read_text() + "#\n"),
    "staged": lambda sample: (DIRTY["edited"](sample), sample.git("add", "pyproject.toml")),
    "new fragment": lambda sample: sample.write("changelog.d/2.feature.md", "Not committed.\n"),
    "intent to add": lambda sample: (
        sample.write("changelog.d/2.feature.md", "x\n"), sample.git("add", "-N", "changelog.d/2.feature.md")),
    "assume unchanged": lambda sample: (
        sample.git("update-index", "--assume-unchanged", "CHANGELOG.md"), sample.write("CHANGELOG.md", "mine\n")),
    "skip worktree": lambda sample: (
        sample.git("update-index", "--skip-worktree", "CHANGELOG.md"), sample.write("CHANGELOG.md", "mine\n")),
}  # fmt: skip


@pytest.mark.parametrize("kind", DIRTY)
def test_h20_a_file_that_the_release_rewrites_must_be_committed(sample, refused, kind):
    DIRTY[kind](sample)
    refused(part="minor")


@pytest.mark.parametrize("flags", [["assume-unchanged"], ["skip-worktree"], ["assume-unchanged", "skip-worktree"]])
def test_h20_the_advice_on_files_that_git_is_set_to_ignore_shows_their_changes(sample, flags):
    for flag in flags:
        sample.git("update-index", f"--{flag}", "CHANGELOG.md")
    sample.write("CHANGELOG.md", "mine\n")
    for command in re.findall(r"git (update-index --\S+) PATH", guards.HiddenEdits.hint_text):
        sample.git(*command.split(), "CHANGELOG.md")
    assert sample.git("status", "--porcelain") == "M CHANGELOG.md"


def test_h20_another_uncommitted_file_stays_and_is_reported(sample):
    sample.write("README.md", "mine\n")
    board = sample.bump()
    assert (sample.folder / "README.md").read_text() == "mine\n"
    assert "README.md" in str(board.rows)


def test_h23_a_push_address_that_differs_is_named(sample):
    other = sample.folder.parent / "elsewhere.git"
    git(sample.folder.parent, "clone", "-q", "--bare", str(sample.remote), str(other))
    sample.git("remote", "set-url", "--push", "origin", f"file://user:hunter2@{other}")
    shown: list[str] = []
    with pytest.raises(whole.NotConfirmed):
        whole.release(sample.folder, planner.Request("minor"), TODAY, Silence(), lambda plan: bool(shown.extend(plan)))
    assert "elsewhere.git" in " ".join(shown)
    assert "hunter2" not in " ".join(shown)


@pytest.mark.parametrize(
    "address", ["ext::touch PWNED", "-oProxyCommand=touch PWNED", "fd::7", "--upload-pack=touch PWNED"]
)
@pytest.mark.parametrize("how", ["url", "setting"])
def test_h24_a_remote_that_would_run_a_command_is_not_asked(sample, refused, monkeypatch, address, how):
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:file")
    if how == "url":
        sample.git("config", "remote.origin.url", address)
        sample.git("config", "protocol.ext.allow", "always")
    else:
        sample.settings(f"[tool.gonogo]\nremote = {address!r}\n")
    refused(part="minor")
    assert not list(sample.folder.parent.rglob("PWNED"))


def test_h24_a_push_address_that_would_run_a_command_is_not_used(sample, refused):
    sample.git("config", "remote.origin.pushurl", "ext::touch PWNED")
    sample.git("config", "protocol.ext.allow", "always")
    refused("names a program to run", part="minor")


def test_h24_a_push_never_runs_what_an_address_names(sample):
    sample.once("nowhere", lambda: sample.settings(NOWHERE))
    sample.landed()
    sample.git("config", "remote.origin.pushurl", "ext::touch PWNED")
    sample.git("config", "protocol.ext.allow", "always")
    assert bump.push(sample.folder, Silence()).exit_status is Status.NO_GO
    assert not list(sample.folder.parent.rglob("PWNED"))


@pytest.mark.parametrize("address", ["http://user:hunter2@127.0.0.1:9/x.git", "https://user:hunter2@127.0.0.1:9/x.git"])
def test_h24_credentials_of_a_remote_are_masked(sample, refused, address):
    sample.git("config", "remote.origin.url", address)
    shown = refused(part="minor")
    assert "hunter2" not in shown.text + str(shown.board)


def test_h24_a_remote_over_plain_http_is_refused(sample, refused):
    sample.git("config", "remote.origin.url", "http://example.invalid/x.git")
    refused("unencrypted", "git remote set-url", part="minor")


@pytest.fixture
def other(tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a").write_text("a")
    git(folder, "add", "a")
    git(folder, "commit", "-qm", "theirs")
    return folder


def variables(other):
    return {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_NAMESPACE": "x",
        "GIT_CEILING_DIRECTORIES": "/",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.hooksPath",
        "GIT_CONFIG_VALUE_0": str(other),
        "GIT_CONFIG_PARAMETERS": "'user.name=evil'",
        "GIT_SSH_COMMAND": "touch PWNED",
        "GIT_EXTERNAL_DIFF": "touch PWNED",
        "GIT_EDITOR": "touch PWNED",
        "GIT_ASKPASS": "touch PWNED",
        "GIT_EXEC_PATH": str(other),
        "GIT_TEMPLATE_DIR": str(other),
    }


def test_h25_location_variables_of_git_change_no_other_repository(sample, other, monkeypatch):
    sample.settings(NOWHERE)
    (other / "pre-commit").write_text("#!/bin/sh\ntouch PWNED\nexit 1\n")
    (other / "pre-commit").chmod(0o755)
    before = git(other, "for-each-ref"), git(other, "status", "--porcelain")
    with monkeypatch.context() as patch:
        for name, value in variables(other).items():
            patch.setenv(name, value)
        board = sample.bump()
        pushed = bump.push(sample.folder, Silence())
    assert (board.exit_status, pushed.exit_status) == (Status.GO, Status.GO)
    assert (git(other, "for-each-ref"), git(other, "status", "--porcelain")) == before
    assert sample.git("show", "-s", "--format=%an", "HEAD") == "Test"
    assert sample.remote_git("rev-parse", "main") == sample.git("rev-parse", "HEAD")
    assert not list(sample.folder.parent.rglob("PWNED"))
