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
    sha256, md5, blake2 = (
        hashlib.sha256(),
        hashlib.md5(usedforsecurity=False),
        hashlib.blake2b(digest_size=32),
    )
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            for running in (sha256, md5, blake2):
                running.update(chunk)
    return {"sha256": sha256.hexdigest(), "md5": md5.hexdigest(), "blake2b_256": blake2.hexdigest()}
