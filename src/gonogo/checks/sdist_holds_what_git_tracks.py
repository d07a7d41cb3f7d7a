"""The sdist holds what git tracks and nothing else, as check-manifest compares them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding
from gonogo.world import process, toml
from gonogo.world.reader import Reader

NEEDS = frozenset({"tree", "artifacts"})
CODE = (".py", ".pyi", ".pyx", ".pxd", ".c", ".h", ".cc", ".cpp", ".hpp", ".rs", ".f90", ".so", ".pyd", "py.typed")
"""Endings of what a package cannot do without."""

SETUP = ("setup.py", "setup.cfg")


def check(reader: Reader) -> Examined:
    """Compare each sdist with the tracked files.

    A project that configures check-manifest is held to all of it. Elsewhere files are left out on purpose: then
    pyproject.toml, the code of the import packages and the data that it names must be there, and the rest is advice.
    """
    compared = [compare(path, reader) for path in reader.sdists]
    findings = tuple(finding for told in compared for finding in judged(told, reader))
    return Examined(sum(told["count"] for told in compared), findings, "compared by check-manifest's rules")


def compare(sdist: Path, reader: Reader) -> dict[str, Any]:
    """Return what check-manifest's functions tell of an sdist, started in the project's folder."""
    from gonogo.world import manifest_comparer

    argv = [sys.executable, "-I", str(manifest_comparer.__file__)]
    question = json.dumps({"sdist": str(sdist.resolve()), "tracked": reader.tracked})
    done = process.must(process.run(argv, reader.tree, text=question))
    return dict(json.loads(done.stdout.splitlines()[-1]))


def judged(told: dict[str, Any], reader: Reader) -> Iterator[Finding]:
    """Yield what differs, and whether it blocks."""
    strict = is_configured(reader.tree)
    keep_out = "commit it, or keep the backend from adding it"
    advice = f"suggested for MANIFEST.in: {'; '.join(told['suggestions'])}" if told["suggestions"] else ""
    fix = advice or "let the build backend include it, or list it under ignore in [tool.check-manifest]"
    for path in told["missing"]:
        what = f"{shown(path)} is tracked, but it is not in the sdist"
        yield Finding("not-in-sdist", what, shown(path), fix, strict or is_needed(path, reader))
    for path in told["extra"]:
        what = f"{shown(path)} is in the sdist, but git does not track it"
        yield Finding("not-tracked", what, shown(path), keep_out, strict)
    for path in told["bad"]:
        what = f"{shown(path)} is generated, but git tracks it"
        yield Finding("generated-tracked", what, shown(path), f"git rm --cached {shown(path)}", strict)


def is_configured(tree: Path) -> bool:
    """Return whether the project configures check-manifest, in a file that it reads."""
    inis = (tree / name for name in ("setup.cfg", "tox.ini", ".check-manifest.cfg"))
    if any("[check-manifest]" in ini.read_text(encoding="utf-8", errors="replace") for ini in inis if ini.is_file()):
        return True
    return "check-manifest" in toml.read(tree / "pyproject.toml").get("tool", {})


def is_needed(path: str, reader: Reader) -> bool:
    """Return whether a path is of the build, or of an import package as code or data, and not of its tests."""
    if path == "pyproject.toml" or (path in SETUP and reader.project.layout.backend.startswith("setuptools")):
        return True
    parts = path.removeprefix("src/").split("/")
    names = {name.split(".")[0] for name in reader.project.layout.import_names}
    inside = parts[0].removesuffix(".py") in names and not {"tests", "test"} & set(parts)
    return inside and (path.endswith(CODE) or is_named(path, parts[0], reader))


def is_named(path: str, package: str, reader: Reader) -> bool:
    """Return whether the code of a package names a data file: itself, its folder of data, or all of its ending."""
    place = Path(path)
    code = [one for one in reader.tracked if of_code(one, package)]
    marks = {place.name, f"*{place.suffix or place.name}"}
    if not any(Path(one).parent == place.parent for one in code):
        marks |= {f'"{place.parent.name}"', f"'{place.parent.name}'", f"{place.parent.name}/"}
    texts = ((reader.tree / one).read_bytes() for one in code)
    return any(any(mark.encode() in text for mark in marks) for text in texts)


def of_code(path: str, package: str) -> bool:
    """Return whether a tracked path is Python code of a package, and not of its tests."""
    parts = path.removeprefix("src/").split("/")
    return parts[0] == package and path.endswith(".py") and not {"tests", "test"} & set(parts)
