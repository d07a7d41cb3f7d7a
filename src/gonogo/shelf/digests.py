"""Digests of what is uploaded, made while it is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHUNK = 1 << 20
"""Bytes that are read at a time."""

FIELDS = {"sha256": "sha256_digest", "blake2b_256": "blake2_256_digest", "md5": "md5_digest"}
"""The algorithms, each with the form field in which a client sends its digest."""


class Digests:
    """Running digests of one file, by the algorithms asked for."""

    def __init__(self, algorithms: Iterable[str]) -> None:
        """Start the digests of these algorithms."""
        self._running = {name: start(name) for name in algorithms}

    def update(self, chunk: bytes) -> None:
        """Take the next bytes in."""
        for running in self._running.values():
            running.update(chunk)

    def hex(self) -> dict[str, str]:
        """Return what the digests are so far, in hex."""
        return {name: running.hexdigest() for name, running in self._running.items()}


def start(algorithm: str) -> hashlib._Hash:
    """Return an empty digest; `blake2b_256` is BLAKE2b of 32 bytes."""
    if algorithm == "blake2b_256":
        return hashlib.blake2b(digest_size=32)  # type: ignore[return-value]
    return hashlib.new(algorithm, usedforsecurity=False)


def digests_of(path: Path, algorithms: Iterable[str]) -> dict[str, str]:
    """Return digests of a file on disk, read once."""
    running = Digests(algorithms)
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            running.update(chunk)
    return running.hex()


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file on disk."""
    return digests_of(path, ["sha256"])["sha256"]
