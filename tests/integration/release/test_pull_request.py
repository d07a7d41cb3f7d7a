"""`invoke release --pr` and `invoke tag`: the release commit is reviewed first, and its tag follows the merge."""

from __future__ import annotations

import subprocess

import pytest
from places import pushed

from gonogo.commands import bump, proposal, pull_request, status
from gonogo.commands import release as whole
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.release import destinations, planner, untagged
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


def ask(sample):
    return pull_request.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)


def tag(sample, at: str = ""):
    return pull_request.tag(sample.folder, Silence(), at, lambda _: True)


def merge(sample, *how: str) -> None:
    """Merge the release's branch on the remote, as a forge does, and pull."""
    sample.once(f"merge {how}", lambda: merge_there(sample, *how))


def merge_there(sample, *how: str) -> None:
    """Merge in a clone, push, and pull."""
    other = sample.folder.parent / "forge"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    for words in (
        ["merge", "-q", *how, "origin/release/1.1.0"],
        ["commit", "-q", "--allow-empty", "-m", "Merged"] if "--squash" in how else ["status"],
        ["push", "-q"],
    ):
        subprocess.run(["git", *words], cwd=other, check=True, capture_output=True)
    sample.git("pull", "-q", "--ff-only")


def propose(sample) -> None:
    """Put a release commit on its branch without the long judging, as `invoke release --pr` leaves it."""
    sample.once("propose", lambda: put_on_its_branch(sample))


def put_on_its_branch(sample) -> None:
    """Bump in a clone, and push its commit to the branch of the release."""
    other = sample.folder.parent / "proposer"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    bump.bump(other, Request(part="minor"), today(), Silence())
    subprocess.run(["git", "push", "-q", "origin", "main:refs/heads/release/1.1.0"], cwd=other, check=True)


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
    from gonogo.release.survey import survey

    project = survey(sample.folder)
    context = replace(contexts.local(project), clone_folder=folder / "clone")
    plan = planner.plan(project, Request(part="minor"), today())
    prepare.apply(plan, context)
    return project, plan, context


@pytest.mark.parametrize(
    "how", [("--no-ff", "-m", "Merge branch 'release/1.1.0'"), ("--ff-only",)], ids=["no-ff", "ff"]
)
def test_a_merged_release_waits_for_its_tag_and_is_tagged_once(sample, how):
    propose(sample)
    merge(sample, *how)
    board = status.board(sample.folder)
    assert (board.rows[-1].note, board.next_command) == ("untagged", "invoke tag")
    assert tag(sample).exit_status is Status.GO
    before = sample.snapshot()
    assert tag(sample).exit_status is Status.GO
    assert sample.snapshot() == before


def test_a_version_that_an_ordinary_commit_wrote_waits_for_no_tag(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace("1.0.0", "1.1.0"), "Work towards the next one")
    assert status.board(sample.folder).rows[-1].note == "nothing open"


def test_a_release_whose_tag_was_deleted_here_is_fetched_again(sample):
    pushed(sample)
    sample.git("tag", "-d", "v1.1.0")
    assert status.board(sample.folder).next_command == "type: git fetch --tags origin"
    with pytest.raises(destinations.TagTaken) as caught:
        tag(sample)
    assert "git fetch --tags" in caught.value.hint


@pytest.fixture
def from_tag(sample):
    """The sample with its version in the tag, released once by hand."""
    sample.once("from tag", lambda: version_from_tag(sample))
    return sample


def version_from_tag(sample):
    """Let the version live in the tag, and release by hand."""
    text = (sample.folder / "pyproject.toml").read_text()
    text = text.replace('version = "1.0.0"', 'dynamic = ["version"]')
    text = text.replace('["hatchling"]', '["hatchling", "hatch-vcs"]')
    sample.commit("pyproject.toml", text + '\n[tool.hatch.version]\nsource = "vcs"\n')
    sample.git("tag", "-a", "-m", "the first", "v1.0.0", "HEAD~1")
    sample.git("push", "-q", "--follow-tags")
    sample.git("push", "-q", "origin", "v1.0.0")


@pytest.mark.parametrize(
    "how",
    [("--no-ff", "-m", "Merge pull request #1 from me/release/1.1.0"), ("--ff-only",)],
    ids=["merge", "rebase"],
)
def test_a_version_that_lives_in_the_tag_is_read_from_the_message_of_the_merged_commit(from_tag, how):
    propose(from_tag)
    merge(from_tag, *how)
    board = status.board(from_tag.folder)
    assert (board.rows[-1].note, board.next_command) == ("untagged", "invoke tag")
    board = tag(from_tag)
    assert board.exit_status is Status.GO, board.rows
    assert from_tag.remote_git("rev-parse", "v1.1.0^{commit}") == from_tag.git("rev-parse", "HEAD")


def test_a_release_that_was_reverted_waits_for_no_tag(from_tag):
    from_tag.commit("more.txt", "more\n", "Release 1.1.0")
    assert status.board(from_tag.folder).next_command == "invoke tag"
    from_tag.git("revert", "--no-edit", "HEAD")
    assert status.board(from_tag.folder).rows[-1].note != "untagged"


