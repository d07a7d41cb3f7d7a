"""A script for any Python from 3.8 on that imports what is installed, and reports as one JSON line what fails.

It reads what an installer wrote without `importlib.metadata`, whose imports take longer than all of its work.
"""
# ruff: noqa: PTH122, PTH123, PTH208 - pathlib takes as long to import

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from importlib.machinery import all_suffixes


def folder_of(name: str) -> str:
    """Return the folder in which an installer wrote what it knows of a distribution; ends the script where none is."""
    for place in filter(os.path.isdir, sys.path):
        for entry in sorted(os.listdir(place)):
            base, ending = os.path.splitext(entry)
            if ending == ".dist-info" and normal(base.partition("-")[0]) == normal(name):
                return f"{place}/{entry}"
    sys.exit(f"{name} is not installed")


def normal(name: str) -> str:
    """Return the name of a distribution without what makes no difference."""
    return "_".join(filter(None, name.lower().replace("-", "_").replace(".", "_").split("_")))


def lines(folder: str, name: str) -> list[str]:
    """Return the lines of a file that an installer wrote; none where it wrote no such file."""
    try:
        with open(f"{folder}/{name}", encoding="utf-8", errors="replace") as file:
            return [line.strip() for line in file]
    except FileNotFoundError:
        return []


def version_in(metadata: list[str]) -> str:
    """Return the version that the lines of a METADATA name."""
    headers = (line.partition(":") for line in metadata[: [*metadata, ""].index("")])
    return next((value.strip() for key, _, value in headers if key.lower() == "version"), "")


def scripts_in(entry_points: list[str]) -> list[str]:
    """Return the console scripts that the lines of an entry_points.txt name."""
    section, found = "", set()
    for line in entry_points:
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "console_scripts" and line and not line.startswith("#"):
            found.add(line.partition("=")[0].strip())
    return sorted(found)


def paths_in(record: list[str]) -> list[str]:
    """Return the paths that the lines of a RECORD name."""
    import csv

    return [row[0] for row in csv.reader(record) if row]


def module_name(file: str) -> str | None:
    """Return the name of the module that a file is; None for one that is none."""
    endings = sorted(all_suffixes(), key=len, reverse=True)
    return next((file[: -len(one)] for one in endings if file.endswith(one)), None)


def import_names(paths: list[str]) -> list[str]:
    """Return the dotted names of the outermost modules and regular packages in a RECORD's paths, sorted."""
    modules = set()
    for path in paths:
        parts = path.replace("\\", "/").split("/")
        stem = module_name(parts[-1])
        folders = parts[:-1]
        if stem is None or not all(part.isidentifier() for part in [*folders, stem]) or stem == "__main__":
            continue
        modules.add(".".join(folders if stem == "__init__" else [*folders, stem]))
    packages = {".".join(path.split("/")[:-1]) for path in paths if module_name(path.split("/")[-1]) == "__init__"}
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
    folder = folder_of(given[0])
    names = given[1:] or import_names(paths_in(lines(folder, "RECORD")))
    report = {
        "version": version_in(lines(folder, "METADATA")),
        "scripts": scripts_in(lines(folder, "entry_points.txt")),
        "names": names,
        "failures": failures(names),
    }
    answer.write(json.dumps(report) + "\n")
    answer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
