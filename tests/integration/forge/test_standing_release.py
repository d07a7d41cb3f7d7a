"""The standing pull request: opened, brought up to date by pushes, merged in three ways, and published once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from tests.doubles import ssh

from gonogo import ci as providers
from gonogo.artifacts import builder, sums, workshops
from gonogo.ci.workflow import Workflow, action, command, inputs
from gonogo.commands import standing, standing_act
from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

BRANCH = "release/next"
MERGES = {
    "merge": ("--no-ff", "-m", "Merge pull request #1 from someone/release/next"),
    "squash": ("--squash",),
    "rebase": ("--ff-only",),
}


@pytest.fixture
def ci(hosted, monkeypatch, nothing_installed):
    """The sample on the forge, in a run of CI."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    return hosted


def checkout(sample):
    """Return a fresh clone, as a job checks it out."""
    folder = sample.folder.parent / "job"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(folder)], check=True)
    for name in ssh.SETTINGS:
        subprocess.run(["git", "config", name, sample.git("config", name)], cwd=folder, check=True)
    return folder


def run(sample, part: str = "auto", attempt: int = 1):
    """Run the workflow for what the branch is now: each job in a clone of its own."""
    into = sample.folder.parent / f"handed-{attempt}"
    shutil.rmtree(into, ignore_errors=True)
    first = standing.prepare(checkout(sample), Request(part), today(), Silence(), into)
    assert first.exit_status is Status.GO, first.rows
    return standing_act.act(checkout(sample), into, Silence())


def pushed(sample, number: int, kind: str = "bugfix"):
    """Push a change with its note."""
    sample.write(f"changelog.d/{number}.{kind}.md", f"Change {number}.\n")
    sample.commit(f"src/demo/more_{number}.py", f"MORE = {number}\n")
    sample.git("push", "-q", str(sample.remote), "main")


