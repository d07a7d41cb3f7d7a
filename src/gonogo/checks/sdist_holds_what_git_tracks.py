"""The sdist contains the files that git tracks and no others, as check-manifest compares them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gonogo.checks.reader import Reader
from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding, claiming
from gonogo.project import sdist_exclusions
from gonogo.system import toml

NEEDS = frozenset({"tree", "artifacts"})
CODE = (".py", ".pyi", ".pyx", ".pxd", ".c", ".h", ".cc", ".cpp", ".hpp", ".rs", ".f90", ".so", ".pyd", "py.typed")
"""Endings of what a package cannot do without."""

OF_THE_RELEASE = re.compile(
    r"(noxfile|tasks)\.py|towncrier\.toml|changelog\.d/.*|\.forgejo/.*|requirements/(release\.(in|txt)|gonogo-[^/]+\.whl)"
)
"""Paths that `gonogo init` writes; whoever builds the sdist needs none of them."""

SHOWN = 6  # how many paths an advice names
NOT_TRACKED = "commit it, or keep the backend from adding it"
OF_GIT = "git never tracks that: keep it out of the sdist, by {setting} in the settings of the build backend"
SETUP = ("setup.py", "setup.cfg")


def check(reader: Reader) -> Examined:
    """Compare each sdist with the tracked files.

    A project that configures check-manifest is held to all of it. Elsewhere files are left out on purpose: what the
    backend's own settings or .gitattributes leave out, and what `gonogo init` writes, is no fault; pyproject.toml, the
    code of the import packages and the data that it names must be there, and the rest is advice.
    """
    strict = is_configured(reader.tree)
    ours = () if strict else tuple(path for path in reader.tracked if OF_THE_RELEASE.fullmatch(path))
    compared = [reader.beside_tracked(path, ours) for path in reader.sdists]
    missing = () if strict else [path for report in compared for path in report["missing"]]
    left_out = reader.left_out(missing) if missing else frozenset()
    for report in compared:
        report["missing"] = [path for path in report["missing"] if path not in left_out]
    findings = tuple(finding for report in compared for finding in judged(report, reader))
    note = f"; left out by the project's settings: {listed(sorted(left_out))}" if left_out else ""
    return claiming(sum(report["count"] for report in compared), findings, f"the sdist passed check-manifest{note}")


def judged(report: dict[str, Any], reader: Reader) -> Iterator[Finding]:
    """Yield what differs: each path that blocks alone, and the paths of one kind that do not in one advice."""
    strict = is_configured(reader.tree)
    blocking = {path for path in report["missing"] if strict or is_needed(path, reader)}
    extra = [[path for path in report["extra"] if (".git" in path.split("/")) is of_git] for of_git in (False, True)]
    of_git = OF_GIT.replace("{setting}", sdist_exclusions.setting(reader.project.layout.backend))
    kinds = (
        ("not-in-sdist", report["missing"], "tracked, but not in the sdist", way_in(report, reader)),
        ("not-tracked", extra[0], "in the sdist, but git does not track it", NOT_TRACKED),
        ("of-git", extra[1], "in the sdist, but is git's own", of_git),
        ("generated-tracked", report["bad"], "generated, but git tracks it", "git rm --cached {paths}"),
    )
    for code, paths, what, fix in kinds:
        alone = [path for path in paths if strict or path in blocking]
        rest = [path for path in paths if path not in alone]
        for path in alone:
            yield Finding(code, f"{shown(path)} is {what}", shown(path), fix.replace("{paths}", shown(path)))
        if rest:
            names = listed(rest)
            yield Finding(code, f"{names}: {what}", "", fix.replace("{paths}", names), blocking=False)


def way_in(report: dict[str, Any], reader: Reader) -> str:
    """Return how a file gets into the sdist: for setuptools by the lines that check-manifest suggests."""
    if report["suggestions"] and reader.project.layout.backend.startswith("setuptools"):
        return f"suggested for MANIFEST.in: {'; '.join(report['suggestions'])}"
    return "let the build backend include what belongs there, or add it to `ignore` in [tool.check-manifest]"


def listed(paths: list[str]) -> str:
    """Return the first paths in one line, and how many more there are."""
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(shown(path) for path in paths[:SHOWN]) + more


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
