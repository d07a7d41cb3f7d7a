"""Extras: which ones a program asks for by name, and what they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

_NAMED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\[(?P<extras>[A-Za-z0-9][A-Za-z0-9._, -]*)\]")


def asked_for(text: str, name: str) -> tuple[str, ...]:
    """Return the extras of a package that a text names, as in `pip install "demo[cli]"`.

    >>> asked_for("It seems that Demo.Pkg is not whole: pip install 'demo-pkg[cli,web]'", "demo_pkg")
    ('cli', 'web')
    """
    own = canonicalize_name(name)
    found = (match["extras"] for match in _NAMED.finditer(text) if canonicalize_name(match["name"]) == own)
    return tuple(dict.fromkeys(one.strip() for extras in found for one in extras.split(",") if one.strip()))


def needs(requirements: Iterable[str], extras: Iterable[str]) -> list[str]:
    """Return what extras need besides, of a distribution's `Requires-Dist`; what is always needed for the extra "".

    >>> needs(["idna", "click>=5 ; extra == 'cli'", "x ; extra == 'dev'"], ["cli"])
    ['click>=5']
    >>> needs(["idna", "tomli ; python_version < '3'", "click>=5 ; extra == 'cli'"], ["", "cli"])
    ['idna', 'click>=5']
    """
    return [one for extra in extras for one in _of_extra(requirements, canonicalize_name(extra))]


def _of_extra(requirements: Iterable[str], extra: str) -> Iterator[str]:
    """Yield the requirements that hold with an extra and not without, bare of their markers."""
    for text in requirements:
        try:
            one = Requirement(text)
        except InvalidRequirement:
            continue
        always = one.marker is None or one.marker.evaluate({"extra": ""})
        if always != bool(extra) and (always or (one.marker and one.marker.evaluate({"extra": extra}))):
            one.marker = None
            yield str(one)
