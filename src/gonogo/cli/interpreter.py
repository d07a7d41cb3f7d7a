"""What changes in Python while a command runs: bytecode is written, and no module of the project hides a library's."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def bytecode_kept() -> Iterator[None]:
    """Write `.pyc` files while inside, unless Python was set not to; Invoke's own setting comes back in the end."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


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
