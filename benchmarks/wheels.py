"""Wheels, written by hand: many small ones of one release, or a single one of any size."""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

PIECE = os.urandom(1 << 20)
INFO = "gonogo_bench_sample-1.0.0.dist-info"
METADATA = "Metadata-Version: 2.1\nName: gonogo-bench-sample\nVersion: 1.0.0\nRequires-Python: >=3.10\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel(folder: Path, number: int, mebibytes: int = 0) -> Path:
    """Write a wheel with a build number, and with so many MiB in it."""
    path = folder / f"gonogo_bench_sample-1.0.0-{number}-py3-none-any.whl"
    texts = {
        "gonogo_bench_sample/__init__.py": f"NUMBER = {number}\n",
        f"{INFO}/METADATA": METADATA,
        f"{INFO}/WHEEL": f"{WHEEL}Build: {number}\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        lines = [write(archive, name, iter([text.encode()])) for name, text in texts.items()]
        if mebibytes:
            lines.append(write(archive, "gonogo_bench_sample/data.bin", (PIECE for _ in range(mebibytes))))
        archive.writestr(f"{INFO}/RECORD", "\n".join([*lines, f"{INFO}/RECORD,,", ""]))
    return path


def many(folder: Path, count: int) -> list[str]:
    """Write many small wheels and return their paths."""
    return [str(wheel(folder, number)) for number in range(1, count + 1)]


def write(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> str:
    """Write one member and return its line of the RECORD."""
    total, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            total.update(piece)
            size += len(piece)
    digest = base64.urlsafe_b64encode(total.digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{size}"
