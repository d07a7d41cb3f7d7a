"""Pythons: the versions that a project says it runs on."""

import re
from collections.abc import Iterable

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from gonogo.project import setup_files
from gonogo.project.tree import Tree

KNOWN = ("3.10", "3.11", "3.12", "3.13", "3.14")  # the versions that gonogo runs on and knows to be released
_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.\d{1,3})")
_FROM = re.compile(r"(?:>=?|~=|===?)\s*(3\.\d{1,3})\b")  # the part of a requirement that says from which version on


def find(tree: Tree) -> tuple[str, ...]:
    """Return the Pythons that classifiers name, else those allowed, oldest first; at least the newest known."""
    required, listed = requirement(tree), classified(tree)
    allowed = [version for version in candidates(required, listed) if allows(required, version)]
    named = [version for version in allowed if version in listed]
    return tuple(named or allowed or KNOWN[-1:])


def candidates(required: str, listed: Iterable[str]) -> list[str]:
    """Return the versions that are known, and newer ones that classifiers or the start of the requirement name."""
    named = {*listed, *(match[1] for match in _FROM.finditer(required))}
    newer = sorted(version for version in map(minor_of, named) if version > minor_of(KNOWN[-1]))
    return [*KNOWN, *(f"3.{minor}" for minor in newer)]


def minor_of(version: str) -> int:
    """Return the second number of a version."""
    return int(version.partition(".")[2])


def classified(tree: Tree) -> set[str]:
    """Return the versions in the classifiers of pyproject.toml, setup.cfg or setup.py."""
    listed = [tree.project.get("classifiers"), tree.table("tool.poetry").get("classifiers")]
    listed += [setup_files.lines(tree, "metadata", "classifiers")]
    listed += [setup_files.literal(setup_files.keyword(tree, "classifiers"))]
    texts = [str(one) for given in listed if isinstance(given, list) for one in given]
    return {match[1] for text in texts if (match := _CLASSIFIER.fullmatch(text.strip()))}


def requirement(tree: Tree) -> str:
    """Return what the project requires of Python, as it says it first; empty where it says nothing."""
    said = (
        tree.project.get("requires-python"),
        tree.setup_cfg.get("options", "python_requires", fallback=""),
        tree.setup_word("python_requires"),
        poetry(tree),
    )
    return next((one for one in said if isinstance(one, str) and one), "")


def poetry(tree: Tree) -> str:
    """Return poetry's constraint on Python as a specifier; empty without one."""
    from gonogo.project.poetry import bound

    said = tree.table("tool.poetry.dependencies").get("python", "")
    return ",".join(filter(None, map(bound, said.split(",")))) if isinstance(said, str) else ""


def allows(specifier: str, version: str) -> bool:
    """Return whether a specifier allows some release of a version of Python; one that cannot be read allows all."""
    try:
        return any(SpecifierSet(specifier).contains(f"{version}.{micro}") for micro in (0, 99))
    except InvalidSpecifier:
        return True
