"""Versions: what PEP 440 calls one, within bounds, and never smaller than the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from packaging.version import Version

LENGTH_LIMIT = 64  # characters of the longest text that is looked at as a version
CARGO_NAMES = {"a": "alpha", "b": "beta", "rc": "rc"}


class NotAVersion(GonogoError):
    text = "'{version}' is not a version: {why}"
    hint_text = "write it as PEP 440 does, e.g. 1.3.0, 1.3.0rc1, 1.3.0.post1 or 1.3.0.dev0"


class VersionDoesNotGrow(GonogoError):
    text = "{new} is not higher than {old}"
    hint_text = "choose a higher version; an index never accepts a version again, and installers would not choose it"


class NotInIncremental(GonogoError):
    text = "Incremental cannot hold {version}: it has no {what}"
    hint_text = "release a version without it, e.g. a release candidate: --pre rc"


class NotInCargo(GonogoError):
    text = "Cargo.toml cannot hold {version}: SemVer has no {what}"
    hint_text = "release a version without it, e.g. the next patch"


@lru_cache(maxsize=4096)
def parse(text: str) -> Version:
    """Return a text as a version; NotAVersion where it is too long, not ASCII, padded, with a `v`, or not PEP 440."""
    why = _why_not(text)
    if why:
        raise NotAVersion(version=text, why=why)
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except InvalidVersion as error:
        raise NotAVersion(version=text, why="PEP 440 does not read it so") from error


def is_version(text: str) -> bool:
    """Return whether a text is a version."""
    try:
        parse(text)
    except NotAVersion:
        return False
    return True


def _why_not(text: str) -> str:
    """Return why a text cannot be a version before anything parses it, or nothing."""
    if not text:
        return "it is empty"
    if len(text) > LENGTH_LIMIT:
        return f"it is longer than {LENGTH_LIMIT} characters"
    if not text.isascii() or not text.isprintable() or " " in text:
        return "it holds a space, a control character or a letter outside ASCII"
    if text[0] in "vV":
        return f"a leading {text[0]} belongs to the tag; the version is {text[1:]}"
    return ""


def canonical(text: str) -> str:
    """Return a version in the one spelling that PEP 440 gives it: `1.3.0-RC.1` becomes `1.3.0rc1`."""
    return str(parse(text))


def requested(text: str) -> str:
    """Return a version to release, in canonical spelling; no public index takes a local one, `1.3.0+g123` (PEP 440)."""
    version = parse(text)
    if version.local is not None:
        raise NotAVersion(version=text, why=f"an index accepts no local version; without it: {version.public}")
    return str(version)


def same(one: str, other: str) -> bool:
    """Return whether two texts name one version, however spelt."""
    return parse(one) == parse(other)


def require_growth(old: str, new: str) -> None:
    """Raise VersionDoesNotGrow unless the new version sorts after the old one."""
    if parse(new) <= parse(old):
        raise VersionDoesNotGrow(old=old, new=new)


def next_version(old: str, part: str, pre: str = "", scheme: str = "", today: date | None = None) -> str:
    """Return the version that follows `old` by `part`, in canonical spelling.

    `part` is major, minor, patch, pre, post, dev or final; `pre` is the stage (`a`, `b`, `rc`) that major,
    minor,
    patch or pre shall enter. `scheme` is empty (seen from the old version), `pep440`, or a calendar such as
    `YYYY.MM.MICRO`; `today` gives the date for a calendar, and without it none is seen. The table in
    `tests/golden/versions.md` shows what follows what.
    Raises UnknownPart, UnknownStage, PartDoesNotFit, UnknownScheme, NotAVersion, VersionDoesNotGrow.
    """
    from gonogo.version.parts import follow

    new = follow(parse(old), part, pre, scheme, today)
    require_growth(old, new)
    return new


def to_cargo(text: str) -> str:
    """Return a version as Cargo.toml spells it: `1.3.0rc1` becomes `1.3.0-rc.1`. NotInCargo where it cannot."""
    version = parse(text)
    for what, found in (
        ("epoch", version.epoch),
        ("post-release", version.is_postrelease),
        ("local version", version.local),
    ):
        if found:
            raise NotInCargo(version=text, what=what)
    if len(version.release) > 3:
        raise NotInCargo(version=text, what="fourth number")
    suffix = [f"{CARGO_NAMES[version.pre[0]]}.{version.pre[1]}"] if version.pre else []
    suffix += [f"dev.{version.dev}"] if version.dev is not None else []
    return "-".join([".".join(map(str, three(version))), *[".".join(suffix)] * bool(suffix)])


def to_incremental(text: str) -> str:
    """Return a version as arguments of Incremental's `Version`, `24, 7, 0, release_candidate=1`; NotInIncremental."""
    version = parse(text)
    early = version.pre is not None and version.pre[0] != "rc"
    wide = len(version.release) > 3
    for what, found in (
        ("epoch", version.epoch),
        ("alpha or beta", early),
        ("local version", version.local),
        ("fourth number", wide),
    ):
        if found:
            raise NotInIncremental(version=text, what=what)
    numbers = {"release_candidate": version.pre[1] if version.pre else None, "post": version.post, "dev": version.dev}
    named = [f"{name}={number}" for name, number in numbers.items() if number is not None]
    return ", ".join([*map(str, three(version)), *named])


