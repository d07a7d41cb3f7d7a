"""Downloads, whole or in one range of bytes (RFC 9110, section 14)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gonogo.test_index.digests import CHUNK


class Part:
    """A stretch of a file, as the body of an answer; closed with the answer."""

    def __init__(self, path: Path, start: int, end: int) -> None:
        """Open the file for its bytes from `start` up to, not with, `end`."""
        self._stream = path.open("rb")
        self._stream.seek(start)
        self._left = end - start

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes in pieces."""
        while self._left:
            piece = self._stream.read(min(CHUNK, self._left))
            if not piece:
                return
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
