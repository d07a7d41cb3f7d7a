"""A script for any Python from 3.8 on that imports what is installed, and reports as one JSON line what fails."""

from __future__ import annotations

import inspect
import json
import os
import sys
from importlib import import_module
from importlib.metadata import distribution


def import_names(paths: list[str]) -> list[str]:
    """Return the dotted names of the outermost modules and regular packages in a RECORD's paths, sorted."""
    modules = set()
    for path in paths:
        parts = path.replace("\\", "/").split("/")
        stem = inspect.getmodulename(parts[-1])
        folders = parts[:-1]
        if stem is None or not all(part.isidentifier() for part in [*folders, stem]) or stem == "__main__":
            continue
        modules.add(".".join(folders if stem == "__init__" else [*folders, stem]))
    packages = {".".join(path.split("/")[:-1]) for path in paths if inspect.getmodulename(path) == "__init__"}
    return sorted(name for name in modules if name and not any(inside(name, other) for other in packages))


def inside(name: str, package: str) -> bool:
    """Return whether a module is in a package."""
    return name.startswith(package + ".")


def failures(names: list[str]) -> dict[str, str]:
    """Import each name and return those that failed, with the reason."""
    tried = {name: failure(name) for name in names}
    return {name: why for name, why in tried.items() if why}


def failure(name: str) -> str:
    """Import a name and return why that failed; empty where it did not."""
    try:
        import_module(name)
    except BaseException as error:  # noqa: BLE001 - whatever an import raises is reported
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> None:
    """Inspect and print."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.argv, given = sys.argv[:1], sys.argv[1:]
    found = distribution(given[0])
    names = given[1:] or import_names([str(path) for path in found.files or ()])
    report = {
        "version": found.version,
        "scripts": sorted({point.name for point in found.entry_points if point.group == "console_scripts"}),
        "names": names,
        "failures": failures(names),
    }
    answer.write(json.dumps(report) + "\n")
    answer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