def merged(sample, how):
    """Merge the pull request on the forge in one of its ways."""
    other = sample.folder.parent / "forge"
    shutil.rmtree(other, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    title = sample.remote_git("log", "-1", "--format=%s", BRANCH)
    for words in (
        ["merge", "-q", *MERGES[how], f"origin/{BRANCH}"],
        ["commit", "-q", "-m", f"{title} (#1)"] if how == "squash" else ["status"],
        ["push", "-q", "origin", "main"],
        ["push", "-q", "origin", "--delete", BRANCH],
    ):
        subprocess.run(["git", *words], cwd=other, check=True, capture_output=True)


@pytest.mark.journey
def test_it_is_opened_and_three_pushes_bring_it_up_to_date(ci, forge):
    board = run(ci)
    assert board.exit_status is Status.GO, board.rows
    (pull,) = forge.state.pulls
    assert (pull["head"]["ref"], pull["base"]["ref"], pull["title"]) == (BRANCH, "main", "Release 1.1.0")
    assert "| tests" in pull["body"]
    assert "CI then tags the merged commit and publishes it" in pull["body"]
    titles = []
    for number, kind in ((11, "bugfix"), (12, "removal"), (13, "doc")):
        pushed(ci, number, kind)
        assert run(ci, attempt=number).exit_status is Status.GO
        titles.append(pull["title"])
        assert ci.remote_git("rev-parse", f"{BRANCH}^") == ci.git("rev-parse", "HEAD")
        assert f"Change {number}." in pull["body"]
    assert titles == ["Release 1.1.0", "Release 2.0.0", "Release 2.0.0"]
    assert len(forge.state.pulls) == 1
    assert "1.1.0" not in ci.remote_git("tag")
    assert forge.state.settings.runs == []


@pytest.mark.journey
def test_a_label_chooses_the_part(ci, forge):
    run(ci)
    (pull,) = forge.state.pulls
    pull["labels"].append({"name": "part: major"})
    run(ci)
    assert pull["title"] == "Release 2.0.0"


@pytest.mark.parametrize(
    "how", ["squash", *(pytest.param(how, marks=pytest.mark.journey) for how in ("merge", "rebase"))]
)
def test_merged_in_any_way_it_is_tagged_with_its_hashes_and_published_once(ci, forge, how):
    run(ci)
    merged(ci, how)
    board = run(ci)
    assert board.exit_status is Status.GO, board.rows
    tip = ci.remote_git("rev-parse", "main")
    assert ci.remote_git("tag") == "v1.1.0", board.rows
    assert ci.remote_git("rev-parse", "v1.1.0^{commit}") == tip
    assert set(sums.read(tags.message(Git(ci.remote), "v1.1.0")).files) == {
        "demo_sample-1.1.0.tar.gz",
        "demo_sample-1.1.0-py3-none-any.whl",
    }
    assert forge.state.settings.runs == [("publish.yml", "v1.1.0")]
    assert {row.name: row.note for row in board.rows}["publication"] == "started publish.yml on v1.1.0"
    tag = ci.remote_git("rev-parse", "v1.1.0")
    again = run(ci)
    assert again.exit_status is Status.GO, again.rows
    assert forge.state.settings.runs == [("publish.yml", "v1.1.0")]
    assert ci.remote_git("rev-parse", "v1.1.0") == tag


@pytest.mark.journey
def test_what_may_push_runs_no_build(ci, forge, monkeypatch, tmp_path):
    run(ci)
    merged(ci, "squash")
    into = tmp_path / "handed"
    assert standing.prepare(checkout(ci), Request("auto"), today(), Silence(), into).exit_status is Status.GO
    for module in (builder, workshops):
        monkeypatch.setattr(module, "serving", lambda *_: pytest.fail("a build backend was started"))
    board = standing_act.act(checkout(ci), into, Silence())
    assert board.exit_status is Status.GO, board.rows
    assert sums.read(tags.message(Git(ci.remote), "v1.1.0")).files


@pytest.mark.journey
def test_a_start_that_failed_is_made_up_for_by_the_next_run(ci, forge, double):
    run(ci)
    merged(ci, "squash")
    forge.state.faults.append(double.Fault("POST", "/dispatches", 403))
    board = run(ci)
    assert board.exit_status is Status.NO_GO
    assert [one.code for one in board.rows[-1].findings] == ["not-started"]
    assert ci.remote_git("tag") == "v1.1.0"
    assert run(ci).exit_status is Status.GO
    assert forge.state.settings.runs == [("publish.yml", "v1.1.0")]


@pytest.mark.journey
def test_a_release_under_which_others_have_pushed_is_tagged_where_it_was_merged(ci, forge):
    run(ci)
    merged(ci, "squash")
    release = ci.remote_git("rev-parse", "main")
    ci.git("pull", "-q", "--ff-only", str(ci.remote), "main")
    pushed(ci, 20)
    assert run(ci).exit_status is Status.GO
    assert ci.remote_git("rev-parse", "v1.1.0^{commit}") == release
    assert run(ci, attempt=2).exit_status is Status.GO
    assert forge.state.pulls[-1]["title"] == "Release 1.1.1"


def test_without_notes_nothing_is_proposed(ci, forge):
    ci.git("rm", "-q", "changelog.d/1.feature.md")
    ci.git("commit", "-qm", "No notes")
    ci.git("push", "-q", str(ci.remote), "main")
    board = run(ci)
    assert (board.exit_status, board.rows[-1].note) == (Status.GO, "nothing is to be done")
    assert forge.state.pulls == []
    assert BRANCH not in ci.remote_git("branch", "--list")


def test_what_somebody_committed_on_the_branch_is_never_replaced(ci, forge):
    run(ci)
    other = ci.remote_git("commit-tree", "-p", BRANCH, "-m", "Correct a word", f"{BRANCH}^{{tree}}")
    ci.remote_git("update-ref", f"refs/heads/{BRANCH}", other)
    pushed(ci, 30)
    board = run(ci)
    assert board.exit_status is Status.CONFLICT
    assert [one.code for one in board.rows[-1].findings] == ["branch-taken"]
    assert ci.remote_git("rev-parse", BRANCH) == other


@pytest.mark.journey
def test_a_run_that_is_overtaken_proposes_nothing(ci, forge, tmp_path):
    into = tmp_path / "handed"
    standing.prepare(checkout(ci), Request("auto"), today(), Silence(), into)
    place = checkout(ci)
    pushed(ci, 50)
    board = standing_act.act(place, into, Silence())
    assert board.exit_status is Status.GO, board.rows
    assert "main has moved on" in board.rows[0].note
    assert BRANCH not in ci.remote_git("branch", "--list")


@pytest.mark.journey
def test_what_was_handed_on_must_grow_from_head(ci, forge, tmp_path):
    into = tmp_path / "handed"
    standing.prepare(checkout(ci), Request("auto"), today(), Silence(), into)
    pushed(ci, 40)
    board = standing_act.act(checkout(ci), into, Silence())
    assert [one.code for one in board.rows[-1].findings] == ["other-head"]
    with pytest.raises(standing_act.NothingHanded):
        standing_act.act(checkout(ci), tmp_path, Silence())
    assert forge.state.pulls == []


WORKFLOW = ".github/workflows/release-pr.yml"


def typed(sample, tmp_path, token):
    """Run the rendered workflow job by job: its own commands, each job in a clone; the actions are stood in for."""
    text = providers.render(survey(sample.folder), chosen=[WORKFLOW])[WORKFLOW]
    programs = tmp_path / "programs"
    programs.mkdir(exist_ok=True)
    program = f'#!/bin/sh\nexec {sys.executable} -c "from gonogo.cli.program import main; main()" "$@"\n'
    (programs / "gonogo").write_text(program)
    (programs / "gonogo").chmod(0o755)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "GITHUB_ACTIONS": "true", "GITHUB_TOKEN": token}
    shutil.rmtree(tmp_path / "artifact", ignore_errors=True)
    for job in Workflow.parse(text, "release-pr.yml").jobs:
        place = checkout(sample)
        for step in job.steps:
            if action(step) == "actions/upload-artifact":
                hidden = shutil.ignore_patterns(".*")
                shutil.copytree(place / inputs(step)["path"], tmp_path / "artifact", ignore=hidden)
            elif action(step) == "actions/download-artifact":
                shutil.copytree(tmp_path / "artifact", place / inputs(step)["path"])
            elif "git config" in command(step) or command(step).startswith("gonogo "):
                shell = ["bash", "-eo", "pipefail", "-c", command(step)]
                done = subprocess.run(shell, cwd=place, env=env, capture_output=True, text=True, check=False)
                assert done.returncode == 0, f"{command(step)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.journey
def test_the_commands_of_the_workflow_propose_and_once_merged_tag_and_publish(hosted, forge, double, tmp_path):
    typed(hosted, tmp_path, double.TOKEN)
    (pull,) = forge.state.pulls
    assert pull["title"] == "Release 1.1.0"
    assert "github-actions[bot]" in hosted.remote_git("log", "-1", "--format=%an", BRANCH)
    merged(hosted, "squash")
    typed(hosted, tmp_path, double.TOKEN)
    assert hosted.remote_git("rev-parse", "v1.1.0^{commit}") == hosted.remote_git("rev-parse", "main")
    assert forge.state.settings.runs == [("publish.yml", "v1.1.0")]
