"""`invoke release --pr` and `invoke tag`: the release commit is reviewed first, and its tag follows the merge."""

from __future__ import annotations

import subprocess

import pytest
from proposals import ask, merge, propose, tag

from gonogo.commands import proposal, pull_request
from gonogo.commands import release as whole
from gonogo.model.errors import Status
from gonogo.release import destinations, planner
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


def test_the_release_commit_goes_to_its_branch_and_nothing_else_changes(sample):
    before = sample.snapshot()
    board = ask(sample)
    assert board.exit_status is Status.GO, board.rows
    assert "invoke tag" in board.next_command
    after = sample.snapshot()
    assert {**after, "remote": ""} == {**before, "remote": ""}
    assert sample.remote_git("for-each-ref", "--format=%(refname)") == "refs/heads/main\nrefs/heads/release/1.1.0"
    assert 'version = "1.1.0"' in sample.remote_git("show", "release/1.1.0:pyproject.toml")


def test_after_a_red_one_the_same_command_is_named(sample):
    sample.commit("tests/test_red.py", "def test_it():\n    assert False\n")
    board = ask(sample)
    assert (board.exit_status, board.next_command) == (
        Status.NO_GO,
        "fix that, then: invoke release --part minor --pr",
    )
    assert sample.remote_git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


@pytest.mark.usefixtures("nothing_installed")
def test_typed_again_the_branch_of_the_same_release_is_brought_up_to_date(sample):
    propose(sample)
    sample.commit("src/demo/more.py", "MORE = 1\n")
    sample.git("push", "-q")
    board = ask(sample)
    assert board.exit_status is Status.GO, board.rows
    assert sample.remote_git("rev-parse", "release/1.1.0^") == sample.git("rev-parse", "HEAD")


def test_a_branch_with_another_commit_on_top_is_not_ours(sample):
    propose(sample)
    sample.git("fetch", "-q", "origin", "release/1.1.0")
    other = sample.git("commit-tree", "-p", "FETCH_HEAD", "-m", "Correct a word", "FETCH_HEAD^{tree}")
    sample.git("push", "-q", "origin", f"{other}:refs/heads/release/1.1.0")
    before = sample.snapshot()
    with pytest.raises(proposal.BranchTaken):
        ask(sample)
    assert sample.snapshot() == before


def test_a_release_that_is_not_agreed_to_pushes_nothing(sample):
    before = sample.snapshot()
    with pytest.raises(whole.NotConfirmed):
        pull_request.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: False)
    assert sample.snapshot() == before


@pytest.mark.parametrize("how", [("--ff-only",), ("--no-ff", "-m", "merged"), ("--squash",)])
def test_after_the_merge_the_tag_names_the_commit_that_made_the_version(sample, how):
    propose(sample)
    merge(sample, *how)
    board = tag(sample)
    assert board.exit_status is Status.GO, board.rows
    assert sample.git("cat-file", "-t", "v1.1.0") == "tag"
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")
    assert sample.git("rev-parse", "v1.1.0^{commit}") == sample.git("rev-parse", "HEAD")
    assert 'version = "1.1.0"' in sample.git("show", "v1.1.0:pyproject.toml")
    assert sample.git("for-each-ref", "refs/gonogo") == ""
    assert sample.git("status", "--porcelain") == ""
    assert tag(sample).exit_status is Status.GO


def test_what_is_not_merged_is_not_tagged(sample):
    propose(sample)
    sample.git("fetch", "-q")
    sample.git("merge", "-q", "origin/release/1.1.0")
    with pytest.raises(pull_request.NotMerged):
        tag(sample)
    assert sample.git("tag") == ""


def test_a_merge_that_is_not_pulled_yet_is_named(sample):
    propose(sample)
    merge(sample, "--ff-only")
    sample.git("reset", "-q", "--hard", "HEAD~1")
    with pytest.raises((destinations.BehindRemote, pull_request.NoReleaseCommit)):
        tag(sample)


def test_a_merged_release_without_its_section_is_not_tagged(sample):
    propose(sample)
    merge(sample, "--ff-only")
    sample.git("checkout", "-q", "HEAD~1", "--", "CHANGELOG.md")
    sample.git("reset", "-q", "--soft", "HEAD~1")
    sample.git("commit", "-qm", "Release without its section")
    sample.git("push", "-q", "--force")
    board = tag(sample)
    assert board.exit_status is Status.NO_GO
    assert "no section" in str(board.rows)
    assert sample.git("for-each-ref", "refs/tags", "refs/gonogo") == ""


def test_a_push_that_would_fail_is_found_before_anything_lands(sample, tmp_path):
    _, plan, context = prepared(sample, tmp_path)
    assert whole.push_would_work(plan, context).verdict.value == "GO"
    other = sample.folder.parent / "other"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "theirs"], cwd=other, check=True)
    subprocess.run(["git", "push", "-q"], cwd=other, check=True)
    assert whole.push_would_work(plan, context).verdict.value == "NO-GO"


def test_a_pre_push_hook_that_refuses_is_found_before_anything_lands(sample, tmp_path):
    hook = sample.folder / ".git/hooks/pre-push"
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    _, plan, context = prepared(sample, tmp_path)
    row = whole.push_would_work(plan, context)
    assert row.verdict.value == "NO-GO"
    assert "--pr" in str(row.findings)


def test_a_hook_of_the_server_is_not_asked_by_a_dry_run_so_that_the_release_stays_landed(sample, tmp_path):
    hook = sample.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    _, plan, context = prepared(sample, tmp_path)
    row = whole.push_would_work(plan, context)
    assert row.verdict.value == "GO"
    assert "its own hooks run only at the push" in row.note


def prepared(sample, folder):
    from dataclasses import replace

    from gonogo.release import contexts
    from gonogo.release.steps import prepare

    project = survey(sample.folder)
    context = replace(contexts.local(project), clone_folder=folder / "clone")
    plan = planner.plan(project, Request(part="minor"), today())
    prepare.apply(plan, context)
    return project, plan, context
