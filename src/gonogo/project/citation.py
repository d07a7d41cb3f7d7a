"""CITATION.cff: how a work is cited; its version and date of release follow the release."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError
from gonogo.system.text import load

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

NAME = "CITATION.cff"
_KEY = r"^{key}:[ \t]*(?P<quote>[\"']?)(?P<value>[^\"'#\n]*?)(?P=quote)[ \t]*(?=#|$)"


class CitationUnclear(GonogoError):
    """The citation file says one key twice."""

    text = "CITATION.cff has {count} lines for {key}"
    hint_text = "keep one of them"


def write(root: Path, version: str, day: date) -> bool:
    """Bring version and date-released to the release, where the file has them; return whether it changed."""
    if not (root / NAME).is_file():
        return False
    text = load(root, NAME)
    if _one(text.content, "version") is None:
        return False
    content = _with(_with(text.content, "version", version), "date-released", day.isoformat())
    if content != text.content:
        text.with_content(content).save()
    return content != text.content


def read(root: Path) -> str:
    """Return the version that the file says; empty where it says none."""
    found = _one(load(root, NAME).content, "version") if (root / NAME).is_file() else None
    return found["value"] if found else ""


def _one(content: str, key: str) -> re.Match[str] | None:
    """Return the line of a key at the top level; CitationUnclear where there are several."""
    found = list(re.finditer(_KEY.format(key=re.escape(key)), content, re.MULTILINE))
    if len(found) > 1:
        raise CitationUnclear(key=key, count=len(found))
    return found[0] if found else None


def _with(content: str, key: str, value: str) -> str:
    """Return the text with a key's value changed, its quotes kept; unchanged where the key is not there."""
    found = _one(content, key)
    return content[: found.start("value")] + value + content[found.end("value") :] if found else content
