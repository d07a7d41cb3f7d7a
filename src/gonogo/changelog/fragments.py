"""Fragments: one file a note, read strictly, so that no note is lost and none says more than it should."""

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from gonogo.changelog.release import conflict
from gonogo.model.errors import GonogoError
from gonogo.system.text import NotText, decoded

SIZE_LIMIT = 64_000  # bytes of one fragment
COUNT_LIMIT = 10_000  # fragments of one release
NAME_LIMIT = 200

_ODD = re.compile(rb"[\x00\r\x80-\xff]")  # what a plain text in ASCII does not hold
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MAYBE_HEADING = re.compile(r"^\s*(?:#{1,6}(?:\s|$)|([-=~^\"'*+#`.:_])\1{2,}\s*$|<h\d|\*\*)", re.MULTILINE)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_NO_NOTE = re.compile(
    r"(?:readme|templates?|examples?|index|contributing|how-?to|guide|instructions|about)(?:[-_][\w-]+)?\.(?:rst|md|txt)"
    r"|[\w-]+(?:\.(?:rst|md|txt))?\.(?:py|sh|toml|ya?ml|json|cfg|ini|jinja2?|j2|tmpl|tpl|html|css|js|png|svg|lock|in)",
    re.IGNORECASE,
)
_STRANGE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\%:*?\"<>|\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


class FragmentRefused(GonogoError):
    text = "the fragment {path} is refused: {why}"
    hint_text = (
        "rename it or remove it; a fragment is named NUMBER.TYPE.md or +WORD.TYPE.md, TYPE one of: {types};"
        " if the file is not a fragment, add its name to `ignore` in [tool.towncrier]"
    )


class TooManyFragments(GonogoError):
    text = "{folder} holds more than {limit} fragments"
    hint_text = "release more often, or merge some of them"


class Fragment(NamedTuple):
    """A note; `issue` is empty for an orphan, and `counter` distinguishes several notes of one issue and type."""

    path: str
    type: str
    issue: str
    counter: int
    text: str
    section: str = ""


class Entry(NamedTuple):
    """A file of a fragment folder, and what distinguishes its state from another one."""

    name: str
    size: int
    changed: int
    inode: int


@dataclass(frozen=True)
class Rules:
    """What the fragments of a project may be; `silent` types show no text, and `ignored` names are left out."""

    types: tuple[str, ...]
    silent: Collection[str]
    ignored: tuple[str, ...]
    marker: str
    changelog: str
    ignore_is_set: bool = False

    @cached_property
    def ignored_names(self) -> re.Pattern[str]:
        """A pattern for the names that are left out, in small letters."""
        return re.compile("|".join(translate(pattern) for pattern in self.ignored))

    def refuse(self, path: str, why: str) -> FragmentRefused:
        """Return the error that refuses a fragment."""
        return FragmentRefused(path=path, why=why, types=", ".join(self.types))

    def ignores(self, name: str) -> bool:
        """Return whether a file in the folder is no fragment: left out by name, or of another form.

        towncrier passes over every file whose name has no type. A note with a misspelt name is among them, so that
        only what is certainly no note is left out: documents about fragments, templates and programs. Where the project
        says itself what to ignore, nothing else is left out.
        """
        if self.ignored_names.fullmatch(name.lower()):
            return True
        return not self.ignore_is_set and (name.startswith((".", "_")) or bool(_NO_NOTE.fullmatch(name)))


def entries(folder: Path, shown: str, rules: Rules, nested: Collection[str] = ()) -> tuple[Entry, ...]:
    """Return the files of a fragment folder by name, but for the folders of other sections in `nested`."""
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as listing:
        found = [one for one in listing if one.name not in nested and not rules.ignores(one.name)]
    if len(found) > COUNT_LIMIT:
        raise TooManyFragments(folder=shown, limit=COUNT_LIMIT)
    known = []
    for one in sorted(found, key=lambda one: one.name):
        why = name_fault(one.name) or link_fault(one, folder)
        status = None if why else one.stat()
        why = why or kind_fault(status)
        if why or status is None:
            raise rules.refuse(f"{shown}/{one.name}", why)
        known.append(Entry(one.name, status.st_size, status.st_mtime_ns, status.st_ino))
    _require_distinct([one.name for one in known], shown, rules)
    return tuple(known)


def _require_distinct(names: Iterable[str], shown: str, rules: Rules) -> None:
    """Refuse two names that are one on another file system."""
    seen: dict[str, str] = {}
    for name in names:
        folded = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            raise rules.refuse(f"{shown}/{name}", f"it differs from {seen[folded]} by case or composition only")
        seen[folded] = name


@lru_cache(maxsize=COUNT_LIMIT)
def name_fault(name: str) -> str:
    """Return why a file name cannot be a fragment's, or nothing."""
    if len(name) > NAME_LIMIT:
        return f"its name is longer than {NAME_LIMIT} characters"
    if _STRANGE.search(name) or not name.isprintable():
        return "its name contains a character that some systems do not accept"
    if name.startswith("-") or ".." in name or _RESERVED.match(name):
        return "its name means something else to a program or system"
    return ""


def link_fault(entry: os.DirEntry[str], folder: Path) -> str:
    """Return why a link is no fragment, or nothing: one to a fragment beside it gives that note another type."""
    if entry.is_symlink() and not _leads_beside(folder / entry.name):
        return "it is a link to something that is not a fragment beside it"
    return ""


def kind_fault(status: os.stat_result | None) -> str:
    """Return why what has this state is not a plain file of a fair size, or nothing."""
    if status is None or not stat.S_ISREG(status.st_mode):
        return "it is a folder" if status and stat.S_ISDIR(status.st_mode) else "it is not a file"
    return f"it is larger than {SIZE_LIMIT} bytes" if status.st_size > SIZE_LIMIT else ""


def _leads_beside(path: Path) -> bool:
    """Return whether a link leads to a plain file in its own folder."""
    target = path.resolve()
    return target.parent == path.parent.resolve() and target.is_file()


def text_of(path: str, shown: str, rules: Rules) -> str:
    r"""Return a fragment's text with `\n` line ends and no mark; FragmentRefused where it is no plain note."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            raw = os.read(handle, SIZE_LIMIT + 1)
        finally:
            os.close(handle)
        text = decoded(Path(path), raw, shown).content.replace("\r\n", "\n") if _ODD.search(raw) else raw.decode()
    except NotText as error:
        raise rules.refuse(shown, f"not UTF-8 text ({error.fields['why']})") from error
    except OSError as error:
        raise rules.refuse(shown, error.strerror or "it cannot be read") from error
    why = text_fault(text, rules)
    if why:
        raise rules.refuse(shown, why)
    return text


def text_fault(text: str, rules: Rules) -> str:
    """Return why a text cannot be a note, or nothing; what it may say is taken literally."""
    if _CONTROL.search(text):
        return "it holds control characters"
    if conflict(text) >= 0:
        return "it holds the marks of a merge conflict"
    if rules.marker.strip() and rules.marker.strip() in text:
        return "it holds the marker of the changelog"
    if not _MAYBE_HEADING.search(text):
        return ""
    from gonogo.changelog.document import Document

    flush = "\n".join(line.strip() for line in text.splitlines())
    for section in Document(flush, rules.changelog).sections:
        if section.version or section.heading.style in {"#", "##"}:
            return f"it forges the heading '{section.title[:40]}'"
    return ""
