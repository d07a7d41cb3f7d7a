"""The rule book's memory on a wheel of 500 MB: flat, whatever the size."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

MEGABYTES = 500
JUDGE = "import sys, pathlib; from gonogo.pypi_rules.book import judge; judge(pathlib.Path(sys.argv[1]))"
MEMORY = f"{JUDGE}; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"


def measure(folder: Path) -> None:
    """Judge the wheel in a fresh interpreter and print its greatest memory."""
    ended = subprocess.run(
        [sys.executable, "-c", MEMORY, large_wheel(folder)], check=True, capture_output=True, text=True
    )
    print(f"a wheel of {MEGABYTES} MB: {ended.stdout.strip()} MiB of memory at the most")


def large_wheel(folder: Path) -> Path:
    """Write a wheel of random bytes, which cannot be compressed."""
    path = folder / "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MEGABYTES):
            archive.writestr(f"demo/{number}.bin", os.urandom(1_000_000))
        archive.writestr("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
        archive.writestr("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        archive.writestr("demo-1.0.dist-info/RECORD", "")
    return path
