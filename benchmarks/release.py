"""`nox -s release` beside the bare uv commands, a floor of the fastest parts, and the standard chain."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import beside, clock, sample
from benchmarks.clock import Run

OURS = ("nox", "-s", "release")
STANDARD = """\
python -m build
python -m venv t
t/bin/pip install --quiet dist/*.whl pytest
t/bin/python -m pytest -q tests
twine check --strict dist/*
TWINE_USERNAME=__token__ TWINE_PASSWORD=$TOKEN twine upload --repository-url $UPLOAD dist/*
python -m venv v
v/bin/pip install --quiet --index-url $SIMPLE gonogo-bench-sample
v/bin/python -c 'import gonogo_bench_sample'
"""
UV = """\
uv build
uv venv t
uv pip install --python t dist/*.whl pytest
t/bin/python -m pytest -q tests
UV_PUBLISH_TOKEN=$TOKEN uv publish --publish-url $UPLOAD dist/*
uv venv v
uv pip install --python v --default-index $SIMPLE --refresh-package gonogo-bench-sample gonogo-bench-sample
v/bin/python -c 'import gonogo_bench_sample'
"""


FLOOR = f"{sys.executable} -I {Path(__file__).with_name('floor.py')}"


def measure(folder: Path) -> None:
    """Compare the whole release with each."""
    root = sample.make(folder)
    clock.pairs("release / bare uv commands, no check", lambda: ours(root), lambda: script(root, UV), goal=1.0)
    clock.pairs("release / floor", lambda: ours(root), lambda: script(root, FLOOR), goal=2.0)
    clock.pairs("release / standard chain", lambda: ours(root), lambda: script(root, STANDARD), goal=0.25)


def ours(root: Path) -> Run:
    """Release a fresh copy; nothing of it is kept from before."""
    with sample.copy(root) as copy:
        return clock.run(OURS, copy)


def script(root: Path, text: str) -> Run:
    """Run a script in a fresh copy, with an empty index beside it."""
    with beside.embedded() as facts, sample.copy(root) as copy:
        return clock.run(("sh", "-ec", text), copy, facts)
