"""The test index's scenarios over publish and verify: each ends as it says, and never with something doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gonogo.commands import rehearse
from gonogo.index import multipart_form, uploader
from gonogo.model.errors import GonogoError
from gonogo.model.stage import State
from gonogo.model.verdict import Verdict
from gonogo.release.runner import Silence
from gonogo.release.steps import publish, verify
from gonogo.system import http
from gonogo.test_index import SCENARIOS, Faults, Options, open_index

STEPS = {"publish": publish.apply, "verify": verify.apply}


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(uploader, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(uploader, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(uploader, "LONGEST_RETRY_AFTER", 0.1)
    monkeypatch.setattr(multipart_form, "READ_SECONDS", 0.5)
    monkeypatch.setattr(multipart_form, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(http, "READ_SECONDS", 0.5)
    monkeypatch.setattr(publish, "SHOWN_SECONDS", 1.0)
    monkeypatch.setattr(verify, "SHOWN_SECONDS", 1.0)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name.replace(" ", "-"))
def test_a_scenario_ends_as_it_says(scenario, standing, tmp_path):
    plan, context = standing
    options = Options(own=("tiny",))
    with open_index(tmp_path / "index", options=options, faults=Faults(*scenario.faults)) as embedded:
        context = replace(context, index=embedded.index, token=lambda: embedded.token)
        stopped = end_of(scenario, plan, context)
        assert ("stopped" if stopped else "done") == scenario.end, stopped
        if not stopped:
            assert publish.probe(plan, context).state is State.DONE


def end_of(scenario, plan, context) -> str:
    """Take a scenario's steps and return the sentence of the error that stopped it; empty where none did."""
    try:
        for name in scenario.steps:
            STEPS[name](plan, context)
    except GonogoError as error:
        return f"{error.sentence}; {error.hint}"
    return ""


@pytest.mark.parametrize("turn", [0, pytest.param(1, marks=pytest.mark.journey)])
def test_all_scenarios_at_once_end_as_they_say(turn, standing, tmp_path, monkeypatch):
    """What `nox -s rehearse -- --faults` does after the rehearsal: every scenario has an index of its own, at once."""
    plan, context = standing
    for module in (multipart_form, http):
        monkeypatch.setattr(module, "READ_SECONDS", 3.0)  # a busy machine answers late, which is another fault
    monkeypatch.setattr(multipart_form, "CONNECT_SECONDS", 3.0)
    rows = rehearse.fault_rows(plan, context, tmp_path, Silence())
    assert [(row.name, row.findings) for row in rows if row.verdict is not Verdict.GO] == []
    assert len(rows) == len(SCENARIOS)
