"""Writing a fragment: named and worded so that towncrier and its readers take it as it is."""

import hashlib
import re
from datetime import date
from pathlib import Path

from gonogo.changelog import configuration, towncrier
from gonogo.changelog.fragments import name_fault, text_fault
from gonogo.changelog.release import Release
from gonogo.model.errors import GonogoError
from gonogo.system.text import inside
from gonogo.system.writing import replace_all

_EMPTY = re.compile(r"\s*[-*+\u2022]?\s*[^\w\s]*[:;,)\]][^\w]*$")
"""What stands before a note whose template has nothing to write there."""

_ISSUE = re.compile(r"#?(?P<issue>[\w][\w.-]*)")


class UnknownType(GonogoError):
    text = "'{type}' is not a type of fragment here"
    hint_text = "the types are: {types}{near}"


class NoteRefused(GonogoError):
    text = "this note cannot be a fragment: {why}"
    hint_text = 'type for example: invoke news --type {type} --issue 12 "What changed, in one sentence."'


def add(root: Path, changelog: str, kind: str, issue: str, text: str) -> str:
    """Write a note into a new fragment, an orphan without an issue, and return its path; UnknownType, NoteRefused."""
    found = configuration.config(root, changelog)
    rules = configuration.rules(found)
    require_type(kind, rules.types)
    text = typed(text, kind)
    wanted = _ISSUE.fullmatch(issue)
    why = "there is no text" if not text.strip() else text_fault(text, rules)
    if text.startswith("--"):
        why = f"{text.split()[0]} looks like an option"
    if issue and not wanted:
        why = f"'{issue}' is not an issue's number or name"
    if why:
        raise NoteRefused(why=why, type=kind)
    stem = wanted["issue"] if wanted else f"{found.orphan_prefix}{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    folder = next(iter(configuration.folders(root, found).values()))
    path = free(root, folder, f"{stem}.{kind}", Path(found.filename).suffix if found.create_add_extension else "")
    replace_all({inside(root, path): f"{text.strip()}\n".encode()})
    return path


def typed(text: str, kind: str) -> str:
    """Return a text as the UTF-8 that was typed, whatever encoding Python took it for; NoteRefused for other bytes."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteRefused(why="it is not UTF-8 text", type=kind) from error


def require_type(kind: str, types: tuple[str, ...]) -> None:
    """Raise UnknownType, with the types and the nearest of them, unless it is one."""
    if kind in types:
        return
    from difflib import get_close_matches

    near = get_close_matches(kind[:40], types, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnknownType(type=kind, types=", ".join(types), near=hint)


def free(root: Path, folder: str, stem: str, suffix: str) -> str:
    """Return the first path for a fragment that is not taken: counted from the second one on."""
    if name_fault(stem + suffix):
        raise NoteRefused(why=name_fault(stem + suffix), type=stem.rpartition(".")[2])
    names = (stem + suffix, *(f"{stem}.{number}{suffix}" for number in range(1, 10_000)))
    return next(f"{folder}/{name}" for name in names if not (root / folder / name).exists())


def odd_line(root: Path, changelog: str, text: str) -> str:
    """Return the line of a note without an issue, where a template of the project's own puts an empty place before it.

    Such a template prints links to issues first, as in `- : Note.`; empty where the line begins as others do.
    """
    if isinstance(configuration.config(root, changelog).template, tuple):
        return ""
    start = " ".join(text.split()[:2])
    try:
        shown = towncrier.preview(root, Release("1.0", date.today()), changelog).splitlines()
    except GonogoError:
        return ""
    return next((line.strip() for line in shown if start in line and _EMPTY.match(line.partition(start)[0])), "")
