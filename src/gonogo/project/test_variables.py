"""Environment variables of the tests, as tox, Nox and Hatch set them or let them through."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gonogo.project import nox_tests, tox_ini, tox_toml
from gonogo.project.tree import Tree
from gonogo.system import secrets
from gonogo.system.environment import REFUSED_PREFIXES

KEPT = frozenset({"PATH", "VIRTUAL_ENV", "PYTHONHOME"})  # variables that the environment of the tests sets itself
HATCH = ("hatch-test", "test", "tests", "default")
_ENV = re.compile(r"\{env:([^{}:]+)(?::([^{}]*))?\}")
_ROOT = re.compile(r"\{(?:toxinidir|tox_root|config_dir)\}")
_EMPTY = re.compile(r"\{posargs(?::[^{}]*)?\}")


def is_withheld(name: str) -> bool:
    """Return whether a variable of this machine holds a secret, which only `pass-env` of the settings lets through."""
    return secrets.is_secret(name, os.environ.get(name, "")) or name.startswith(REFUSED_PREFIXES)


@dataclass(frozen=True)
class TestVariables:
    """What is set, what may pass (names and patterns), what only the tool itself can fill, and where that stands."""

    __test__ = False

    given: dict[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    source: str = ""


def find(tree: Tree) -> TestVariables:
    """Return the variables of the first tool that sets or passes any: tox, else Nox, else Hatch."""
    for look in (by_tox_ini, by_tox_toml, by_nox, by_hatch):
        found = look(tree)
        if found.given or found.passed or found.unknown:
            return found
    return TestVariables()


def by_tox_ini(tree: Tree) -> TestVariables:
    """Look at `setenv` and `passenv` of tox.ini and its kin."""
    pairs = list(assignments(tree, tox_ini.setting(tree, "set_env", "setenv")))
    passed = [word for line in tox_ini.setting(tree, "pass_env", "passenv") for word in re.split(r"[\s,]+", line)]
    return filled(tree, dict(pairs), passed, "tox.ini" if tree.has("tox.ini") else "tox's settings")


def by_tox_toml(tree: Tree) -> TestVariables:
    """Look at `set_env` and `pass_env` of tox.toml, or of `[tool.tox]`."""
    base = tox_toml.base(tree)
    table = base.get("set_env", base.get("setenv"))
    given = {name: text for name, value in items(table) if (text := replaced(value)) is not None}
    from_file = given.pop("file", None)
    pairs = dict(assignments(tree, [f"file|{from_file}"])) if from_file else {}
    source = "tox.toml" if tree.has("tox.toml") else "[tool.tox]"
    return filled(tree, {**pairs, **given}, tox_toml.listed(base.get("pass_env")), source)


def by_nox(tree: Tree) -> TestVariables:
    """Look at `env=` of the run of pytest, and at `session.env`."""
    return filled(tree, dict(nox_tests.variables(tree)), (), nox_tests.FILE)


def by_hatch(tree: Tree) -> TestVariables:
    """Look at `env-vars` of the environments of Hatch."""
    envs = tree.table("tool.hatch.envs")
    tables = [envs[name].get("env-vars") for name in HATCH if isinstance(envs.get(name), dict)]
    given = next((dict(items(table)) for table in tables if items(table)), {})
    return filled(tree, {name: value for name, value in given.items() if isinstance(value, str)}, (), "Hatch")


def items(table: object) -> list[tuple[str, Any]]:
    """Return the entries of a table; none of anything else."""
    return [(str(name), value) for name, value in table.items()] if isinstance(table, Mapping) else []


def replaced(value: object) -> str | None:
    """Return the text of a value of tox's TOML: written out, or taken from the environment, or its default."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and value.get("replace") == "env":
        return f"{{env:{value.get('name', '')}:{value.get('default', '')}}}"
    return None


def assignments(tree: Tree, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names and values of lines such as `NAME = VALUE`, those of a file behind `file|` too."""
    for line in lines:
        kind, bar, path = line.partition("|")
        if bar and kind.strip() == "file":
            path = _ROOT.sub("", path).strip().lstrip("/")
            yield from assignments(tree, (one for one in tree.text(path).splitlines() if not one.startswith("#")))
            continue
        name, equals, value = line.partition("=")
        if equals and name.strip().isidentifier():
            yield name.strip(), value.strip()


def filled(tree: Tree, given: dict[str, str], passed: Iterable[str], source: str) -> TestVariables:
    """Return variables with what can be filled in; those which only the tool itself can fill are listed by name."""
    values: dict[str, str] = {}
    unknown = []
    for name, text in given.items():
        value = fill(tree, text, values)
        if name in KEPT:
            continue
        if tox_ini.TOX_ONLY in value:
            unknown.append(name)
        else:
            values[name] = value
    names = [name for name in dict.fromkeys(passed) if name and "{" not in name]
    return TestVariables(values, tuple(names), tuple(unknown), source)


def fill(tree: Tree, text: str, values: Mapping[str, str]) -> str:
    """Return a value with its substitutions; a mark stands for what cannot be known here."""

    def from_environment(match: re.Match[str]) -> str:
        known = {} if is_withheld(match[1]) else os.environ
        return values.get(match[1], known.get(match[1], match[2] or ""))

    plain = text.replace("{/}", os.sep).replace("{:}", os.pathsep)
    plain = _EMPTY.sub("", _ROOT.sub(lambda _: str(tree.root), plain))
    return tox_ini.OTHER.sub(tox_ini.TOX_ONLY, _ENV.sub(from_environment, plain))
