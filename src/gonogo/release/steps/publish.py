"""Upload each tested file to the index, by hash: an absent file is sent, other bytes are a conflict."""

from gonogo.index.published import Published, look, watch
from gonogo.model.errors import Conflict, CouldNotTell, Undecided, counted
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.stage import Probe, Reach, ReleaseState, State, WayOut
from gonogo.release.contexts import Context, NothingBuilt

REACH = Reach.PUBLIC
WAITING = ReleaseState.PUSHED
ON_CONFLICT = WayOut(
    "what is published cannot be taken back: commit a fix, then: invoke bump --part patch", "invoke bump --part patch"
)

SHOWN_SECONDS = 300.0  # how long an index may take to show what it has accepted


class NotShownYet(Undecided):
    text = "the index {index} accepted the upload and does not serve {filename} yet"
    hint_text = "indexes may take minutes to show a file; ask again with: invoke resume"


class PublishedOtherwise(Conflict):
    text = "the index {index} serves {filename}, which {why}"
    hint_text = "somebody else published this version: release the next one, and yank what is wrong"


def describe(plan: Plan, context: Context) -> str:
    """Say what will be sent where."""
    return f"publish {plan.name} {plan.new} to {context.index.name}, file by file, each only if it is absent"


def probe(plan: Plan, context: Context) -> Probe:
    """Compare what the index serves of this version with the manifest."""
    try:
        manifest = manifest_of(plan, context)
        seen = look(context.index, manifest)
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    if not manifest.artifacts:
        if seen.foreign:
            why = f"{context.index.name} serves files of this version, and none are kept here to compare them with"
            return Probe(State.UNKNOWN, why)
        return Probe(State.TODO, f"{context.index.name} serves nothing of this version")
    return judged(seen, manifest, context)


def judged(seen: Published, manifest: Manifest, context: Context) -> Probe:
    """Return what a look at the index means for the bytes that we have."""
    where, total = context.index.name, len(manifest.artifacts)
    if seen.clash:
        return Probe(State.CONFLICT, clash(seen, where).sentence)
    if seen.whole:
        return Probe(State.DONE, f"{where} serves {counted(total, 'judged file')}")
    return Probe(State.TODO, f"{where} serves {len(seen.same)} of {total} files")


def manifest_of(plan: Plan, context: Context) -> Manifest:
    """Return the manifest of the judged files; one without files where nothing is built yet."""
    try:
        return context.manifest(plan)
    except NothingBuilt:
        return Manifest(plan.name, plan.new, plan.base, 0, ())


def apply(plan: Plan, context: Context) -> None:
    """Send what is absent, then wait, within limits, until the index serves the whole release."""
    from gonogo.index.uploader import send

    manifest = context.manifest(plan)
    files = {path.name: path for path in context.kept.files(manifest)}
    seen = look(context.index, manifest)
    require_ours(seen, context)
    send(context.index, manifest, [files[one.filename] for one in seen.missing], context.token)
    after = watch(context.index, manifest, SHOWN_SECONDS)
    require_ours(after, context)
    for artifact in after.missing:
        raise NotShownYet(index=context.index.name, filename=artifact.filename)


def require_ours(seen: Published, context: Context) -> None:
    """Raise PublishedOtherwise where the index serves other bytes, or other files of this version."""
    if seen.clash:
        raise clash(seen, context.index.name)


def clash(seen: Published, where: str) -> PublishedOtherwise:
    """Return the error that names the first file that is not ours."""
    if seen.other:
        filename, why = seen.other[0].filename, "has other bytes than the tested file"
    else:
        filename, why = seen.foreign[0], "is not in the manifest"
    return PublishedOtherwise(index=where, filename=filename, why=why)
