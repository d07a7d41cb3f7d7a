"""What can go wrong, as data: a class beside the code that raises it, with a sentence, what to type, and a status."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import ClassVar

FIELD_LIMIT = 200  # characters of a field value that an error shows


class Status(IntEnum):
    """Exit statuses of every command."""

    GO = 0
    """Everything that was asked for is done, or is as it should be."""

    NO_GO = 1
    """Something is not as it should be; the board says what, and how to fix it."""

    USAGE = 2
    """The command line, the settings or another input is wrong."""

    UNKNOWN = 3
    """Something could not be asked, or the command was interrupted; nothing was decided on a guess."""

    CONFLICT = 4
    """The repository, the remote, the index or the forge has something that is not from this release."""


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def escaped(value: object) -> str:
    r"""Return a value with control and bidi characters, line ends among them, escaped."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), str(value))


_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def one_line(value: object) -> str:
    r"""Return a text as one safe line: its lines joined by ` / `, control and bidi characters escaped.

    >>> one_line("refused:\n  no token\n")
    'refused: / no token'
    """
    return escaped(_BREAK.sub(" / ", str(value).strip("\r\n\t ")))


def readable(text: str) -> str:
    """Return a text of several lines with control and bidi characters escaped, but for line ends and tabs."""
    return _CONTROL.sub(lambda match: match[0] if match[0] in "\n\t" else escaped(match[0]), text)


def shown(value: object) -> str:
    r"""Return a value as one safe line: control and bidi characters escaped, cut at 200 characters.

    >>> shown("a\x1b[31m")
    'a\\x1b[31m'
    """
    text = one_line(str(value)[: FIELD_LIMIT + 1])
    return text if len(text) <= FIELD_LIMIT else text[:FIELD_LIMIT] + "…"


def counted(count: int, noun: str) -> str:
    """Return a number and its noun.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


FEW = 3  # names that a sentence lists at the most


def few(names: Iterable[str]) -> str:
    """Return names in a sentence: the first ones, and how many more there are.

    >>> few(["a"]), few(["a", "b"]), few("abcde")
    ('a', 'a and b', 'a, b and 3 more')
    """
    found = list(names)
    shown = found if len(found) <= FEW else [*found[: FEW - 1], f"{len(found) - FEW + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


class GonogoError(Exception):
    """The base of every error that a user is meant to read; anything else is a bug."""

    status: ClassVar[Status] = Status.USAGE
    text: ClassVar[str] = ""
    hint_text: ClassVar[str] = ""

    def __init__(self, *, details: Iterable[object] = (), **fields: object) -> None:
        """Keep the fields that the templates name, and a line for each further detail."""
        self.details = tuple(shown(detail) for detail in details)
        self.fields = {name: shown(value) for name, value in fields.items()}
        super().__init__(self.sentence)

    @classmethod
    def kinds(cls) -> Iterator[type[GonogoError]]:
        """Yield every error with a text below this class, as far as its module is imported."""
        for one in cls.__subclasses__():
            yield from ([one] if one.text else [])
            yield from one.kinds()

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the names of the fields which the templates use."""
        parsed = [*string.Formatter().parse(cls.text), *string.Formatter().parse(cls.hint_text)]
        return tuple(dict.fromkeys(name for _, name, _, _ in parsed if name))

    @property
    def code(self) -> str:
        """The error's code: its class name in kebab case."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", type(self).__name__).lower()

    @property
    def sentence(self) -> str:
        """What is wrong and where, in one sentence."""
        return self.text.format(**self.fields)

    @property
    def hint(self) -> str:
        """What to do or type next."""
        return self.hint_text.format(**self.fields)


class NoGo(GonogoError):
    """The base of errors on something that is not as it should be."""

    status = Status.NO_GO


class Undecided(GonogoError):
    """The base of errors on what could not be asked or done."""

    status = Status.UNKNOWN


class Conflict(GonogoError):
    """The base of errors on what is not from this release."""

    status = Status.CONFLICT


class CouldNotTell(Undecided):
    text = "could not tell {what}: {why}"
    hint_text = "try again when it answers; nothing is done on a guess"


class OutsideTrouble(Undecided):
    text = "the operating system refused: {why}"
    hint_text = "free some space or fix the permissions, then type: invoke status"


def readable_error(error: GonogoError | OSError) -> GonogoError:
    """Return an error as one that a user can read."""
    return error if isinstance(error, GonogoError) else OutsideTrouble(why=refusal(error))


def refusal(error: OSError) -> str:
    """Return what the system said and about which file; of many files that could not be copied, the first."""
    if error.args and isinstance(error.args[0], list):
        _, target, why = error.args[0][0]
        return f"{why}" if str(target) in str(why) else f"{why}: {target}"
    path = error.filename2 or error.filename
    return f"{error.strerror or error}" + (f": {path}" if path else "")
