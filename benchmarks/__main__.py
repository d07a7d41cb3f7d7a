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
    modules = {info.name: importlib.import_module(f"benchmarks.{info.name}") for info in known()}
    found = {name: module.measure for name, module in sorted(modules.items()) if hasattr(module, "measure")}
    for name in names or found:
        if name not in found:
            sys.stderr.write(f"there is no benchmark {name}; there are: {' '.join(found)}\n")
            return 2
        with tempfile.TemporaryDirectory(prefix="gonogo-bench-") as folder:
            found[name](Path(folder))
    return 0


def known() -> list[pkgutil.ModuleInfo]:
    """Return the modules of this package, without this one."""
    return [info for info in pkgutil.iter_modules(benchmarks.__path__) if info.name != "__main__"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
