"""Each judged file enters the index, by hash: absent is sent, the same is done, another is a conflict."""

from __future__ import annotations

from gonogo.index.published import Published, look, watch
from gonogo.model.errors import CouldNotTell, GonogoError, Status, counted
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.probe import Probe, Reach, State
from gonogo.model.release_state import ReleaseState
from gonogo.release.context import NothingBuilt, World

REACH = Reach.PUBLIC
WAITING = ReleaseState.PUSHED

SHOWN_SECONDS = 300.0
"""How long an index may take to show what it has accepted."""


class NotShownYet(GonogoError):
    """The index accepted files and does not serve them yet."""

    status = Status.UNKNOWN
    text = "the index {index} accepted the upload and does not serve {filename} yet"
    hint_text = "indexes may take minutes to show a file; look again with: invoke resume"


class PublishedOtherwise(GonogoError):
    """The index serves files of this version that are not ours."""

    status = Status.CONFLICT
    text = "the index {index} serves {filename}, which {why}"
    hint_text = "somebody else published this version: release the next one, and yank what is wrong"


def describe(plan: Plan, world: World) -> str:
    """Say what will be sent where."""
    return f"publish {plan.name} {plan.new} to {world.index.name}, file by file, each only if it is absent"


def probe(plan: Plan, world: World) -> Probe:
    """Compare what the index serves of this version with the manifest."""
    try:
        manifest = manifest_of(plan, world)
        seen = look(world.index, manifest)
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    if not manifest.artifacts:
        return unjudged(seen, world)
    return judged(seen, manifest, world)


def judged(seen: Published, manifest: Manifest, world: World) -> Probe:
    """Return what a look at the index means for the bytes that we have."""
    where, total = world.index.name, len(manifest.artifacts)
    if seen.clash:
        return Probe(State.CONFLICT, clash(seen, where).sentence)
    if seen.whole:
        return Probe(State.DONE, f"{where} serves {counted(total, 'judged file')}")
    return Probe(State.TODO, f"{where} serves {len(seen.same)} of {total} files")


def unjudged(seen: Published, world: World) -> Probe:
    """Return what a look at the index means while no bytes of ours exist to compare with."""
    if seen.foreign:
        why = f"{world.index.name} serves files of this version, and none are kept here to compare them with"
        return Probe(State.UNKNOWN, why)
    return Probe(State.TODO, f"{world.index.name} serves nothing of this version")


def manifest_of(plan: Plan, world: World) -> Manifest:
    """Return the manifest of the judged files; one without files where nothing is built yet."""
    try:
        return world.manifest(plan)
    except NothingBuilt:
        return Manifest(plan.name, plan.new, plan.base, 0, ())


def apply(plan: Plan, world: World) -> None:
    """Send what is absent, then wait, within limits, until the index serves the whole release."""
    from gonogo.index.uploader import send

    manifest = world.manifest(plan)
    files = {path.name: path for path in world.kept.files(manifest)}
    seen = look(world.index, manifest)
    require_ours(seen, world)
    send(world.index, manifest, [files[one.filename] for one in seen.missing], world.token)
    after = watch(world.index, manifest, SHOWN_SECONDS)
    require_ours(after, world)
    for artifact in after.missing:
        raise NotShownYet(index=world.index.name, filename=artifact.filename)


def require_ours(seen: Published, world: World) -> None:
    """Raise PublishedOtherwise where the index serves other bytes, or other files of this version."""
    if seen.clash:
        raise clash(seen, world.index.name)


def clash(seen: Published, where: str) -> PublishedOtherwise:
    """Return the error that names the first file that is not ours."""
    if seen.other:
        filename, why = seen.other[0].filename, "has other bytes than ours"
    else:
        filename, why = seen.foreign[0], "is not in the manifest"
    return PublishedOtherwise(index=where, filename=filename, why=why)
