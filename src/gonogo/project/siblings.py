"""Siblings: what the packages of one repository require of each other, and the order that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from gonogo.model.errors import GonogoError, Status
from gonogo.project.tree import Tree, strings
from gonogo.system import toml
from gonogo.system.text import load

if TYPE_CHECKING:
    from pathlib import Path

    from gonogo.model.plan import Raised

FILE = "pyproject.toml"


class Cycle(GonogoError):
    """Packages of one repository require each other in a circle."""

    text = "no order of release: {circle} require each other in a circle"
    hint_text = "take one of these requirements out, or make it an extra"


class BoundNotWritten(GonogoError):
    """A requirement cannot be raised where it stands."""

    status = Status.NO_GO
    text = "the requirement {requirement} cannot be raised to {raised}: {why}"
    hint_text = "raise it yourself, commit it, and run the command again"


@dataclass(frozen=True)
class Need:
    """A requirement on a package of the same repository: its canonical name, the text, and whether an extra asks it."""

    name: str
    text: str
    optional: bool = False


def written(tree: Tree) -> dict[str, bool] | None:
    """Return the requirements of a project as its pyproject.toml says them, each with whether only an extra asks it.

    What the build needs is among them. None where the backend computes them, or another file says them.
    """
    dynamic = set(strings(tree.project.get("dynamic")))
    if not tree.project or {"dependencies", "optional-dependencies"} & dynamic:
        return None
    extras = (one for listed in tree.table("project.optional-dependencies").values() for one in strings(listed))
    always = (*strings(tree.project.get("dependencies")), *strings(tree.table("build-system").get("requires")))
    return {**dict.fromkeys(extras, True), **dict.fromkeys(always, False)}


def needs(requirements: Mapping[str, bool], names: Iterable[str]) -> tuple[Need, ...]:
    """Return those requirements that are on a package of the given canonical names; what cannot be read is none."""
    wanted, found = frozenset(names), []
    for text, optional in requirements.items():
        try:
            name = canonicalize_name(Requirement(text).name)
        except InvalidRequirement:
            continue
        if name in wanted:
            found.append(Need(name, text, optional))
    return tuple(found)


def build_needs(root: Path, needs: Iterable[Need]) -> frozenset[str]:
    """Return the names of those that the build of a project needs."""
    listed = strings(Tree(root).table("build-system").get("requires"))
    return frozenset(one.name for one in needs if one.text in listed)


def order(graph: Mapping[str, Sequence[Need]]) -> tuple[str, ...]:
    """Return names so that each stands after what it needs, else in the order of the alphabet; Cycle names a circle.

    What only extras need comes first too, unless that closes a circle.
    """
    try:
        return sorted_by(graph, optional=True)
    except CycleError:
        pass
    try:
        return sorted_by(graph, optional=False)
    except CycleError as error:
        raise Cycle(circle=" -> ".join(reversed(error.args[1]))) from error


def sorted_by(graph: Mapping[str, Sequence[Need]], *, optional: bool) -> tuple[str, ...]:
    """Return names in the order of their needs, those of extras or without them."""
    sorter = TopologicalSorter(
        {name: {one.name for one in found if optional or not one.optional} - {name} for name, found in graph.items()}
    )
    sorter.prepare()
    result: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        result += ready
        sorter.done(*ready)
    return tuple(result)


def write(root: Path, raised: Sequence[Raised]) -> None:
    """Raise requirements in a project's pyproject.toml, and nothing else; BoundNotWritten where that cannot be."""
    for one in raised:
        text = load(root, FILE)
        before = toml.parse(text.content, FILE)
        content = text.content
        for quote in ('"', "'"):
            content = content.replace(f"{quote}{one.old}{quote}", f"{quote}{one.new}{quote}")
        after = toml.parse(content, FILE)
        if after == before or after != replaced(before, one.old, one.new):
            why = f"{FILE} does not hold it as a text of its own"
            raise BoundNotWritten(requirement=one.old, raised=one.new, why=why)
        text.with_content(content).save()


def replaced(value: Any, old: str, new: str) -> Any:
    """Return a value of TOML with one text in its lists replaced."""
    if isinstance(value, dict):
        return {key: replaced(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [new if one == old else replaced(one, old, new) for one in value]
    return value
