"""Files sent to an index with latency, and a large one, beside `twine upload` and `uv publish`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import beside, clock, inspect, wheels
from benchmarks.clock import Run

LATENCY = 100
FILES = 100
IMPORTABLE = {"PYTHONPATH": str(Path(__file__).parents[1])}


def measure(folder: Path) -> None:
    """Send a hundred wheels with latency, and one large wheel without."""
    files = wheels.many(folder, FILES)
    title = f"upload / twine upload, {FILES} wheels at {LATENCY} ms"
    clock.pairs(title, lambda: ours(files, folder), lambda: by_twine(files, folder), goal=0.2)
    large = [str(wheels.wheel(folder, 0, inspect.MEBIBYTES))]
    title = f"upload / uv publish, {inspect.MEBIBYTES} MiB"
    clock.pairs(title, lambda: ours(large, folder, 0), lambda: by_uv(large, folder, 0), goal=1.0)


def ours(files: list[str], folder: Path, latency: int = LATENCY) -> Run:
    """Send files to an empty index as gonogo does."""
    with beside.embedded(latency) as facts:
        return clock.run((sys.executable, "-m", "benchmarks.sending", *files), folder, {**facts, **IMPORTABLE})


def by_twine(files: list[str], folder: Path, latency: int = LATENCY) -> Run:
    """Send files to an empty index with twine's command."""
    with beside.embedded(latency) as facts:
        account = {"TWINE_USERNAME": "__token__", "TWINE_PASSWORD": facts["TOKEN"]}
        return clock.run(("twine", "upload", "--repository-url", facts["UPLOAD"], *files), folder, account)


def by_uv(files: list[str], folder: Path, latency: int = LATENCY) -> Run:
    """Send files to an empty index with uv's command."""
    with beside.embedded(latency) as facts:
        account = {"UV_PUBLISH_TOKEN": facts["TOKEN"]}
        return clock.run(("uv", "publish", "--publish-url", facts["UPLOAD"], *files), folder, account)
