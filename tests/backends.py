"""What a build backend says of a tree, asked once in a process where it can say nothing else of the same files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from gonogo.artifacts.builder import Metadata

PLAIN = 'requires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
OWN_CODE = ("dynamic", "hook", "backend-path")
"""Words of a pyproject.toml with which hatchling runs code of the project, or of a plugin."""


def remembering(ask: Callable[..., Metadata]) -> Callable[..., Metadata]:
    """Return what asks for the metadata of a tree, and remembers what hatchling alone makes of the same files."""
    said: dict[str, Metadata] = {}

    def metadata(source: Path, *more: object) -> Metadata:
        if not is_static(source):
            return ask(source, *more)
        key = digest(source)
        if key not in said:
            said[key] = ask(source, *more)
        return said[key]

    return metadata


def is_static(source: Path) -> bool:
    """Return whether hatchling alone makes the metadata of a tree."""
    try:
        text = (source / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return PLAIN in text and not any(word in text for word in OWN_CODE) and not (source / "hatch.toml").exists()


def digest(source: Path) -> str:
    """Return a hash of all files of a tree, but for git's."""
    total = hashlib.sha256()
    for where, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            path = Path(where, name)
            content = path.read_bytes() if path.is_file() else os.fsencode(path.readlink())
            total.update(f"{path.relative_to(source)!r} {len(content)} ".encode() + content)
    return total.hexdigest()
