"""The libraries that the rules were compared with the index on, and the lists that decide, whatever is installed."""

from functools import cache
from pathlib import Path

COMPARED = {
    "packaging": ("26.2", "26.3", "26.4"),
    "readme-renderer": ("45.0", "46.0"),
    "docutils": ("0.23",),
    "trove-classifiers": ("2026.6.1.19",),
    "email-validator": ("2.3.0", "2.4.0"),
    "rfc3986": ("2.0.0",),
}
"""Versions of each library: first the index's own on the day `limits.READ_ON`, then others that answer alike."""

ASK = "the index may know it since; see its page of classifiers, or its upload form"


def installed(name: str) -> str:
    """Return the installed version of a library, or an empty string."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def is_compared(name: str) -> bool:
    """Whether the installed version of a library is one that the rules were compared with."""
    return installed(name) in COMPARED[name]


def doubt_of(name: str) -> str:
    """Return what to do where a verdict would rest on a version that the rules were not compared with, or nothing."""
    return "" if is_compared(name) else f"install {name} {COMPARED[name][-1]}, with which the rules were compared"


@cache
def classifiers() -> dict[str, str | None]:
    """Return the index's classifiers, those that are deprecated with what replaces them."""
    pairs = (line.partition(" =>") for line in lines("classifiers.txt"))
    return {name: after.strip() if arrow else None for name, arrow, after in pairs}


@cache
def licences() -> frozenset[str]:
    """Return the SPDX identifiers of licences and exceptions that the index knows, in lower case."""
    return frozenset(line.lower() for line in lines("licences.txt"))


def lines(name: str) -> list[str]:
    """Return the lines of a list beside this module, without its first, which says where the list comes from."""
    return (Path(__file__).parent / "lists" / name).read_text(encoding="utf-8").splitlines()[1:]
