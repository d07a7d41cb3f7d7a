"""Members of an archive, and what was seen in them while it was read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Member(NamedTuple):
    """One member: name, size in bytes unpacked, kind (file, dir, link, hardlink, device), a link's target."""

    name: str
    size: int
    kind: str = "file"
    target: str = ""


@dataclass(frozen=True)
class Mark:
    """A telling byte string that was seen in a member: its name and the member's."""

    name: str
    member: str


@dataclass(frozen=True)
class Trouble:
    """Why an archive could not be read: a kind, the reason, and whether the index itself breaks on it."""

    kind: str
    why: str
    crashes: bool = False


PYARMOR = tuple(
    b"__pyarmor" + rest for rest in (b"__(__name__, __file__,", b"_enter__", b"_exit__", b"_assert__", b"_bcc__")
)
"""Marks of PyArmor; put together here, since the index would refuse this very file for holding them whole."""

SOURCEDEFENDER = tuple(b"---%s PYE FILE---" % word for word in (b"BEGIN", b"END"))


def code_marks(name: str, data: bytes) -> list[Mark]:
    """Return the marks of encrypted code in one Python file."""
    marks = []
    if b"__pyarmor_" in data and any(mark in data for mark in PYARMOR):
        marks.append(Mark("pyarmor", name))
    if b"PYE FILE---" in data and all(mark in data for mark in SOURCEDEFENDER):
        marks.append(Mark("sourcedefender", name))
    return marks
