"""Layouts: how a project's build backend is recognised, and where each keeps the version.

`BACKENDS` is the whole table; a layout that is more than a row has its function in `tables` or in the module of its
backend, such as `setuptools`. To add a layout, write its row, its function if it needs one, and its sample in
`tests/samples/layouts.py`.

A function gets the project's files and the name of its layout. It returns None if the version is not kept in its way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gonogo.model.errors import GonogoError
from gonogo.model.location import Layout
from gonogo.project import setup_files
from gonogo.project.layouts import last_resort, maturin, meson, setuptools, tables
from gonogo.project.layouts.layout import declared, static
from gonogo.project.tree import Built, Tree

Finder = Callable[[Tree, str], "Layout | None"]


@dataclass(frozen=True)
class Backend:
    """A build backend: which projects it builds, and its layouts by name.

    `static` are those for a version in `[project]`, `dynamic` those for a version anywhere else.
    """

    builds: Callable[[Tree], bool]
    static: Mapping[str, Finder] = field(default_factory=dict)
    dynamic: Mapping[str, Finder] = field(default_factory=dict)


def named(*names: str) -> Callable[[Tree], bool]:
    """Return a test for projects with one of these values of `build-system.build-backend`."""
    return lambda tree: tree.backend in names


BACKENDS = (
    Backend(
        setup_files.used,
        {"setuptools_static": static},
        {
            "setuptools_attr": setuptools.dynamic_table,
            "setuptools_cfg": setuptools.setup_cfg,
            "setuptools_py": setuptools.setup_py,
            "setuptools_scm": setuptools.scm,
        },
    ),
    Backend(
        named("hatchling.build", "hatchling.ouroboros"),
        {"hatchling_static": static},
        {"hatchling_path": tables.hatchling_path, "hatchling_vcs": tables.hatchling_vcs},
    ),
    Backend(
        named("flit_core.buildapi", "flit.buildapi"), {"flit_static": static}, {"flit_dynamic": tables.flit_module}
    ),
    Backend(
        named("pdm.backend", "pdm.backend.intree", "pdm.pep517.api"),
        {"pdm_static": static},
        {"pdm_file": tables.pdm_file, "pdm_scm": tables.pdm_scm},
    ),
    Backend(
        named("poetry.core.masonry.api", "poetry.masonry.api"),
        {"poetry_project": static},
        {"poetry_tool": tables.poetry_table},
    ),
    Backend(
        named("poetry_dynamic_versioning.backend"),
        {"poetry_dynamic": tables.poetry_dynamic_versioning},
        {"poetry_dynamic": tables.poetry_dynamic_versioning},
    ),
    Backend(named("uv_build"), {"uv_build": static}),
    Backend(
        named("scikit_build_core.build", "scikit_build_core.setuptools.build_meta"),
        {"scikit_build_static": static},
        {"scikit_build_regex": tables.scikit_build_regex, "scikit_build_scm": tables.scikit_build_scm},
    ),
    Backend(named("mesonpy"), {"meson_static": meson.static}, {"meson_build": meson.build_file}),
    Backend(named(maturin.BACKEND), {"maturin_static": maturin.static}, {"maturin_cargo": maturin.cargo_file}),
    Backend(setuptools.incremental_used, dynamic={"incremental": setuptools.incremental_file}),
)

LAST_RESORT = "last_resort"  # the layout of a project that no row recognises


class TwoLayouts(GonogoError):
    text = "the project is laid out in more than one way: {names}"
    hint_text = "keep one [build-system] and one place for the version in pyproject.toml, setup.cfg and setup.py"


def names() -> list[str]:
    """Return the names of all layouts, sorted."""
    return sorted({LAST_RESORT, *(name for one in BACKENDS for name in (*one.static, *one.dynamic))})


def claims(tree: Tree) -> list[Layout]:
    """Return every layout that recognises a project, without the last resort."""
    is_static = declared(tree)
    rows = [(one, one.static if is_static else one.dynamic) for one in BACKENDS]
    known = [row for one, row in rows if row and one.builds(tree)]
    return [layout for row in known for name, find in row.items() if (layout := find(tree, name))]


def recognise(root: Path, built: Built | None = None) -> Layout:
    """Return the layout of the project in a folder; `built` is what its build backend says, if that was asked.

    Raises TwoLayouts if two recognise it, and the errors of `last_resort` if no version can be found.
    """
    tree = Tree(root, built or Built())
    found = claims(tree)
    if len(found) > 1:
        raise TwoLayouts(names=", ".join(sorted(layout.name for layout in found)))
    return found[0] if found else last_resort.recognise(tree, LAST_RESORT)