@pytest.mark.parametrize("message", ["Release notes for 1.1.0", "Prepare release/1.1.0x", "Release 1.1.0 soon"])
def test_a_message_that_merely_speaks_of_a_version_is_no_release(from_tag, message):
    from_tag.commit("more.txt", "more\n", message)
    assert status.board(from_tag.folder).rows[-1].note != "untagged"
    with pytest.raises(pull_request.NoReleaseCommit):
        tag(from_tag)


@pytest.mark.parametrize(
    "line", ["foo>=11.1.0", "foo>=1.1.0"], ids=["a version that ends alike", "the same version of another"]
)
@pytest.mark.parametrize("how", [("--ff-only",), ("--no-ff", "-m", "merged"), ("--squash",)], ids=lambda how: how[0])
def test_a_requirement_that_was_added_later_made_no_version(sample, how, line):
    propose(sample)
    merge(sample, *how)
    made = sample.git("log", "--first-parent", "-1", "--format=%H", "--", "changelog.d")
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace("[project]", f'[project]\ndependencies = ["{line}"]'))
    sample.commit("pyproject.toml", (sample.folder / "pyproject.toml").read_text() + "# more\n")
    sample.git("push", "-q")
    project = survey(sample.folder)
    assert untagged.made_by(project, Git(sample.folder)) == made
    assert pull_request.of_merged(project, Git(sample.folder), made)[1] == made
    with pytest.raises(pull_request.OlderCommit):
        pull_request.of_merged(project, Git(sample.folder))


def test_the_newest_commit_that_wrote_a_version_is_the_one_after_a_revert(sample):
    old = (sample.folder / "pyproject.toml").read_text()
    for text in (old.replace("1.0.0", "1.1.0"), old, old.replace("1.0.0", "1.1.0")):
        sample.commit("pyproject.toml", text)
    newest = sample.git("rev-parse", "HEAD")
    sample.commit("more.txt", "more\n")
    assert untagged.made_by(survey(sample.folder), Git(sample.folder)) == newest


@pytest.mark.parametrize("title", ["Release 1.1.0rc1", "Release 1.1.0.1", "merge release/1.1.0-fixes"])
def test_the_message_of_another_version_does_not_tell_of_a_release(sample, title):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace("1.0.0", "1.1.0"), title)
    assert untagged.untagged(survey(sample.folder), Git(sample.folder)) is None


@pytest.mark.parametrize("at", ["HEAD", "HEAD~1"])
def test_work_on_top_of_the_release_commit_is_asked_about_and_never_left_out_unasked(sample, at):
    """The kind: tag acts on what the user sees, and never goes back to an older commit by itself."""
    propose(sample)
    merge(sample, "--ff-only")
    sample.commit("more.txt", "more\n")
    sample.git("push", "-q")
    assert "invoke tag --at" in status.board(sample.folder).next_command
    with pytest.raises(pull_request.OlderCommit) as caught:
        tag(sample)
    assert "invoke tag --at HEAD" in caught.value.hint
    assert tag(sample, at).exit_status is Status.GO
    assert sample.git("rev-parse", "v1.1.0^{commit}") == sample.git("rev-parse", at)


def test_nothing_is_tagged_or_pushed_without_consent(sample):
    propose(sample)
    merge(sample, "--ff-only")
    with pytest.raises(whole.NotConfirmed):
        pull_request.tag(sample.folder, Silence(), "", lambda _: False)
    done = sample.run("invoke", "tag")
    assert done.returncode == Status.USAGE
    assert sample.git("tag") == sample.remote_git("tag") == ""
    assert sample.run("invoke", "tag", "--yes").returncode == 0
    assert sample.remote_git("tag") == "v1.1.0"


@pytest.mark.parametrize("is_first", [False, True])
def test_a_release_that_was_squashed_under_another_title_waits_for_its_tag(sample, is_first):
    if not is_first:
        sample.git("tag", "-a", "-m", "1.0.0", "v1.0.0")
        sample.git("push", "-q", "--tags")
    sample.commit("more.txt", "more\n")
    sample.git("push", "-q")
    propose(sample)
    merge(sample, "--squash")
    assert status.board(sample.folder).next_command == "invoke tag"


@pytest.mark.usefixtures("nothing_installed")
def test_a_hook_that_keeps_commits_off_the_branch_is_no_obstacle_to_a_pull_request(sample):
    hook = sample.folder / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\n[ $(git symbolic-ref HEAD) != refs/heads/main ]\n")
    hook.chmod(0o755)
    assert ask(sample).exit_status is Status.GO


@pytest.mark.usefixtures("nothing_installed")
def test_a_remote_whose_address_is_a_relative_path_is_pushed_to_from_the_temporary_clone(sample):
    sample.git("remote", "set-url", "origin", "../remote.git")
    assert ask(sample).exit_status is Status.GO
    assert "release/1.1.0" in sample.remote_git("branch", "--list")
