"""The options of a session: the words after `--` on Nox's command line."""

import difflib
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gonogo.model.errors import GonogoError

REHEARSAL = "rehearsal"  # the name of the embedded index


@dataclass(frozen=True)
class Option:
    """One option: the field of Options that it fills, what it means, the sessions that take it, and its value."""

    field: str
    meaning: str
    sessions: tuple[str, ...]
    value: str = ""


STAGES = ("build", "tests", "check", "publish", "verify", "announce", "release")
OPTIONS = {
    "--to": Option(
        "to",
        "the index: `rehearsal` (the embedded one, the default), `pypi`, `testpypi`, or a name from the settings;"
        " for `rehearse`, the version to release",
        ("check", "publish", "verify", "announce", "release", "rehearse"),
        "NAME",
    ),
    "--tag": Option(
        "tag",
        "the tag of the release; it must be at HEAD and match the version. At the root of several packages, it stands"
        " for all that were released together",
        STAGES,
        "TAG",
    ),
    "--from": Option(
        "source",
        "use the files of another job, `FOLDER/dist/*` and `FOLDER/manifest.json`; nothing is built",
        STAGES,
        "FOLDER",
    ),
    "--manifest": Option("manifest", "the same as `--from`", STAGES, "FOLDER"),
    "--into": Option(
        "into", "write the files and their manifest to a folder for another job", ("build", "tests", "check"), "FOLDER"
    ),
    "--wheels": Option(
        "wheels",
        "wheels that were made elsewhere, for example by cibuildwheel; they and the sdist are the release",
        ("build",),
        "FOLDER",
    ),
    "--resolution": Option(
        "resolution",
        "which versions of their dependencies the tests install: `locked` (the default), the `newest`, or the `lowest`"
        " of what the project itself requires (by uv); only `locked` is kept as the result of the release",
        ("tests",),
        "WHICH",
    ),
    "--part": Option("part", "the part of the version that the release raises", ("rehearse",), "PART"),
    "--pre": Option("pre", "the stage of a pre-release: `a`, `b` or `rc`", ("rehearse",), "STAGE"),
    "--empty": Option("empty", "release although there are no notes", ("rehearse",)),
    "--all": Option(
        "all",
        "at the root of several packages, each of them; for `rehearse`, each that has notes or changes since its last"
        " release",
        (*STAGES, "rehearse"),
    ),
    "--package": Option(
        "package",
        "at the root of several packages, this one; several are separated by commas",
        (*STAGES, "rehearse"),
        "NAME",
    ),
    "--once": Option(
        "once",
        "at the root of several packages, do nothing unless the tag is the last one of its release",
        ("build", "tests", "check"),
    ),
    "--faults": Option("faults", "repeat the release with faults of the index, one after another", ("rehearse",)),
    "--fresh": Option(
        "fresh", "ignore the kept results of earlier runs on the same files", ("build", "tests", "check", "release")
    ),
    "--json": Option("json", "print the board as JSON", (*STAGES, "rehearse", "reproduce", "rules")),
}
"""Every option of a session."""

VALUES = {word: option.field for word, option in OPTIONS.items() if option.value}
SWITCHES = {word: option.field for word, option in OPTIONS.items() if not option.value}
TAKES_MORE = ("tests",)
INDENT: Any = {"initial_indent": "      ", "subsequent_indent": "      "}


class UnknownOption(GonogoError):
    text = "nox -s {session} has no option {option}"
    hint_text = "the options are: {options}{near}"


class OptionNeedsValue(GonogoError):
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
    package: str = ""
    all: bool = False
    once: bool = False
    fresh: bool = False
    json: bool = False
    empty: bool = False
    faults: bool = False
    more: tuple[str, ...] = ()

    def folder(self, value: str) -> Path:
        """Return a folder that was named, relative to where Nox was started."""
        return Path(value).resolve()


def parse(session: str, words: Sequence[str], beside: Collection[str] = ()) -> Options:
    """Read the words after `--`; UnknownOption where neither a session nor one beside it in the run takes one."""
    given: dict[str, str | bool] = {}
    more: list[str] = []
    rest = list(words)
    while rest:
        word, _, value = rest.pop(0).partition("=")
        if word in OPTIONS and not {session, *beside}.intersection(OPTIONS[word].sessions):
            raise unknown(session, word)
        if word in SWITCHES:
            given[SWITCHES[word]] = True
        elif word in VALUES:
            given[VALUES[word]] = value or take(word, rest)
        elif session in TAKES_MORE:
            more.append(f"{word}={value}" if value else word)
        else:
            raise unknown(session, word)
    return Options(more=tuple(more), **given)  # type: ignore[arg-type]


def help_text(session: str) -> str:
    """Return the options of a session and what they mean, as `--help` prints them."""
    lines = [f"Usage: nox -s {session} -- [OPTIONS]", "", "Options:"]
    for word, option in OPTIONS.items():
        if session in option.sessions:
            lines += [
                f"  {word} {option.value}".rstrip(),
                *textwrap.wrap(option.meaning.replace("`", ""), 96, **INDENT),
            ]
    return "\n".join(lines)


def take(word: str, rest: list[str]) -> str:
    """Take the value that follows an option."""
    if not rest or rest[0].startswith("--"):
        raise OptionNeedsValue(option=word)
    return rest.pop(0)


def unknown(session: str, word: str) -> UnknownOption:
    """Return the error on a word that is no option, with the near miss."""
    own = [name for name, option in OPTIONS.items() if session in option.sessions]
    near = difflib.get_close_matches(word, own, n=1)
    return UnknownOption(
        session=session, option=word, options=" ".join(own), near=f"; did you mean {near[0]}?" if near else ""
    )
