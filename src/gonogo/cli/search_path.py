"""The search path: while a command runs, no module of the project stands in for one of Python or of a library (H53)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_project() -> Iterator[None]:
    """Leave the folder in which the command was typed out of the search path, and put it back in the end.

    Invoke puts the folder of `tasks.py` first, and `python -m` the working directory, so that a `json.py` there
    would be imported. Folders below it, such as those of a virtual environment, stay.
    """
    here = os.path.realpath(os.curdir)
    before = list(sys.path)
    sys.path[:] = [entry for entry in before if os.path.realpath(entry or os.curdir) != here]
    try:
        yield
    finally:
        sys.path[:] = before
