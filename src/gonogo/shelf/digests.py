"""Digests of files, as the index's pages name them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 20
"""Bytes that are read at a time."""


def digests_of(path: Path) -> dict[str, str]:
    """Return the digests of a file in hex: sha256, md5, and BLAKE2b of 32 bytes; it is read once."""
    running = {
        "sha256": hashlib.sha256(),
        "md5": hashlib.md5(usedforsecurity=False),
        "blake2b_256": hashlib.blake2b(digest_size=32),
    }
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            for one in running.values():
                one.update(chunk)
    return {name: one.hexdigest() for name, one in running.items()}
