"""What the settings of a build backend leave out of the sdist on purpose."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from gonogo.project import import_names, setup_files
from gonogo.project.tree import strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gonogo.project.tree import Tree

    LeavesOut = Callable[[Tree], Callable[[str], bool]]


def of(tree: Tree, paths: Iterable[str]) -> set[str]:
    """Return which of some paths the backend's settings leave out of the sdist."""
    is_out = next((make(tree) for start, make in BACKENDS.items() if tree.backend.startswith(start)), None)
    return {path for path in paths if is_out and is_out(path)}


def matching(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a test of paths by patterns as .gitignore has them."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file


def anchored(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a test of paths by patterns that begin at the project's folder."""
    return matching("/" + pattern.removeprefix("./").lstrip("/") for pattern in patterns)


def hatch(tree: Tree) -> Callable[[str], bool]:
    """Return what Hatchling leaves out: `exclude`, and all beside `only-include`, `packages` and `include`."""
    build, target = tree.table("tool.hatch.build"), tree.table("tool.hatch.build.targets.sdist")
    said = {key: strings(target.get(key, build.get(key))) for key in ("exclude", "only-include", "packages", "include")}
    is_out, is_in = matching(said["exclude"]), matching(said["include"])
    is_below = anchored(said["only-include"] or said["packages"])
    limits = [test for test, key in ((is_in, "include"), (is_below, "only-include")) if said[key]]
    limits += [is_below] if said["packages"] and not said["only-include"] else []
    return lambda path: is_out(path) or not all(test(path) for test in limits)


def setuptools(tree: Tree) -> Callable[[str], bool]:
    """Return what setuptools leaves out: the packages that its discovery excludes; MANIFEST.in is read elsewhere."""
    bases = [base for base in import_names.bases(tree) if base]

    def is_out(path: str) -> bool:
        inner = next((path.removeprefix(base) for base in bases if path.startswith(base)), path)
        package = ".".join(PurePosixPath(inner).parts[:-1])
        return bool(package) and setup_files.excluded(tree, package)

    return is_out


def for_sdist(entries: Any) -> list[str]:
    """Return the patterns of a list of texts and of tables with `path` and `format`, without those of wheels alone."""
    found = strings(entries)
    for entry in entries if isinstance(entries, list) else []:
        formats = entry.get("format", "sdist") if isinstance(entry, dict) else ""
        if "sdist" in ([formats] if isinstance(formats, str) else formats):
            found.append(str(entry.get("path", "")))
    return found


def listed(table: str, key: str, test: Callable[[Iterable[str]], Callable[[str], bool]]) -> LeavesOut:
    """Return how a backend leaves out what one list of its table names."""
    return lambda tree: test(for_sdist(tree.table(table).get(key)))


BACKENDS: dict[str, LeavesOut] = {
    "hatchling.": hatch,
    "setuptools.": setuptools,
    "flit_core.": listed("tool.flit.sdist", "exclude", anchored),
    "pdm.backend": listed("tool.pdm.build", "excludes", anchored),
    "poetry.core.": listed("tool.poetry", "exclude", anchored),
    "poetry_dynamic_versioning.": listed("tool.poetry", "exclude", anchored),
    "uv_build": listed("tool.uv.build-backend", "source-exclude", matching),
    "scikit_build_core.": listed("tool.scikit-build.sdist", "exclude", matching),
    "maturin": listed("tool.maturin", "exclude", anchored),
}
"""Each backend, by how its name begins, and what its settings leave out."""

SETTINGS = {
    "hatchling.": "exclude under [tool.hatch.build.targets.sdist]",
    "setuptools.": "a line `global-exclude .git` in MANIFEST.in",
    "flit_core.": "exclude under [tool.flit.sdist]",
    "pdm.backend": "excludes under [tool.pdm.build]",
    "poetry": "exclude under [tool.poetry]",
    "uv_build": "source-exclude under [tool.uv.build-backend]",
    "scikit_build_core.": "sdist.exclude under [tool.scikit-build]",
    "maturin": "exclude under [tool.maturin]",
}
"""Where each backend is given what stays out of the sdist."""


def setting(backend: str) -> str:
    """Return where a backend is given what stays out of the sdist."""
    return next((where for start, where in SETTINGS.items() if backend.startswith(start)), "an exclude")
