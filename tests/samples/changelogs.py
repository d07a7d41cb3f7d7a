"""A changelog before a release and what the release makes of it: a day, two headings, and the promotion by hand."""

from __future__ import annotations

from datetime import date

from gonogo.changelog import by_hand
from gonogo.changelog.document import Document
from gonogo.changelog.release import Release

DAY = date(2026, 11, 23)
OLD = "## 1.0.0 (2026-01-02)\n\n- first\n"
NEW = "## 1.1.0 (2026-11-23)\n"


def promoted(text: str, path: str = "CHANGELOG.md", version: str = "1.1.0") -> str:
    """Return a changelog that is kept by hand, with what waits in it released."""
    return by_hand.promoted(Document(text, path), Release(version, DAY, "demo", "1.0.0"))