def from_incremental(text: str) -> str:
    """Return what the arguments of Incremental's `Version` say: `24, 7, 0, post=1` becomes `24.7.0.post1`."""
    words = {"release_candidate": "rc", "prerelease": "rc", "post": ".post", "dev": ".dev"}
    parts = [part.strip() for part in text.split(",")]
    numbers = ".".join(part for part in parts if part.isdigit())
    said = dict(part.split("=") for part in parts if "=" in part)
    return numbers + "".join(word + said[name] for name, word in words.items() if name in said)


def three(version: Version) -> tuple[int, int, int]:
    """Return the first three numbers of a version, zero where it has fewer."""
    return version.major, version.minor, version.micro


_LINE = re.compile(
    r"(?:(?P<word>releases?|maint|maintenance|stable|support|series|branch)[-/_])?v?(?P<series>\d+(?:\.\d+)*)(?P<x>\.x)?",
    re.IGNORECASE,
)


def is_line(branch: str, version: str) -> bool:
    """Return whether a branch is the line of maintenance of a version: `1.2.x`, `v1.x`, `stable/1.2`, `release-1.2`.

    >>> is_line("1.2.x", "1.2.4"), is_line("stable/1.2", "1.2.4"), is_line("1.2.x", "1.3.0"), is_line("fix-1", "1.0")
    (True, True, False, False)
    """
    found = _LINE.fullmatch(branch)
    if found is None or not (found["x"] or found["word"] or "." in found["series"]):
        return False
    return f"{version.rpartition('!')[2]}.".startswith(f"{found['series']}.")


class UnknownSpelling(GonogoError):
    text = "'{spelling}' is not a spelling of a version"
    hint_text = "the spellings are: {spellings}"


@dataclass(frozen=True)
class Spelling:
    """One way to write a version: a pattern that finds it, and the ways there and back."""

    pattern: str
    write: Callable[[str], str]
    read: Callable[[str], str]


def _to_hex(version: str) -> str:
    """Return two decimal digits a number behind 0x, as `__build__ = 0x023402` says 2.34.2."""
    return "0x" + "".join(f"{number:02d}" for number in three(parse(version)))


def _from_hex(text: str) -> str:
    """Return the version that such a number says."""
    digits = text.removeprefix("0x")
    return ".".join(str(int(digits[at : at + 2])) for at in range(0, len(digits), 2))


def _to_numbers(version: str) -> str:
    """Return the release's numbers as the items of a tuple: `1, 2, 0`."""
    return ", ".join(map(str, parse(version).release))


def _from_numbers(text: str) -> str:
    """Return the version that the items of a tuple say."""
    return ".".join(number.strip() for number in text.split(","))


SPELLINGS = {
    "pep440": Spelling(r"[0-9](?:[0-9A-Za-z.!+_-]*?[0-9A-Za-z])??", str, str),
    "cargo": Spelling(r"[0-9](?:[0-9A-Za-z.+-]*?[0-9A-Za-z])??", to_cargo, canonical),
    "incremental": Spelling(r"[0-9]+(?:,\s*(?:[a-z_]+=)?[0-9]+)+", to_incremental, from_incremental),
    "tuple": Spelling(r"[0-9]+(?:,\s*[0-9]+)+", _to_numbers, _from_numbers),
    "hex": Spelling(r"0x[0-9]{6}", _to_hex, _from_hex),
}


def spelling_named(spelling: str) -> Spelling:
    """Return the spelling of that name; UnknownSpelling lists them all."""
    if spelling not in SPELLINGS:
        raise UnknownSpelling(spelling=spelling, spellings=", ".join(SPELLINGS))
    return SPELLINGS[spelling]
