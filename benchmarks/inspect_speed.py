"""How fast the rule book is: against `twine check --strict`, in alternating pairs, and its memory on 500 MB.

Run it as `python benchmarks/inspect_speed.py SDIST WHEEL`; both are judged by a fresh interpreter each time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

PAIRS = 11
LARGE = 500
"""MB of the wheel on which memory is measured."""

BOOK = "import sys, pathlib; from gonogo.pypi.book import judge; [judge(pathlib.Path(one)) for one in sys.argv[1:]]"
COMMAND = "from gonogo.doors.program import main; main()"
MEMORY = f"{BOOK}; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"


def seconds(*argv: str) -> float:
    """Return the wall time of a program."""
    started = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def large_wheel(folder: Path) -> Path:
    """Write a wheel of random bytes that cannot be compressed."""
    path = folder / "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(LARGE):
            archive.writestr(f"demo/{number}.bin", os.urandom(1_000_000))
        archive.writestr("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
        archive.writestr("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        archive.writestr("demo-1.0.dist-info/RECORD", "")
    return path


def main() -> None:
    """Measure and print."""
    files = sys.argv[1:]
    ours, command, theirs = [], [], []
    for _ in range(PAIRS):
        theirs.append(seconds(sys.executable, "-m", "twine", "check", "--strict", *files))
        ours.append(seconds(sys.executable, "-c", BOOK, *files))
        command.append(seconds(sys.executable, "-c", COMMAND, "inspect", *files))
    for name, times in (("the book", ours), ("gonogo inspect", command)):
        ratios = sorted(mine / other for mine, other in zip(times, theirs, strict=True))
        middle = statistics.median(ratios)
        print(f"{name}: {middle:.2f} of twine check --strict ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    with tempfile.TemporaryDirectory() as folder:
        path = large_wheel(Path(folder))
        ended = subprocess.run([sys.executable, "-c", MEMORY, path], check=True, capture_output=True, text=True)
        print(f"a wheel of {LARGE} MB: {ended.stdout.strip()} MiB of memory at the most")


if __name__ == "__main__":
    main()
