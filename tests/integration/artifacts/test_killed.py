"""Publish and verify, killed at every request that they make, and run again: the same end state, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from gonogo.model.stage import State
from gonogo.release.steps import publish, verify

SCRIPT = """
import sys
from pathlib import Path
from gonogo.model.index import Index
from gonogo.model.location import Layout
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.release.steps import publish, verify
from gonogo.artifacts.store import Store
from gonogo.release.contexts import Context

root, commit, url = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
layout = Layout("flit", "flit_core")
project = Project(root, "tiny", "0.9", layout, "v{version}", "main", "", "none", "", Settings())
plan = Plan("tiny", commit, "main", "0.8", "0.9", "", "Release 0.9")
index = Index("double", url + "upload/", url + "simple/")
store = Store(root / ".git" / "gonogo")
context = Context(root, project, root, "", index, store, lambda: "-".join(["secret", "token"]))
publish.apply(plan, context)
verify.apply(plan, context)
"""


LATER = [(1, True), (2, False), (3, False), (3, True), (5, True), (7, True)]


@pytest.mark.parametrize(
    ("nth", "answered"), [(2, True), *(pytest.param(*one, marks=pytest.mark.journey) for one in LATER)]
)
def test_killed_at_a_request_and_run_again_it_is_whole(standing, small, nth, answered):
    plan, context = standing
    argv = [sys.executable, "-c", SCRIPT, str(context.repo), plan.base, small.url]
    serve, count, child = small.answer, 0, None

    def deadly(request):
        nonlocal count
        count += 1
        said = serve(request) if answered or count != nth else None
        if count == nth:
            os.kill(child.pid, signal.SIGKILL)
        return said

    small.answer = deadly
    child = subprocess.Popen(argv)
    assert child.wait(60) in {-signal.SIGKILL, 0}
    small.answer = serve
    publish.apply(plan, context)
    verify.apply(plan, context)
    assert publish.probe(plan, context).state is State.DONE
    assert verify.probe(plan, context).state is State.DONE
    assert len(small.held) == 2
