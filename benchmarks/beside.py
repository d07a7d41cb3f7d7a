"""The embedded index beside a measured command, in its own process: `python -m benchmarks.beside MILLISECONDS`."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import sample


@contextlib.contextmanager
def embedded(latency: int = 0) -> Iterator[dict[str, str]]:
    """Start an empty index whose every answer takes some milliseconds longer; give its variables for a script."""
    argv = [sys.executable, "-m", "benchmarks.beside", str(latency)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as child:
        facts, _ = child.stdout, child.stdin
        yield dict(json.loads(facts.readline() if facts else "{}"))
        child.communicate()


def serve(latency: int) -> None:
    """Serve an empty index that takes files of any size until standard input ends; it prints its variables first."""
    from gonogo.system.pip_settings import pip_index
    from gonogo.test_index import Fault, Faults, open_index
    from gonogo.test_index.embedded import Options

    faults = Faults(Fault("slow", times=0, ms=latency)) if latency else Faults()
    options = Options(fallback=pip_index, own=(sample.NAME,), judge=lambda *_: None)
    with TemporaryDirectory() as folder, open_index(Path(folder), options=options, faults=faults) as opened:
        facts = {"UPLOAD": opened.index.upload_url, "SIMPLE": opened.index.simple_url, "TOKEN": opened.token}
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
