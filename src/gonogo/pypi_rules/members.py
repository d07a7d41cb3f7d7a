"""Members of an archive: what they are, where their paths lead, and marks in their content."""

import os
import posixpath
import re
from collections.abc import Collection
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
    """A byte string with a meaning that was seen in a member: its name and the member's."""

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


DRIVE = re.compile(r"[A-Za-z]:")
STRAY_FOLDERS = frozenset(
    {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", ".venv", ".git", ".hg"}
    | {".svn", ".idea", ".vscode", ".hypothesis"}
)
STRAY_FILES = frozenset({".DS_Store", "Thumbs.db", ".coverage", "desktop.ini"})
STRAY_ENDS = (".pyc", ".pyo", ".swp", ".orig", ".rej", "~")
LICENCE = re.compile(r"(licen[cs]e|copying|notice|unlicense)([.\-_].*)?", re.IGNORECASE)


def escapes(name: str) -> bool:
    """Whether a member's path leaves the folder it is unpacked to.

    >>> escapes("a/../../b"), escapes("/a"), escapes("C:\\\\a"), escapes("a/..b")
    (True, True, True, False)
    """
    path = name.replace("\\", "/")
    return path.startswith("/") or bool(DRIVE.match(path)) or posixpath.normpath(path).startswith("..")


def shared_top(names: Collection[str]) -> str | None:
    """Return the path that all names share, as the index computes it; None where it cannot be computed."""
    try:
        return os.path.commonpath(names) if names else ""
    except ValueError:
        return None


def link_escapes(member: Member) -> bool:
    """Whether a link points out of the archive; a hard link's target is a path from the archive's top."""
    if member.kind == "hardlink":
        return escapes(member.target)
    return escapes(posixpath.join(posixpath.dirname(member.name), member.target))


def is_python(name: str) -> bool:
    """Whether the index takes a member for Python code, plain or encrypted: by what follows its last dot.

    >>> is_python("a/b.PY"), is_python("a.pye"), is_python("a/.py"), is_python("a/..py")
    (True, True, False, False)
    """
    return name.rpartition("/")[2].lstrip(".").lower().rpartition(".")[1:] in {(".", "py"), (".", "pye")}


def is_licence(name: str) -> bool:
    """Whether a path looks like a licence file."""
    return LICENCE.fullmatch(name.rstrip("/").rpartition("/")[2]) is not None


def is_stray(name: str) -> bool:
    """Whether a path is a cache, or an editor's or version control's own."""
    parts = name.rstrip("/").split("/")
    return bool(STRAY_FOLDERS & set(parts)) or parts[-1] in STRAY_FILES or parts[-1].endswith(STRAY_ENDS)


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 text."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
