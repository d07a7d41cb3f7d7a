"""Whether a change has its note: a fragment, an entry in a changelog that is kept by hand, or no need of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gonogo import changelog
from gonogo.changelog import by_hand, unheaded
from gonogo.changelog.document import Document
from gonogo.git.repository import Git
from gonogo.model.errors import counted
from gonogo.model.project import Project
from gonogo.model.verdict import Examined, Finding


@dataclass(frozen=True)
class Change:
    """What is committed or staged since a commit: the paths in the project, and those of them that are still there."""

    base: str
    paths: tuple[str, ...]
    present: tuple[str, ...]

    def without(self, folders: Sequence[str]) -> Change:
        """Return the change outside of some folders, each with a slash at its end."""
        out = tuple(folders)
        left = [tuple(path for path in paths if not path.startswith(out)) for paths in (self.paths, self.present)]
        return Change(self.base, *left)


def since(git: Git, base: str) -> Change:
    """Return what was changed since a commit in the folder of a project; what is not staged is no part of it."""
    words = ("diff", "--cached", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--relative", base, "--")
    fields = git(*words).split("\0")
    found = dict(zip(fields[1::2], fields[::2], strict=False))
    return Change(base, tuple(found), tuple(path for path, status in found.items() if status != "D"))


def examine(project: Project, change: Change) -> Examined:
    """Say whether a change has its note; FragmentRefused where a fragment is none."""
    left = unexempt(project, change.paths)
    notes = tuple(written(project, change))
    if notes or not left:
        exempt = f"{counted(len(change.paths), 'changed file')} without need of a note" if change.paths else "no change"
        return Examined(len(change.paths) or 1, note=f"the note is {', '.join(notes)}" if notes else exempt)
    files = f"{counted(len(left), 'file')} changed since {change.base[:12]} without a note"
    return Examined(len(left), (Finding("no-note", files, left[0], how(project)),))


def unexempt(project: Project, paths: Sequence[str]) -> tuple[str, ...]:
    """Return the changed paths that ask for a note: not those of the changelog, nor those that the settings except."""
    if not paths:
        return ()
    from pathspec import GitIgnoreSpec

    own = [f"/{one}" for one in (*changelog.folders(project), project.changelog) if one]
    excepted = GitIgnoreSpec.from_lines([*project.settings.news_exempt, *own])
    return tuple(path for path in paths if not excepted.match_file(path))


def written(project: Project, change: Change) -> Iterator[str]:
    """Yield where a change has notes: its fragments, the files of versions, entries, or the section of a release."""
    waiting = changelog.pending(project, allow_empty=True)
    if changelog.has_fragments(project) or project.changelog_kind == "folder":
        yield from (path for path in waiting if path in change.present)
    if project.changelog in change.present and Path(project.root / project.changelog).is_file():
        yield from entries(project, change)


def entries(project: Project, change: Change) -> Iterator[str]:
    """Yield what a changed changelog says that it did not say before: a release, or a line for the next one."""
    path = project.changelog
    before = Git(project.root).run("show", f"{change.base}:./{path}").stdout
    old, new = Document(before, path), by_hand.document(project.root, path)
    known = {one.version for one in old.releases}
    yield from (f"the section {one.version} of {path}" for one in new.releases if one.version not in known)
    if not changelog.has_fragments(project) and lines(new, project.version) - lines(old, project.version):
        yield f"an entry in {path}"


def lines(document: Document, current: str) -> set[str]:
    """Return the lines of the notes for the release after the current version."""
    open_one = by_hand.the_open_section(document, current)
    if open_one is not None:
        return set(document.notes(open_one.heading.body, open_one.end).splitlines())
    ahead = [one for one in by_hand.ahead(document) if by_hand.leads_on(one.version, current)]
    for one in ahead:
        return set(document.notes(one.heading.body, one.end).splitlines())
    first = document.releases[0].heading.lead if document.releases else len(document.text)
    start = unheaded.place_of(document)
    return set(document.notes(start, first).splitlines()) if start >= 0 else set()


def how(project: Project) -> str:
    """Return how the missing note is written: the command, or the place; where fragments wait unstaged, what to add."""
    if not changelog.has_fragments(project):
        return f"{changelog.of(project.changelog_kind).how(project.root, project.changelog)} ({project.changelog})"
    waiting = changelog.pending(project, allow_empty=True)
    known = set(Git(project.root)("ls-files", "-z", "--", *changelog.folders(project)).split("\0"))
    unstaged = [path for path in waiting if path not in known]
    if unstaged:
        return f"git add {' '.join(unstaged)}"
    ours = changelog.of(project.changelog_kind)
    types = tuple(ours.config(project.root, project.changelog).types)
    kind = "feature" if "feature" in types else types[0]
    misc = '; if users notice nothing of it: invoke news --type misc --text "..."' if "misc" in types else ""
    return f'invoke news --type {kind} --text "What changed."{misc}'
