"""What the guide quotes as a symptom is what the tool says, word for word, or what somebody else is known to say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "gonogo"
pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="the tests stand outside of the repository")
SAID_BY_OTHERS = {
    "invalid-publisher": "PyPI",
    "already has a publish attestation": "PyPI's publish action",
    "400 File already exists": "PyPI",
    "400": "PyPI",
    "403": "PyPI",
    "Cannot upload assets to an immutable release": "GitHub",
    "nox -s tests": "the user",
}
"""Words in the table that gonogo does not say, and who does."""

TELLING = 7
"""Letters that a sentence of gonogo's must have of its own, so that not every text is one."""


def symptoms() -> list[str]:
    """Return what the first column of the table quotes."""
    section = (ROOT / "PUBLISHING.md").read_text(encoding="utf-8").partition("## Troubleshooting by symptom")[2]
    rows = [line.split(" | ")[0] for line in section.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    return [quoted for row in rows[1:] for quoted in re.findall(r"`([^`]+)`", row)]


def sentences() -> Iterator[str]:
    """Yield every sentence that gonogo can say as a pattern: of errors, and of texts composed in the code."""
    for line in (ROOT / "tests" / "golden" / "errors.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  ") and not line.startswith("  next: "):
            yield from pattern(re.split(r"(<[a-z_]+>)", line.strip()))
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield from pattern([str(one.value) if isinstance(one, ast.Constant) else "<a>" for one in node.values])


def pattern(pieces: list[str]) -> Iterator[str]:
    """Yield the pattern of a text with values in it, where enough of it is gonogo's own."""
    values = [re.fullmatch("<[a-z_]+>", one) for one in pieces]
    own = "".join(one for one, value in zip(pieces, values, strict=True) if not value)
    if len(re.findall(r"[a-z]", own)) >= TELLING:
        yield "".join(".+" if value else re.escape(one) for one, value in zip(pieces, values, strict=True))


def in_a_template(quoted: str) -> bool:
    return any(quoted in path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.jinja"))


@pytest.fixture(scope="module")
def said() -> list[str]:
    return list(sentences())


def test_there_are_symptoms_to_examine() -> None:
    assert len(symptoms()) > 12
    assert set(SAID_BY_OTHERS) <= set(symptoms())


@pytest.mark.parametrize("quoted", sorted({*symptoms()} - {*SAID_BY_OTHERS}))
def test_a_quoted_symptom_is_what_gonogo_says(quoted: str, said: list[str]) -> None:
    assert in_a_template(quoted) or any(re.fullmatch(one, quoted) for one in said)


@pytest.mark.parametrize("quoted", ["the tag v1.3.0 is not the version", "no fragments", "push rejected"])
def test_words_that_gonogo_does_not_say_are_found_out(quoted: str, said: list[str]) -> None:
    assert not any(re.fullmatch(one, quoted) for one in said)
