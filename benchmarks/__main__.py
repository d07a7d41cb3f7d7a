"""Run benchmarks: `python -m benchmarks` all of them, `python -m benchmarks bump inspect` those named."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import benchmarks


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all; a module with a function `measure` is one."""
    found = sorted(info.name for info in pkgutil.iter_modules(benchmarks.__path__))
    for name in names or found:
        if name not in found:
            sys.stderr.write(f"there is no benchmark {name}; there are: {' '.join(found)}\n")
            return 2
        measure = getattr(importlib.import_module(f"benchmarks.{name}"), "measure", None)
        if measure is not None:
            with tempfile.TemporaryDirectory(prefix="gonogo-bench-") as folder:
                measure(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
