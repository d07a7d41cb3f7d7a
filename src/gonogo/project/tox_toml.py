"""tox's TOML configuration (`tox.toml`, `[tool.tox]`): the command and the requirements of its tests."""

from collections.abc import Iterator
from typing import Any

from gonogo.project import tox_ini
from gonogo.project.tree import Tree


def base(tree: Tree) -> dict[str, Any]:
    """Return the table `env_run_base`, from tox.toml before pyproject.toml as tox reads it; empty without one."""
    for table in (tree.toml("tox.toml"), tree.table("tool.tox")):
        found = table.get("env_run_base")
        if isinstance(found, dict):
            return found
    return {}


def command(tree: Tree) -> tuple[str, ...]:
    """Return the pytest command, without the words that only tox can fill; empty without one."""
    commands = base(tree).get("commands", [])
    for one in commands if isinstance(commands, list) else []:
        argv = list(words(one))
        for runner in tox_ini.RUNNERS:
            if runner in argv:
                return tox_ini.started(argv, runner)
    return ()


def words(item: object) -> Iterator[str]:
    """Yield the words of a command: texts as they are, and for a `replace` its default."""
    if isinstance(item, str):
        yield tox_ini.filled(item)
    elif isinstance(item, list):
        for one in item:
            yield from words(one)
    elif isinstance(item, dict) and item.get("replace") in {"posargs", "env"}:
        yield from words(item.get("default"))


def needs(tree: Tree) -> tox_ini.Needs:
    """Return what the base environment installs beside the project."""
    table = base(tree)
    requires = [tox_ini.filled(one) for one in listed(table.get("deps"))]
    plain = [one.replace("-r ", "-r") for one in requires if tox_ini.TOX_ONLY not in one]
    plain += [tox_ini.SEED] if table.get("uv_seed") is True else []
    return tox_ini.Needs(
        tuple(plain), tuple(listed(table.get("dependency_groups"))), tuple(listed(table.get("extras")))
    )


def listed(value: object) -> list[str]:
    """Return the strings of a list; of a text its lines, and of anything else none."""
    if isinstance(value, str):
        return value.splitlines()
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
