"""Lock files: the one entry that is the project itself gets the new version; what it depends on is left
alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from gonogo.model.errors import GonogoError, Status
from gonogo.system import toml
from gonogo.system.text import load
from gonogo.version.pep440 import to_cargo

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock")
_BLOCK = re.compile(r"^\[\[package\]\][ \t]*$", re.MULTILINE)
_NEXT = re.compile(r"^\[", re.MULTILINE)
_VERSION = re.compile(r"^version[ \t]*=[ \t]*\"(?P<version>[^\"\n]*)\"", re.MULTILINE)


class LockNotWritten(GonogoError):
    """A lock file would not say the new version for the project, or would change elsewhere."""

    status = Status.NO_GO
    text = "{path} cannot be brought to {version}: {why}"
    hint_text = "renew it with the tool that wrote it, commit it, and run the command again"


@dataclass(frozen=True)
class Entry:
    """The project's own entry in a lock file: which package it is, and where its version stands in the
    text."""

    number: int
    start: int
    end: int


def normal(name: str) -> str:
    """Return a package's name as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write(root: Path, path: str, name: str, version: str) -> bool:
    """Give the project's own entry the new version, in that file's spelling; return whether the file changed.

    The file is parsed before and after: LockNotWritten unless that one version is all that differs.
    """
    text = load(root, path)
    before = toml.parse(text.content, path)
    found = own_entry(text.content, before, name)
    if found is None:
        return False
    written = to_cargo(version) if PurePosixPath(path).name == "Cargo.lock" else version
    content = text.content[: found.start] + written + text.content[found.end :]
    after = toml.parse(content, path)
    before["package"][found.number]["version"] = written
    if after != before:
        raise LockNotWritten(path=path, version=version, why="more than the project's own entry would change")
    if content != text.content:
        text.with_content(content).save()
    return content != text.content


def own_entry(content: str, tables: dict[str, Any], name: str) -> Entry | None:
    """Return the entry of the project itself: its name, taken from no index; None where there is none with a
    version."""
    packages = tables.get("package", [])
    blocks = list(_BLOCK.finditer(content))
    if not isinstance(packages, list) or len(blocks) != len(packages):
        return None
    for number, (package, block) in enumerate(zip(packages, blocks, strict=True)):
        if normal(str(package.get("name", ""))) == normal(name) and is_local(package):
            following = _NEXT.search(content, block.end())
            version = _VERSION.search(content, block.end(), following.start() if following else len(content))
            return Entry(number, *version.span("version")) if version else None
    return None


def is_local(package: dict[str, Any]) -> bool:
    """Return whether a locked package comes from the project's own files: of uv, poetry, pdm or Cargo."""
    source = package.get("source")
    if source is None:
        return "path" in package or not ({"files", "checksum", "wheels", "sdist"} & set(package))
    if isinstance(source, dict):
        return source.get("type") == "directory" or bool({"editable", "virtual", "directory"} & set(source))
    return False
