"""Bytecode: what gonogo imports is compiled once and kept, although Invoke switches that off."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Write `.pyc` files while inside, unless Python itself was told not to (`-B`, PYTHONDONTWRITEBYTECODE).

    Invoke's setting is put back in the end: what a project's own tasks import stays as Invoke wants it.
    """
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
