"""Recovery: what a killed run began is finished, or was never begun; the first thing that every command does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from gonogo.git import intent, locks, lookups, work_tree
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.model.board import Row
from gonogo.model.errors import Conflict, GonogoError
from gonogo.model.verdict import Finding, Verdict
from gonogo.release.steps import land
from gonogo.system import folders


@dataclass(frozen=True)
class Recovered:
    """What recovery found and finished: a row for each, and the tags of the releases that are taken back."""

    rows: tuple[Row, ...] = ()
    taken_back: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@contextmanager
def alone(git: Git) -> Iterator[Recovered]:
    """Be the one writer in a repository, and give what was finished first of a killed run; an error shows it too."""
    with locks.one_writer(git), lookups.one_command():
        lookups.new_phase()
        found = recover(git)
        try:
            yield found
        except GonogoError as error:
            error.details = (*(row.note for row in found), *error.details)
            raise


def recover(git: Git) -> Recovered:
    """Finish every landing and every taking-back that was killed; return what was found.

    The caller is the one writer. A landing whose branch has moved on in the meantime is forgotten: nothing of it
    had happened. So is one that the user took back by hand. Raises LockedByAnother and GitFailed where something
    foreign stands in the way.
    """
    folders.sweep()
    locks.clear_own(git)
    refs = git.seen(intent.HIDDEN)
    if not refs:
        return Recovered()
    intents = intent.of(refs)
    undone = [one for one in intents if one.kind == intent.UNDO]
    rows = [finish_undo(git, one) for one in undone]
    left = [one for one in intents if one.kind == intent.LAND and one.name not in {gone.name for gone in undone}]
    by_hand = [one for one in left if land.is_taken_back(git, one)]
    rows += [forget(git, one) for one in by_hand]
    left = [one for one in left if one not in by_hand]
    rows += [finish_landing(git, one) for one in left if not is_whole(git, one) and not is_overtaken(git, one)]
    rows += [finish_commit(git, one) for one in intents if one.kind == intent.COMMIT]
    drop_halves(git, intents)
    return Recovered(tuple(rows), tuple(tag for one in (*undone, *by_hand) for tag in one.tags))


class KilledRun(Conflict):
    """A run that was killed left something half done, which a rehearsal would take for what the project is."""

    text = "a run was killed here: {what}"
    hint_text = "finish it first: {fix}"


RESUME, UNDO = "invoke resume", "invoke undo"  # what finishes that which a killed run left half done


def unfinished(git: Git) -> tuple[Finding, ...]:
    """Return what a killed run left half done, each with the command that finishes it; nothing is changed."""
    intents = intent.find(git)
    undone = {one.name: one.label for one in intents if one.kind == intent.UNDO}
    found = [finding(f"{label} was being taken back", UNDO) for label in sorted(undone.values())]
    for one in intents:
        if one.kind == intent.COMMIT:
            found.append(finding(f"the commit of {one.name} had begun", RESUME))
        elif one.kind == intent.LAND and one.name not in undone and is_half(git, one):
            found.append(finding(f"the landing of {one.label} on {one.branch} had begun", RESUME))
    locked = " and ".join(locks.leftovers(git))
    return (*found, *((finding(f"{locked} are left, or a run is at it now", RESUME),) if locked else ()))


def finding(what: str, fix: str) -> Finding:
    """Return what a killed run left as advice."""
    return Finding("killed-run", what, fix=fix, blocking=False)


def is_half(git: Git, one: Intent) -> bool:
    """Return whether a landing is to be finished: it is not whole, and the user has not undone it or gone on."""
    return not (is_whole(git, one) or is_overtaken(git, one) or land.is_taken_back(git, one))


def left_behind(git: Git) -> tuple[Row, ...]:
    """Return the row on what a killed run left half done; none where nothing is."""
    found = unfinished(git)
    return (Row("left behind", Verdict.GO, findings=found),) if found else ()


def require_finished(git: Git) -> None:
    """Raise KilledRun where a killed run left something half done; for what would not finish it itself."""
    for one in unfinished(git):
        raise KilledRun(what=one.what, fix=one.fix)


@contextmanager
def explained(git: Git) -> Iterator[None]:
    """Let an error about a repository that a killed run left half done name that run: files and refs may disagree."""
    try:
        yield
    except GonogoError as error:
        found: tuple[Finding, ...] = ()
        with suppress(GonogoError):
            found = unfinished(git)
        if not found or isinstance(error, KilledRun):
            raise
        raise KilledRun(what=found[0].what, fix=found[0].fix, details=[error.sentence]) from error


def is_whole(git: Git, one: Intent) -> bool:
    """Return whether branch, tag and work tree hold what the intent says."""
    there = all(git.resolve(ref) == oid for ref, oid in one.tag_refs.items())
    if not there or not land.contains(git, one.branch_ref, one.commit):
        return False
    place = land.tree_at(git, one.branch, one.commit)
    return place is None or work_tree.look(place, parent(git, one), one.commit).done


def is_overtaken(git: Git, one: Intent) -> bool:
    """Return whether the tag is there, but the user's branch has left the release: it was undone half way."""
    return any(map(git.resolve, one.tag_refs)) and not land.contains(git, one.branch_ref, one.commit)


def forget(git: Git, one: Intent) -> Row:
    """Forget a release that the user took back by hand."""
    intent.close(git, one)
    return Row("recover", Verdict.GO, note=f"{one.label} is forgotten: {BY_HAND}")


BY_HAND = "its tag and its commit were removed without gonogo"


def finish_landing(git: Git, one: Intent) -> Row:
    """Carry a killed landing to its end."""
    return finished(git, one, land.fulfil, f"the landing of {one.label}")


def finish_commit(git: Git, one: Intent) -> Row:
    """Carry a killed commit without a tag, such as the next development version, to its end."""
    return finished(git, one, land.advance, f"the commit of {one.label}")


def finished(git: Git, one: Intent, act: Callable[[Git, Intent, str], object], what: str) -> Row:
    """Do what a killed run was at; it is forgotten where the branch has moved on in the meantime."""
    started = time.monotonic()
    try:
        act(git, one, parent(git, one))
    except land.BranchMoved:
        note = f"{what} that was killed is forgotten: {one.branch} has moved on"
        return Row("recover", Verdict.GO, time.monotonic() - started, note)
    return Row("recover", Verdict.GO, time.monotonic() - started, f"finished {what} that was killed")


def finish_undo(git: Git, one: Intent) -> Row:
    """Carry a killed undo to its end."""
    started = time.monotonic()
    land.undo(git, one, parent(git, one))
    return Row("recover", Verdict.GO, time.monotonic() - started, f"finished taking {one.label} back")


def parent(git: Git, one: Intent) -> str:
    """Return the commit that the release stands on."""
    return one.base or git.resolve(f"{one.commit}^1")


def drop_halves(git: Git, intents: tuple[Intent, ...]) -> None:
    """Delete hidden refs that belong to no whole intent: they were killed before anything was declared."""
    known = {ref for one in intents for ref in one.refs}
    halves = [name for name in git.seen(intent.HIDDEN) if name not in known]
    if halves:
        intent.transact(git, [f"delete {name}" for name in halves])
