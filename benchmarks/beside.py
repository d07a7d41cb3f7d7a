"""The embedded index, beside a measured command, in a process of its own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import sample


@contextlib.contextmanager
def shelf() -> Iterator[dict[str, str]]:
    """Start an empty index and give its variables for a script; it ends with its standard input."""
    argv = [sys.executable, "-m", "gonogo.shelf", "--own", sample.NAME]
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert child.stdout is not None
    told = json.loads(child.stdout.readline())
    try:
        yield {"UPLOAD": told["upload_url"], "SIMPLE": told["simple_url"],
               "TOKEN": Path(told["token_file"]).read_text("utf-8")}
    finally:
        child.communicate()
