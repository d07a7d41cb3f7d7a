"""What a board says to type next exists, and asks for the same as before."""

from __future__ import annotations

from datetime import date

import pytest

from gonogo.cli.context import after_red
from gonogo.cli.options import REHEARSAL, parse
from gonogo.commands import bump, news, rehearse, status
from gonogo.commands import release as whole
from gonogo.model.board import Row
from gonogo.model.errors import Status
from gonogo.model.verdict import Finding, Verdict
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.stages import after_publish

RED, GREEN = (Row("build", Verdict.NO_GO),), (Row("build", Verdict.GO),)


@pytest.mark.parametrize(
    "request_",
    [Request(part="minor"), Request(part="minor", pre="rc"), Request(pre="rc"), Request(to="2.0.0", empty=True)],
    ids=str,
)
def test_after_a_red_rehearsal_the_same_is_rehearsed_again(request_):
    command = rehearse.after(request_, RED)
    given = parse("rehearse", command.partition(" -- ")[2].split())
    assert Request(given.part, given.pre, "" if given.to == REHEARSAL else given.to, given.empty) == request_


def test_after_a_green_rehearsal_the_same_is_released():
    assert rehearse.after(Request(part="minor", empty=True), GREEN) == "invoke release --part minor --empty"
    assert rehearse.after(Request(to="2.0.0"), GREEN) == "invoke release --to 2.0.0"


def test_the_changelog_shown_is_that_of_the_bump_that_is_named(sample):
    board = news.preview(sample.folder, Request(part="minor"), date(2026, 11, 23))
    assert board.next_command == "invoke bump --part minor"


def test_without_a_remote_nothing_is_pushed_next(sample):
    sample.git("remote", "remove", "origin")
    assert sample.landed().next_command == "git remote add origin URL, then: invoke push"


def test_without_a_remote_a_release_waits_for_one(sample):
    sample.git("remote", "remove", "origin")
    sample.landed()
    board = status.board(sample.folder)
    assert board.rows[-1].note == "landed"
    assert board.next_command == "git remote add origin URL, or invoke undo"
    sample.git("remote", "add", "origin", str(sample.remote))
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")


def test_the_plan_says_that_nothing_is_pushed_without_a_remote(sample):
    sample.git("remote", "remove", "origin")
    shown = []
    with pytest.raises(whole.NotConfirmed):
        whole.release(sample.folder, Request(part="minor"), date(2026, 11, 23), Silence(), shown.extend)
    assert "3. push nothing: this repository has no remote" in shown


def test_a_step_that_was_rehearsed_alone_is_not_said_to_be_landed():
    rows = rehearse.rehearsed((Row("push", Verdict.NO_GO, findings=(Finding("x", "no", fix="invoke resume"),)),))
    assert "nothing was changed" in rows[0].findings[0].fix


def test_a_release_that_is_carried_to_its_end_is_not_resumed_again(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"\n')
    sample.landed()
    assert bump.push(sample.folder, Silence()).next_command == "invoke status"
    assert bump.resume(sample.folder, Silence()).next_command == "invoke status"


def test_what_was_published_is_verified_where_it_is():
    assert after_publish("testpypi") == "nox -s verify -- --to testpypi"
    assert after_publish("rehearsal") == "nox -s release"


def test_a_red_publication_is_not_fixed_by_a_commit():
    assert after_red("publish to testpypi", parse("publish", ["--to", "testpypi"])) == (
        "fix that, then: nox -s publish -- --to testpypi"
    )
    assert after_red("tests", parse("tests", [])) == "fix that, commit, then: nox -s tests"


@pytest.mark.usefixtures("nothing_installed")
def test_a_rehearsal_names_what_is_uncommitted_and_so_not_in_it(sample):
    sample.write("README.md", "# edited\n")
    board = rehearse.rehearse(sample.folder, Request(part="minor"), date(2026, 11, 23), Silence())
    assert (board.rows[-1].name, board.rows[-1].note) == ("not in it", "uncommitted: README.md")


def detached(sample):
    sample.git("checkout", "--detach")


def beside(sample):
    sample.git("switch", "--create", "feature")
    sample.git("remote", "set-head", "origin", "main")


def behind(sample):
    sample.commit("more.txt", "more\n")
    sample.git("push", "origin", "main")
    sample.git("reset", "--hard", "HEAD~1")


def diverged(sample):
    behind(sample)
    sample.commit("other.txt", "other\n")


@pytest.mark.parametrize("spoil", [behind, diverged])
def test_what_brings_a_branch_up_to_date_leads_on(sample, spoil):
    spoil(sample)
    assert status.board(sample.folder).next_command == "type: git pull --rebase, then run the command again"
    sample.git("pull", "--rebase")
    assert "invoke bump" in status.board(sample.folder).next_command


@pytest.mark.parametrize(
    ("spoil", "first"), [(detached, "check out the release branch"), (beside, "type: git switch"), (behind, "git pull")]
)
def test_the_state_names_first_what_a_bump_would_refuse(sample, spoil, first):
    spoil(sample)
    board = status.board(sample.folder)
    assert board.rows[-1].note == "nothing open"
    assert first in board.next_command
    assert board.exit_status is Status.GO
