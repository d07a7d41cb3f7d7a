"""Spellings: how one version is written in different files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError
from gonogo.version.pep440 import from_cargo, from_incremental, parse, three, to_cargo, to_incremental

if TYPE_CHECKING:
    from collections.abc import Callable


class UnknownSpelling(GonogoError):
    """A place names a spelling that is none."""

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
    "cargo": Spelling(r"[0-9](?:[0-9A-Za-z.+-]*?[0-9A-Za-z])??", to_cargo, from_cargo),
    "incremental": Spelling(r"[0-9]+(?:,\s*(?:[a-z_]+=)?[0-9]+)+", to_incremental, from_incremental),
    "tuple": Spelling(r"[0-9]+(?:,\s*[0-9]+)+", _to_numbers, _from_numbers),
    "hex": Spelling(r"0x[0-9]{6}", _to_hex, _from_hex),
}


def named(spelling: str) -> Spelling:
    """Return the spelling of that name; UnknownSpelling lists them all."""
    if spelling not in SPELLINGS:
        raise UnknownSpelling(spelling=spelling, spellings=", ".join(SPELLINGS))
    return SPELLINGS[spelling]
