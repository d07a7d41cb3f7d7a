"""Adoption: what `init` would write into a project, as values; and the writing, once it was agreed to."""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gonogo import adopt
from gonogo.adopt import release_lock, workflows
from gonogo.adopt.change import FileChange, Note
from gonogo.adopt.site import Site
from gonogo.changelog import find
from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.model.board import Row
from gonogo.model.errors import Conflict, GonogoError
from gonogo.model.project import Project
from gonogo.model.verdict import Finding, Verdict
from gonogo.project import prefixes
from gonogo.release import group
from gonogo.release.survey import survey
from gonogo.system import writing
from gonogo.system.text import BOM


class ChangedMeanwhile(Conflict):
    text = "{path} was changed since its diff was shown; nothing was written"
    hint_text = "check it, then run the command again: gonogo init"


@dataclass(frozen=True)
class Names:
    """The names that gonogo's sessions and tasks have."""

    sessions: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Adoption:
    """What was found out of a project, what would be written, what only the user knows, and what to type then."""

    root: Path
    title: str
    found: tuple[tuple[str, str], ...]
    changes: tuple[FileChange, ...]
    notes: tuple[Note, ...]
    wheel: Path | None = None
    locks: bool = False
    after: str = "gonogo doctor"

    @property
    def next_command(self) -> str:
        """What comes after it: what was written is of use once it is committed."""
        return f"commit the files, then: {self.after}" if self.changes or self.locks else self.after

    @property
    def diff(self) -> str:
        """All changes as one unified diff."""
        return "\n".join(change.diff for change in self.changes)


def propose(folder: Path, names: Names, chosen: Collection[str] = (), wheel: str = "") -> Adoption:
    """Return what adoption would change; `chosen` files of CI may be replaced, `wheel` is gonogo's for the lock."""
    given = release_lock.named(wheel)
    if group.root_of(folder):
        from gonogo.commands.group import init as group_init

        return group_init.propose(folder, names, chosen, given)
    project = survey(folder)
    git = Git(project.root)
    files = adopt.propose(site_of(project, git, names))
    found = [*files, *workflows.proposed(wired(project, files), git.top, chosen, given)]
    rows = (("project", described(project)),)
    locks = served(found) and release_lock.can_be_made(project.root, given)
    return Adoption(project.root, project.name, rows, *parted(found), given, locks)


def parted(found: Iterable[FileChange | Note]) -> tuple[tuple[FileChange, ...], tuple[Note, ...]]:
    """Return what would be written, and what is left to the user, of all that was proposed."""
    proposed = tuple(found)
    changes = tuple(one for one in proposed if isinstance(one, FileChange) and one.is_change)
    return changes, (*(one for one in proposed if isinstance(one, Note)), *release_lock.not_on_an_index(changes))


def served(found: Iterable[FileChange | Note]) -> bool:
    """Return whether a workflow is among what is proposed."""
    return any(isinstance(one, FileChange) and one.path.startswith(workflows.PLACES) for one in found)


def site_of(project: Project, git: Git, names: Names) -> Site:
    """Return the site that a project is."""
    releases = len(tags.below_head(git, project.tag_template, project.name))
    kept = project.changelog_kind, project.changelog
    return Site(project.root, project.name, *kept, names.sessions, names.tasks, releases, project.version)


def described(project: Project) -> str:
    """Return what was found out about a project: layout, places of the version, tags, changelog."""
    held = ", ".join(dict.fromkeys(one.path for one in project.places))
    version = "from the tag" if project.layout.from_tag else f"in {held}"
    changelog = " ".join(filter(None, (project.changelog_kind, project.changelog)))
    return f"{project.layout.name}; version {version}; tags {project.tag_template}; changelog {changelog}"


def wired(project: Project, files: Iterable[FileChange | Note]) -> Project:
    """Return a project with the prefixes and the kind of changelog that hold once the files are written."""
    texts = {one.path: one.after for one in files if isinstance(one, FileChange)}
    begun = any(path.startswith(f"{find.FRAGMENTS}/") for path in texts)
    kind = "towncrier" if begun else project.changelog_kind
    return replace(project, prefixes=prefixes.find(project.root, texts), changelog_kind=kind)


def apply(adoption: Adoption) -> tuple[str, ...]:
    """Write the changes, all or none, and return their paths; ChangedMeanwhile where a file is another now."""
    root = adoption.root
    for change in adoption.changes:
        file = root / change.path
        now = file.read_bytes() if file.is_file() else None
        before = None if change.before is None else encoded(change, change.before.content)
        if now != before:
            raise ChangedMeanwhile(path=change.path)
    writing.replace_all({root / change.path: content(root, change) for change in adoption.changes})
    return tuple(change.path for change in adoption.changes)


def lock(adoption: Adoption) -> Row:
    """Make the lock of the tools, and return its row; what is missing for it is advice."""
    started = time.monotonic()
    note, missing = "", []
    try:
        note = release_lock.make(adoption.root, adoption.wheel)
    except GonogoError as error:
        missing = [Finding("left-to-you", error.sentence, fix=error.hint, blocking=False)]
    return Row(release_lock.LOCK, Verdict.GO, time.monotonic() - started, note, tuple(missing))


def content(root: Path, change: FileChange) -> bytes:
    """Return the bytes that a file gets."""
    return encoded(change, change.text(root).content)


def encoded(change: FileChange, text: str) -> bytes:
    """Return a text as bytes, with the line ends and the mark that the file has."""
    if change.before is None:
        return text.encode("utf-8")
    ended = text if change.before.newline == "\n" else text.replace("\n", change.before.newline)
    return (BOM if change.before.bom else b"") + ended.encode("utf-8")
