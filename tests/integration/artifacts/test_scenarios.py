"""The shelf's scenarios over publish and verify: each ends as it says, and never with something doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gonogo.index import multipart_form, uploader
from gonogo.model.errors import GonogoError
from gonogo.model.probe import State
from gonogo.release.steps import publish, verify
from gonogo.shelf import Faults, open_shelf, scenarios
from gonogo.shelf.shelf import Options
from gonogo.system import http

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


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.name.replace(" ", "-"))
def test_a_scenario_ends_as_it_says(scenario, standing, tmp_path):
    plan, world = standing
    options = Options(own=("tiny",))
    with open_shelf(tmp_path / "shelf", options=options, faults=Faults(*scenario.faults)) as shelf:
        world = replace(world, index=shelf.index, token=lambda: shelf.token)
        stopped = end_of(scenario, plan, world)
        assert ("stopped" if stopped else "done") == scenario.end, stopped
        if not stopped:
            assert publish.probe(plan, world).state is State.DONE


def end_of(scenario, plan, world) -> str:
    """Take a scenario's steps and return the sentence of the error that stopped it; empty where none did."""
    try:
        for name in scenario.steps:
            STEPS[name](plan, world)
    except GonogoError as error:
        return f"{error.sentence}; {error.hint}"
    return ""
