"""Releases that were made before gonogo was there are not taken for open ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import COMPILED, clone, judged

from gonogo.commands import status
from gonogo.release import contexts, origin, state
from gonogo.release.survey import survey


@pytest.mark.parametrize("compiled", [False, True], ids=["pure", "of platforms"])
def test_a_release_from_before_gonogo_is_not_open(sample, here, compiled):
    if compiled:
        sample.write("hatch_build.py", COMPILED)
        sample.settings("[tool.hatch.build.targets.wheel.hooks.custom]\n")
    judged(sample, here)
    here.send(2)
    sample.git("tag", "-f", "-a", "-m", "as we did before", "v1.1.0", "v1.1.0^{commit}")
    sample.git("push", "-q", "-f", "origin", "v1.1.0")
    assert clone(sample).state() == ("nothing open", "invoke bump --part minor")


@pytest.mark.parametrize("adopted", [False, True])
def test_a_tag_with_our_message_is_from_before_where_no_call_of_gonogo_was_there(sample, adopted):
    if not adopted:
        sample.git("rm", "-q", "noxfile.py", "tasks.py")
        sample.git("commit", "-q", "-m", "Before")
    sample.git("tag", "-a", "-m", "Release 1.0.0", "v1.0.0")
    context = contexts.local(survey(sample.folder))
    plan = state.under_way(context.project, context.git)
    assert plan is not None
    assert origin.is_from_before(plan, context) is not adopted


def test_a_pre_release_that_was_given_up_is_not_the_release_that_is_open(sample):
    sample.git("tag", "-a", "-m", "x", "v2.0.0b1")
    sample.git("tag", "-a", "-m", "x", "v1.0.0")
    sample.commit("a", "a")
    context = contexts.local(survey(sample.folder))
    plan = state.under_way(context.project, context.git)
    assert plan is not None
    assert plan.tag == "v1.0.0"


def without_sessions_and_tasks(sample, message="Release 1.1.0"):
    """Let the project be one that is released by the program `gonogo` alone, which no file shows."""
    sample.git("rm", "-q", "noxfile.py", "tasks.py")
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('"1.0.0"', '"1.1.0"').partition("[tool.gonogo]")[0])
    sample.git("tag", "-a", "-m", message, "v1.1.0")
    sample.commit("pyproject.toml", text.replace('"1.0.0"', '"1.1.0"'))
    sample.git("push", "-q", "--follow-tags")


@pytest.mark.parametrize("message", ["Release 1.1.0", "v1.1.0"], ids=["before adopting", "by hand"])
def test_a_tag_made_without_gonogo_that_the_index_does_not_have_is_no_open_release(sample, here, message):
    without_sessions_and_tasks(sample, message)
    rows = status.board(sample.folder).rows
    assert "v1.1.0 was made without gonogo, so it is no open release" in str(rows)
    assert here.state() == ("nothing open", "invoke bump --part minor")


@pytest.mark.parametrize("count", [1, 2])
def test_a_half_publish_is_never_whole_because_no_file_of_the_project_names_gonogo(sample, here, count):
    without_sessions_and_tasks(sample)
    sample.git("switch", "-q", "--detach", "v1.1.0")
    sample.git("checkout", "-q", "main", "--", "pyproject.toml")
    here.judge()
    here.send(count)
    sample.git("checkout", "-q", "-f", "main")
    expected = "partly published" if count == 1 else "nothing open"
    assert clone(sample).state()[0] == expected


@pytest.mark.parametrize("lost", ["v1.1.0^{tree}", "v1.1.0:pyproject.toml"])
def test_a_search_that_fails_does_not_tell_that_a_release_is_from_before(sample, here, lost):
    without_sessions_and_tasks(sample)
    plan, context = replace(here.plan, new="1.1.0", tag="v1.1.0"), here.context
    assert origin.is_from_before(plan, context)
    gone = sample.git("rev-parse", lost)
    (sample.folder / ".git/objects" / gone[:2] / gone[2:]).unlink()
    assert not origin.is_from_before(plan, context)
