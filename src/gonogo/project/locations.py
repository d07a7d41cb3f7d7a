"""Locations of a version: found exactly once, read, and kept apart from look-alikes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gonogo.model.errors import GonogoError, NoGo
from gonogo.model.location import Location
from gonogo.system import toml
from gonogo.system.text import FileMissing, Text, load
from gonogo.version.pep440 import NotAVersion, same, spelling_named

TRIES = 200  # occurrences of a text that are tried as the value of a TOML key
HOLE = "{version}"
SENTINEL = "0!gonogo"


class PlaceMissing(GonogoError):
    text = "the version is not in {place}: {why} (all locations: {places})"
    hint_text = "fix that file, or the location in the setting `places` of [tool.gonogo]"


class PlaceAmbiguous(GonogoError):
    text = "{place} matches {count} times, in lines {lines} (all locations: {places})"
    hint_text = "write more of the line into `search`, so that it matches exactly once"


class PlaceMismatch(NoGo):
    text = "the version should be {wanted} everywhere, but: {places}"
    hint_text = "make them all say the same, commit, and run the command again"


@dataclass(frozen=True)
class Spot:
    """Where in a file's text the version stands: from `start` to `end`, inside the text that `search` matched."""

    place: Location
    text: Text
    start: int
    end: int

    @property
    def raw(self) -> str:
        """The version as the file spells it."""
        return self.text.content[self.start : self.end]

    @property
    def version(self) -> str:
        """The version as PEP 440 spells it, or as the file does where PEP 440 has more than one spelling."""
        return spelling_named(self.place.spelling).read(self.raw)

    def replaced(self, written: str) -> Text:
        """Return the file's text with the version there written anew."""
        content = self.text.content
        return self.text.with_content(content[: self.start] + written + content[self.end :])


def label(place: Location) -> str:
    """Return a place as a message names it."""
    return f"{place.path} [{place.key}]" if place.key else f"{place.path} ({place.search.strip() or HOLE})"


def read(root: Path, place: Location) -> str:
    """Return the version that a place says; PlaceMissing or PlaceAmbiguous where it says none or several."""
    return find(root, place).version


def find(root: Path, place: Location, among: Sequence[Location] = ()) -> Spot:
    """Return where a place's version stands; errors name all places `among` which it was looked for."""
    everywhere = "; ".join(label(one) for one in among or (place,))
    try:
        text = load(root, place.path)
    except FileMissing as error:
        raise PlaceMissing(place=label(place), why="the file is not there", places=everywhere) from error
    return within(text, place, everywhere)


def within(text: Text, place: Location, everywhere: str = "") -> Spot:
    """Return where a place's version stands in a file's text, wherever that text comes from."""
    named_all = everywhere or label(place)
    return _by_key(text, place, named_all) if place.key else _by_search(text, place, named_all)


def _by_key(text: Text, place: Location, everywhere: str) -> Spot:
    """Return where the value of a TOML key stands in the text: the one location whose change changes that key."""
    value = lookup(toml.parse(text.content, place.path), place.key)
    if not isinstance(value, str) or not value:
        why = "there is no such key" if value is None else "its value is not text"
        raise PlaceMissing(place=label(place), why=why, places=everywhere)
    for start in _occurrences(text.content, value, place.key.rpartition(".")[2]):
        spot = Spot(place, text, start, start + len(value))
        try:
            changed = toml.parse(spot.replaced(SENTINEL).content, place.path)
        except toml.BrokenToml:
            continue
        if lookup(changed, place.key) == SENTINEL:
            return spot
    raise PlaceMissing(place=label(place), why="its value is written with escapes", places=everywhere)


def _occurrences(content: str, value: str, key: str) -> list[int]:
    """Return where a value stands in a text, the lines that name its key first; bounded."""
    starts = [match.start() for match in re.finditer(re.escape(value), content)]
    starts.sort(key=lambda start: key not in content[content.rfind("\n", 0, start) + 1 : start])
    return starts[:TRIES]


def lookup(tables: dict[str, Any], key: str) -> Any:
    """Return the value at a dotted key, or None."""
    found: Any = tables
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _by_search(text: Text, place: Location, everywhere: str) -> Spot:
    """Return where the literal text around the version matches; exactly once, and not inside another word."""
    matches = list(pattern(place).finditer(text.content))
    if not matches:
        raise PlaceMissing(place=label(place), why="nothing matches there", places=everywhere)
    if len(matches) > 1:
        lines = ", ".join(str(text.content.count("\n", 0, match.start("version")) + 1) for match in matches[:9])
        raise PlaceAmbiguous(place=label(place), count=len(matches), lines=lines, places=everywhere)
    return Spot(place, text, *matches[0].span("version"))


def pattern(place: Location) -> re.Pattern[str]:
    """Return the pattern of a place: its literal text with the version in the hole; a hole alone is the whole file."""
    version = spelling_named(place.spelling).pattern
    before, hole, after = (place.search or HOLE).partition(HOLE)
    if not hole:
        why = f"its search text lacks {HOLE}"
        raise PlaceMissing(place=label(place), why=why, places=label(place))
    if not before and not after:
        return re.compile(rf"\A\s*(?P<version>{version})\s*\Z")
    left = r"(?<![\w.-])" if before[:1].isalnum() or before[:1] == "_" else ""
    stop = r"(?![0-9A-Za-z])" if not after.strip(".!+_-") else ""
    right = stop if after else r"(?![\w+!-]|\.\w)"
    return re.compile(f"{left}{re.escape(before)}(?P<version>{version}){re.escape(after)}{right}", re.MULTILINE)


def agreed(root: Path, places: Sequence[Location]) -> str:
    """Return the version that all places say, as the first spells it; PlaceMismatch where they disagree."""
    first = find(root, places[0], places).version
    require_all(root, places, first)
    return first


def require_all(root: Path, places: Sequence[Location], wanted: str) -> list[Spot]:
    """Return the offsets of all places; PlaceMismatch names each unless all say the wanted version."""
    spots = [find(root, place, places) for place in places]
    if not all(says(spot, wanted) for spot in spots):
        said = "; ".join(f"{label(spot.place)} says {spot.raw}" for spot in spots)
        raise PlaceMismatch(wanted=wanted, places=said)
    return spots


NUMBERS_ALONE = ("hex", "tuple")  # spellings that hold the numbers of a release, and not its stage


def says(spot: Spot, wanted: str) -> bool:
    """Return whether a location says a version, in whatever spelling."""
    if spot.place.spelling in NUMBERS_ALONE:
        return "".join(spot.raw.split()) == "".join(spelling_named(spot.place.spelling).write(wanted).split())
    try:
        return same(spot.version, wanted)
    except NotAVersion:
        return False
