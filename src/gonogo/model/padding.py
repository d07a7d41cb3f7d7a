"""Zero-padded numbers: how wide a project writes the numbers of its versions, as in 2026.01.05."""

import re
from collections.abc import Iterable
from itertools import zip_longest

_RELEASE = re.compile(r"(?P<epoch>(?:\d+!)?)(?P<release>\d+(?:\.\d+)*)")


def widths(spellings: Iterable[str]) -> tuple[int, ...]:
    """Return how many digits each number of a version has at least: as the first spelling that shows it has.

    Only a number below ten shows it; one that no spelling shows is as wide as the number before it.

    >>> widths(["2026.11.28", "2026.01.12"]), widths(["2026.1.12"]), widths(["1.12"])
    ((1, 2, 2), (1, 1, 1), (1, 1))
    """
    found: list[int] = []
    for column in zip_longest(*map(shown, spellings), fillvalue=0):
        found.append(next(filter(None, column), (found or [1])[-1]))
    return tuple(found)


def shown(spelling: str) -> list[int]:
    """Return for each number of a version how many digits it has at least; 0 where its size does not show it."""
    return [len(number) * (int(number) < 10) for number in numbers(spelling)]


def numbers(spelling: str) -> list[str]:
    """Return the numbers of a version's release as they are written."""
    match = _RELEASE.match(spelling)
    return match["release"].split(".") if match else []


def padded(version: str, wide: tuple[int, ...]) -> str:
    """Return a version with each number as wide as it has to be.

    >>> padded("2027.1.5rc1", (1, 2, 2)), padded("2027.01.05", (1, 1, 1)), padded("1.2", ())
    ('2027.01.05rc1', '2027.1.5', '1.2')
    """
    match = _RELEASE.match(version)
    if match is None:
        return version
    pairs = zip_longest(numbers(version), wide[: len(numbers(version))], fillvalue=1)
    release = ".".join(str(int(number)).zfill(int(width)) for number, width in pairs)
    return f"{match['epoch']}{release}{version[match.end() :]}"


def in_form_of(old: str, new: str) -> str:
    """Return a version with its numbers padded where the one that it replaces shows that they are, or are not.

    >>> in_form_of("2026.1.12", "2026.02.07"), in_form_of("2026.11.28", "2026.12.05"), in_form_of("26.01.12", "26.02.0")
    ('2026.2.7', '2026.12.05', '26.02.0')
    """
    differ = any(one and other and one != other for one, other in zip(shown(old), shown(new), strict=False))
    return padded(new, widths([old] if differ else [old, new]))
