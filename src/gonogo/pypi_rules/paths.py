"""Paths of members: where they lead, and what they look like."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from gonogo.pypi_rules.member import Member

DRIVE = re.compile(r"[A-Za-z]:")
SECRETS = frozenset(
    {".env", ".pypirc", ".netrc", ".npmrc", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".git-credentials"}
)
TESTS = frozenset({"test", "tests", "testing", "testdata", "fixtures"})
KEYS = (".p12", ".pfx", ".jks", ".kdbx")
STRAY_FOLDERS = frozenset(
    [
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".tox",
        ".nox",
        ".venv",
        ".git",
        ".hg",
        ".svn",
        ".idea",
        ".vscode",
        ".hypothesis",
    ]
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


def base(name: str) -> str:
    """Return a path's last part."""
    return name.rstrip("/").rpartition("/")[2]


def is_licence(name: str) -> bool:
    """Whether a path looks like a licence file."""
    return LICENCE.fullmatch(base(name)) is not None


def is_secret(name: str) -> bool:
    """Whether a path looks like a secret."""
    return base(name) in SECRETS or base(name).endswith(KEYS)


def is_for_tests(name: str) -> bool:
    """Whether a path lies in a folder of tests."""
    return bool(TESTS & set(name.lower().split("/")[:-1]))


def is_stray(name: str) -> bool:
    """Whether a path is a cache, or an editor's or version control's own."""
    parts = name.rstrip("/").split("/")
    return bool(STRAY_FOLDERS & set(parts)) or parts[-1] in STRAY_FILES or parts[-1].endswith(STRAY_ENDS)
