"""Poetry's tables: its groups of requirements, in the words of PEP 508."""

import re
from collections.abc import Mapping
from typing import Any

from packaging.utils import canonicalize_name

from gonogo.project.tree import Tree


def groups(tree: Tree) -> dict[str, list[str]]:
    """Return the requirements of each group in `[tool.poetry.group]`, and of `dev-dependencies` as `dev`."""
    named = {
        name: table.get("dependencies", {})
        for name, table in tree.table("tool.poetry.group").items()
        if isinstance(table, dict)
    }
    named.setdefault("dev", tree.table("tool.poetry").get("dev-dependencies", {}))
    tables = {name: table for name, table in named.items() if isinstance(table, dict) and table}
    pins, own = locked(tree), tree.table("tool.poetry.dependencies")
    return {name: [*requirements(table, pins), *pinned(own, pins)] for name, table in tables.items()}


def locked(tree: Tree) -> dict[str, str]:
    """Return the versions that poetry.lock pins, by canonical name; none for a package that it pins twice."""
    entries = tree.toml("poetry.lock").get("package", [])
    found = [(canonicalize_name(str(one.get("name"))), str(one.get("version"))) for one in entries]
    names = [name for name, _ in found]
    return {name: version for name, version in found if names.count(name) == 1}


def pinned(table: dict[str, Any], pins: Mapping[str, str]) -> list[str]:
    """Return the project's own requirements as they are locked: its tests were written against these."""
    wanted = {name: said for name, said in table.items() if not (isinstance(said, dict) and said.get("optional"))}
    return [requirement(name, said, pins) for name, said in wanted.items() if canonicalize_name(name) in pins]


def requirements(table: dict[str, Any], pins: Mapping[str, str]) -> list[str]:
    """Return a table of poetry's requirements as PEP 508; what has no such form (paths, lists) by name alone."""
    return [requirement(name, said, pins) for name, said in table.items() if name != "python"]


def requirement(name: str, said: object, pins: Mapping[str, str]) -> str:
    """Return one requirement as PEP 508, at the version that is pinned for it.

    >>> requirement("pytest", "^7.0.0", {}), requirement("attrs", {"version": "~21.4", "extras": ["dev"]}, {})
    ('pytest>=7.0.0,<8', 'attrs[dev]>=21.4,<21.5')
    """
    table: dict[str, Any] = said if isinstance(said, dict) else {"version": said}
    extras = table.get("extras", [])
    names = f"[{','.join(map(str, extras))}]" if extras else ""
    version = table.get("version", "")
    bounds = ",".join(bound(part) for part in re.split(r"\s*,\s*", version)) if isinstance(version, str) else ""
    bounds = f"=={pins[canonicalize_name(name)]}" if canonicalize_name(name) in pins else bounds
    marker = f" ; {table['markers']}" if table.get("markers") else ""
    return f"{name}{names}{bounds}{marker}"


def bound(text: str) -> str:
    """Return one constraint of poetry's as a PEP 440 specifier; empty for `*`."""
    text = re.sub(r"\s+", "", text)
    numbers = [int(one) for one in re.findall(r"\d+", text.split("-")[0])][:3]
    if text in {"", "*"} or "|" in text:
        return ""
    if text[0] == "^" and numbers:
        fixed = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
        return f">={text[1:]},<{above(numbers, fixed)}"
    if text[0] == "~" and text[1:2] != "=" and numbers:
        return f">={text[1:]},<{above(numbers, min(1, len(numbers) - 1))}"
    return text if text[0] in "<>=!~" else f"=={text}"


def above(numbers: list[int], place: int) -> str:
    """Return the least version above all that share the numbers up to a place."""
    return ".".join(str(number) for number in [*numbers[:place], numbers[place] + 1])
