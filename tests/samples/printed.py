"""Printed commands: every command that the documents, the written files and the golden texts tell a user to type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = "invoke|gonogo|nox|pipx|uvx|uv|git|gh|python3?|pip|pypi-attestations|zizmor|ulimit|mkdir|cd"
COMMAND = re.compile(rf"(?:\.venv/bin/)?(?:{PROGRAMS}) \S.*")
SHELLS = ("console", "sh", "bash", "shell")
HINT = re.compile(rf"(?:(?<=: )|(?<=; )|(?<=or )|(?<=and )|(?<=then ))(?=((?:{PROGRAMS}) [^;()]+))")
"""A command in the sentence of a hint: it follows a colon or one of these words."""

END = re.compile(r",? (?:or|and|first|then|with|to|in|shows)\b.*|, .*|\.$")
"""Where the sentence goes on behind a command."""


@dataclass(frozen=True)
class Unit:
    """Commands that are typed one after the other, and where they are printed."""

    where: str
    commands: tuple[str, ...]


def units(root: Path) -> Iterator[Unit]:
    """Yield what is printed in a checkout: a fenced block each, and each command of a table or a golden text."""
    documents = [root / name for name in ("README.md", "PUBLISHING.md", "CONTRIBUTING.md")]
    for path in [*documents, *sorted((root / "docs").rglob("*.md"))]:
        if not path.is_symlink():
            yield from of_document(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    head = (root / "src/gonogo/adopt/templates/noxfile.py.jinja").read_text(encoding="utf-8")
    head = head.replace("{{ typed }}", "build tests check publish verify")
    yield from (Unit("noxfile.py", (one.strip(),)) for one in re.findall(r"nox -s [a-z ]+", head))
    for path in sorted((root / "tests/golden").iterdir()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield from (Unit(f"{path.name}:{number}", (one,)) for one in of_hint(line))


def of_document(name: str, text: str) -> Iterator[Unit]:
    """Yield the units of one document."""
    language: str | None = None
    block: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            if language in SHELLS and block:
                yield Unit(f"{name}:{number - len(block)}", tuple(block))
            language, block = (line.strip("` \t") or "plain", []) if language is None else (None, [])
        elif language in SHELLS:
            block += of_line(line, block)
        elif language is None and line.startswith("|"):
            found = [one for one in re.findall(r"`([^`]+)`", line) if COMMAND.fullmatch(one)]
            yield from (Unit(f"{name}:{number}", (one,)) for one in found)


def of_line(line: str, block: list[str]) -> list[str]:
    """Return the command of a line of a fenced block, without its prompt and its remark; a continued one is joined."""
    if block and block[-1].endswith("\\"):
        block[-1] = f"{block[-1][:-1].strip()} {line.strip()}"
        return []
    bare = line.strip()
    if not bare.startswith("$ ") and not COMMAND.fullmatch(bare):
        return []
    return [re.sub(r"\s{2,}#.*", "", bare.removeprefix("$ "))]


def of_hint(line: str) -> list[str]:
    """Return the commands of a line of a golden text that says what to type next.

    >>> of_hint("  next: finish it with: invoke resume, or take it back with: invoke undo")
    ['invoke resume', 'invoke undo']
    """
    if not re.match(r"(\s+|GO  |NO-GO  )(next|fix): ", line):
        return []
    return [command_of(one) for one in HINT.findall(line)]


def command_of(text: str) -> str:
    """Return a command without the words of the sentence that follow it; what is quoted is part of it."""
    quoted = re.search(r'"[^"]*"$', text)
    return text.strip() if quoted else END.sub("", text).strip().rstrip(",")
