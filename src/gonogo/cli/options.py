"""The options of a session: the words after `--` on Nox's command line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gonogo.model.errors import GonogoError

REHEARSAL = "rehearsal"
"""The name of the embedded index."""

VALUES = {
    "--to": "to",
    "--tag": "tag",
    "--from": "source",
    "--into": "into",
    "--manifest": "manifest",
    "--part": "part",
    "--pre": "pre",
    "--wheels": "wheels",
    "--resolution": "resolution",
}
SWITCHES = {"--fresh": "fresh", "--json": "json", "--empty": "empty", "--faults": "faults", "--full": "full"}
TAKES_MORE = ("tests", "crash", "layouts")


class UnknownOption(GonogoError):
    """A word after `--` is no option of a session."""

    text = "nox -s {session} has no option {option}"
    hint_text = "the options are: {options}{near}"


class OptionNeedsValue(GonogoError):
    """An option was given without its value."""

    text = "{option} needs a value"
    hint_text = "for example: --to testpypi, --part minor, --tag v1.2.0"


@dataclass(frozen=True)
class Options:
    """What was asked of a session; `more` are words for the program that it runs."""

    to: str = REHEARSAL
    tag: str = ""
    source: str = ""
    into: str = ""
    manifest: str = ""
    part: str = ""
    pre: str = ""
    wheels: str = ""
    resolution: str = ""
    fresh: bool = False
    json: bool = False
    empty: bool = False
    faults: bool = False
    full: bool = False
    more: tuple[str, ...] = ()

    def folder(self, value: str) -> Path:
        """Return a folder that was named, relative to where Nox was started."""
        return Path(value).resolve()


def parse(session: str, words: Sequence[str]) -> Options:
    """Read the words after `--`; UnknownOption where a session does not know one."""
    given: dict[str, str | bool] = {}
    more: list[str] = []
    rest = list(words)
    while rest:
        word, _, value = rest.pop(0).partition("=")
        if word in SWITCHES:
            given[SWITCHES[word]] = True
        elif word in VALUES:
            given[VALUES[word]] = value or take(word, rest)
        elif session in TAKES_MORE:
            more.append(f"{word}={value}" if value else word)
        else:
            raise unknown(session, word)
    return Options(more=tuple(more), **given)  # type: ignore[arg-type]


def take(word: str, rest: list[str]) -> str:
    """Take the value that follows an option."""
    if not rest or rest[0].startswith("--"):
        raise OptionNeedsValue(option=word)
    return rest.pop(0)


def unknown(session: str, word: str) -> UnknownOption:
    """Return the error on a word that is no option, with the near miss."""
    options = [*VALUES, *SWITCHES]
    near = difflib.get_close_matches(word, options, n=1)
    return UnknownOption(
        session=session, option=word, options=" ".join(options), near=f"; did you mean {near[0]}?" if near else ""
    )
