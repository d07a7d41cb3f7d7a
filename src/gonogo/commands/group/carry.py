"""Open releases at the root of several packages: pushed, carried on or taken back, each with all that it is made of."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

from gonogo.artifacts.environments import Siblings
from gonogo.commands import bump, undo
from gonogo.commands.group.release import after_release, close, is_published_here, publish_each, pushed
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head, version_in
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import GonogoError, Status
from gonogo.model.verdict import Verdict
from gonogo.release import contexts, group, planner, recovery, state
from gonogo.release.closing import home
from gonogo.release.group import Group
from gonogo.release.group import run as group_run
from gonogo.release.group import tags as group_tags
from gonogo.release.group.run import Named, Part
from gonogo.release.recovery import Recovered
from gonogo.release.runner import Listener
from gonogo.release.steps import land
from gonogo.system import folders


class SeveralOpen(GonogoError):
    """Several releases are open, and none is on top of its branch."""

    status = Status.CONFLICT
    text = "several releases are open here, with commits on top of all of them: {tags}"
    hint_text = "take the one of a single package back in its folder: invoke undo"


class NoneOpen(bump.NothingOpen):
    """No release of several packages is open."""

    hint_text = "begin one with: invoke release --all --part minor"


@dataclass(frozen=True)
class Opened:
    """What is open in a repository of several packages: what was finished first, and the packages of each release."""

    several: Group
    recovered: Recovered
    releases: tuple[tuple[Part, ...], ...]
    scratch: Path


@contextmanager
def opened(folder: Path) -> Iterator[Opened]:
    """Give what is open in a repository of several packages, by the releases; this is the one writer in it."""
    git = Git(folder)
    with folders.temporary() as scratch, recovery.alone(git) as recovered:
        found = group.read(folder)
        releases: dict[str, list[Part]] = {}
        for member in found.members:
            intent = state.declared(member.project, git)
            if intent is not None:
                context = replace(home(member.project), siblings=Siblings(scratch / "siblings"))
                part = Part(member.name, state.of_intent(member.project, intent), context, found.needed(member))
                releases.setdefault(intent.prefix, []).append(part)
        yield Opened(found, recovered, tuple(map(tuple, releases.values())), scratch)


def push(folder: Path, listener: Listener) -> Board:
    """Push the open releases of several packages: for each its branch and tags, all or none."""
    with opened(folder) as found:
        if not found.releases:
            raise NoneOpen
        rows: tuple[Row, ...] = ()
        for parts in found.releases:
            if not parts[0].context.remote:
                raise bump.NoRemote
            rows = (*rows, *pushed(parts, listener))
            if not is_go(rows):
                break
            close(parts, [part for part in parts if not is_published_here(part)])
    after = after_push([part for parts in found.releases for part in parts])
    return bump.board(f"push {labels(found)}", (*found.recovered, *rows), after)


def after_push(parts: Sequence[Part]) -> str:
    """Return what comes after the push of packages."""
    return "invoke resume" if any(map(is_published_here, parts)) else after_release(parts)


def resume(folder: Path, listener: Listener) -> Board:
    """Carry the open releases of several packages on, with the kept bytes; nothing open is GO."""
    with opened(folder) as found:
        if not found.releases:
            row = Row("resume", Verdict.GO, note="nothing is open")
            return Board("resume", (*found.recovered, row), "invoke status")
        rows: tuple[Row, ...] = ()
        for parts in found.releases:
            rows = (*rows, *resumed(parts, found, listener))
    last = found.releases[-1]
    return bump.board(f"resume {labels(found)}", (*found.recovered, *rows), after_release(last))


def resumed(parts: Sequence[Part], found: Opened, listener: Listener) -> tuple[Row, ...]:
    """Carry one release on: as far as the remote as one, then each package with the bytes that were judged.

    They install from the files of all packages of the release, those that are out already among them.
    """
    rows = pushed(parts, listener)
    if not is_go(rows):
        return rows
    group_run.gather(released_with(found.several, parts[0].plan.tag), found.scratch / "siblings")
    return (*rows, *publish_each(parts, lambda part: send(part, listener), listener))


def send(part: Part, listener: Listener) -> tuple[Row, ...]:
    """Publish one package with the bytes that were judged, verify and announce it."""
    return bump.sent(part.plan, part.context, Named(listener, part.plan.name))


def take_back(folder: Path, *, remote: bool) -> Board:
    """Take the open release of several packages back, all of it; with `remote`, from the remote too."""
    started = time.monotonic()
    with opened(folder) as found:
        if not found.releases and found.recovered.taken_back:
            return Board("undo", found.recovered.rows, "invoke status")
        parts = newest(found) if found.releases else last_released(found.several)
        last = parts[-1]
        released = [(part.plan, part.context.project) for part in parts]
        note = undo.taken_back(released, contexts.local(last.context.project), allowed=remote)
    row = Row("undo", Verdict.GO, time.monotonic() - started, note)
    return Board(f"undo {last.plan.label}", (*found.recovered, row), "invoke status")


def newest(found: Opened) -> tuple[Part, ...]:
    """Return the packages of the only release that is open, else of the one on top of its branch; SeveralOpen."""
    if len(found.releases) == 1:
        return found.releases[0]
    for parts in found.releases:
        last = parts[-1]
        if land.tip(last.plan, last.context) == last.context.git.resolve(f"refs/heads/{last.plan.branch}"):
            return parts
    raise SeveralOpen(tags=labels(found))


def last_released(several: Group) -> tuple[Part, ...]:
    """Return the packages of the release that is the newest by its tags; NoneOpen where there is none."""
    git = Git(several.root)
    known = {one.name: newest_below_head(git, one.project.tag_template, one.project.name) for one in several.members}
    tags = {tag.commit: tag.name for tag in known.values() if tag.commit}
    if not tags:
        raise NoneOpen
    return released_with(several, tags[git("rev-list", "--topo-order", "--max-count=1", *tags)])


def released_with(several: Group, tag: str) -> tuple[Part, ...]:
    """Return the packages of the release that a tag belongs to, in the order of their commits."""
    git = Git(several.root)
    released = group_tags.together(several, tag)
    commits = group_tags.commits(several, released)
    base, parts = git.resolve(f"{commits[0]}^1") or commits[0], []
    for name, own in released.items():
        project, commit = several.member(name).project, git.resolve(f"refs/tags/{own}^{{commit}}")
        version = version_in(own, project.tag_template, project.name)
        plan = planner.of_intent(project, own, version, git.branch() or project.branch, commit)
        beside = tuple(other for one, other in released.items() if one != name)
        parts.append((commits.index(commit), Part(name, replace(plan, base=base, beside=beside), home(project))))
    return tuple(part for _, part in sorted(parts, key=itemgetter(0)))


def labels(found: Opened) -> str:
    """Return what is open, in a title."""
    return ", ".join(parts[-1].plan.label for parts in found.releases)
