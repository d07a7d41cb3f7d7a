"""Test set-up: how a project runs its tests, and what they need, read from its own configuration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from gonogo.project import nox_tests, poetry, requirements_file, setup_files, tox_ini, tox_toml
from gonogo.project.test_variables import TestVariables
from gonogo.project.test_variables import find as variables
from gonogo.project.tree import Tree, strings

NAMES = ("test", "tests", "testing", "pytest", "unittest", "unit")
"""What groups and extras for tests are called, the most likely first."""

DEVELOPMENT = ("dev", "develop", "development", "all")  # groups and extras that may hold the tests' requirements

FILES = (
    "requirements/pytest.txt", "requirements/tests.txt", "requirements/test.txt", "requirements-tests.txt",
    "requirements-test.txt", "test-requirements.txt", "tests/requirements.txt", "requirements-dev.txt",
    "requirements/dev.txt", "dev-requirements.txt", "requirements.txt",
)  # fmt: skip
FOLDERS = ("tests", "test", "testing")
RUNNER = "pytest"


@dataclass(frozen=True)
class TestSetup:
    """How tests run: the command, requirements as pip takes them (`-rFILE` for a file), groups and extras.

    Paths are relative to the project. `source` says where it was found. `variables` are what the tests see besides.
    """

    __test__ = False

    argv: tuple[str, ...]
    requires: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    source: str = ""
    variables: TestVariables = field(default_factory=TestVariables)


def find(root: Path) -> TestSetup:
    """Return how the tests of a project run; pytest with nothing else where no file says it."""
    tree = Tree(root)
    argv = tox_ini.command(tree) or tox_toml.command(tree) or nox_tests.command(tree) or (RUNNER, *paths(tree))
    for look in (by_group, by_extra, by_tox, by_nox, by_tool, by_file):
        setup = look(tree, argv)
        if setup is not None:
            return replace(with_runner(tree, with_tox(tree, without_source(tree, setup))), variables=variables(tree))
    return TestSetup(argv, requires=(RUNNER,), source="nothing in the project says it", variables=variables(tree))


def without_source(tree: Tree, setup: TestSetup) -> TestSetup:
    """Return the set-up without requirements that would install the project from its source."""
    needs = requirements_file.needs(tree, setup.requires)
    extras = tuple(dict.fromkeys((*setup.extras, *needs.extras)))
    return replace(setup, requires=needs.requires, extras=extras)


def paths(tree: Tree) -> tuple[str, ...]:
    """Return the folders of tests: pytest's `testpaths`, else a folder of a usual name."""
    said = tree.table("tool.pytest.ini_options").get("testpaths") or tree.table("tool.pytest").get("testpaths")
    for file, section in (("pytest.ini", "pytest"), ("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
        said = said or tree.ini(file).get(section, "testpaths", fallback="").split()
    listed = [said] if isinstance(said, str) else [one for one in said or () if isinstance(one, str)]
    here = [one.rstrip("/") for one in listed if (tree.root / one).exists()]
    return tuple(here) or tuple(folder for folder in FOLDERS if (tree.root / folder).is_dir())[:1]


def by_group(tree: Tree, argv: tuple[str, ...]) -> TestSetup | None:
    """Look in `[dependency-groups]` (PEP 735)."""
    groups = tree.table("dependency-groups")
    name = likely(groups, {key: words(groups, key) for key in groups})
    return TestSetup(argv, groups=(name,), source=f"dependency group {name}") if name else None


def by_extra(tree: Tree, argv: tuple[str, ...]) -> TestSetup | None:
    """Look in the extras of `[project]`, setup.cfg or setup.py."""
    extras = extras_of(tree)
    name = likely(extras, extras)
    return TestSetup(argv, extras=(name,), source=f"extra {name}") if name else None


def extras_of(tree: Tree) -> dict[str, list[str]]:
    """Return the requirements of each extra in `[project]`, setup.cfg and setup.py."""
    extras: dict[str, Any] = dict(tree.table("project.optional-dependencies"))
    if tree.setup_cfg.has_section("options.extras_require"):
        extras |= {key: value.split("\n") for key, value in tree.setup_cfg.items("options.extras_require")}
    given = setup_files.literal(setup_files.keyword(tree, "extras_require"))
    extras |= given if isinstance(given, dict) else {}
    return {key: strings(value) for key, value in extras.items()}


def with_tox(tree: Tree, setup: TestSetup) -> TestSetup:
    """Return the set-up with the groups and extras that tox names besides, and the pip that it gives the tests."""
    needs = tox(tree)
    groups, extras = (*setup.groups, *needs.groups), (*setup.extras, *needs.extras)
    requires = (*setup.requires, *(one for one in needs.requires if one == tox_ini.SEED))
    return replace(
        setup,
        requires=tuple(dict.fromkeys(requires)),
        groups=tuple(dict.fromkeys(groups)),
        extras=tuple(dict.fromkeys(extras)),
    )


def by_tox(tree: Tree, argv: tuple[str, ...]) -> TestSetup | None:
    """Look in tox's `[testenv]`, or its `env_run_base`."""
    needs = tox(tree)
    if not (needs.requires or needs.extras or needs.groups):
        return None
    return TestSetup(argv, needs.requires, needs.groups, needs.extras, "tox")


def tox(tree: Tree) -> tox_ini.Needs:
    """Return what tox installs for the tests, as tox.ini says it, else its TOML."""
    said = tox_ini.needs(tree)
    return said if said.requires or said.groups or said.extras else tox_toml.needs(tree)


def by_nox(tree: Tree, argv: tuple[str, ...]) -> TestSetup | None:
    """Look in the session of the tests in noxfile.py."""
    needs = nox_tests.needs(tree)
    if not (needs.requires or needs.groups):
        return None
    return TestSetup(argv, needs.requires, needs.groups, source="nox")


def by_tool(tree: Tree, argv: tuple[str, ...]) -> TestSetup | None:
    """Look in the tables of cibuildwheel, uv, Hatch, PDM and poetry."""
    wheels = tree.table("tool.cibuildwheel").get("test-requires", [])
    found = {
        "cibuildwheel: test": [wheels.replace("-r ", "-r")] if isinstance(wheels, str) and wheels else strings(wheels)
    }
    found["uv: dev"] = strings(tree.table("tool.uv").get("dev-dependencies"))
    found |= {f"Hatch: {name.removeprefix('hatch-')}": listed for name, listed in hatch(tree).items()}
    found |= {f"PDM: {name}": strings(deps) for name, deps in tree.table("tool.pdm.dev-dependencies").items()}
    found |= {f"poetry: {name}": deps for name, deps in poetry.groups(tree).items()}
    by_name = {source.split(": ")[1]: source for source in found if found[source]}
    name = likely(by_name, {key: found[source] for key, source in by_name.items()})
    return TestSetup(argv, tuple(found[by_name[name]]), source=by_name[name]) if name else None


def hatch(tree: Tree) -> dict[str, list[str]]:
    """Return the requirements of each environment of Hatch."""
    tables = {name: table for name, table in tree.table("tool.hatch.envs").items() if isinstance(table, dict)}
    keys = ("dependencies", "extra-dependencies")
    return {name: [one for key in keys for one in strings(table.get(key))] for name, table in tables.items()}


def by_file(tree: Tree, argv: tuple[str, ...]) -> TestSetup | None:
    """Look for a file of requirements under a usual name."""
    for path in FILES:
        if RUNNER in tree.text(path):
            return TestSetup(argv, requires=(f"-r{path}",), source=path)
    return None


def likely(named: Iterable[str], content: Mapping[str, Iterable[str]]) -> str:
    """Return the group that tests use: one called so, else a development group that holds pytest, or nothing."""
    known = {str(canonicalize_name(name)): name for name in named}
    for name in NAMES:
        if name in known and any(content[known[name]]):
            return known[name]
    holding = [known[name] for name in DEVELOPMENT if name in known and holds_runner(content[known[name]])]
    return holding[0] if holding else ""


def holds_runner(requirements: Iterable[str]) -> bool:
    """Return whether pytest, or a plugin that brings it, is among the requirements."""
    return any(one.strip().lower().startswith(RUNNER) for one in requirements)


def words(groups: Mapping[str, Any], name: str, seen: frozenset[str] = frozenset()) -> list[str]:
    """Return the requirements of a dependency group, included groups and all."""
    listed = groups.get(name, [])
    found = strings(listed)
    for one in listed if isinstance(listed, list) else []:
        included = one.get("include-group") if isinstance(one, dict) else None
        for other in groups:
            if included and canonicalize_name(other) == canonicalize_name(included) and other not in seen:
                found += words(groups, other, seen | {name})
    return found


def with_runner(tree: Tree, setup: TestSetup) -> TestSetup:
    """Return the set-up with pytest among its requirements, where no list of them is seen to hold it."""
    groups, extras = tree.table("dependency-groups"), extras_of(tree)
    files = [line for one in setup.requires if one.startswith("-r") for line in tree.text(one[2:]).splitlines()]
    listed = [*setup.requires, *files, *(word for group in setup.groups for word in words(groups, group))]
    listed += [word for extra in setup.extras for word in extras.get(extra, [])]
    return setup if holds_runner(listed) else replace(setup, requires=(*setup.requires, RUNNER))
