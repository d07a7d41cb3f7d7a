"""Create the release on the forge with notes and files: first as a draft, public when it is complete."""

from dataclasses import replace

from packaging.utils import canonicalize_name

from gonogo.forge import find
from gonogo.forge.api import ForgeRefused, ForgeSilent
from gonogo.forge.provider import Compared, Forge, Release, compare, spelt
from gonogo.model.errors import Conflict, CouldNotTell
from gonogo.model.manifest import Manifest, distribution
from gonogo.model.plan import Plan
from gonogo.model.stage import Probe, Reach, ReleaseState, State, WayOut
from gonogo.release import group, sbom
from gonogo.release.contexts import Context, NothingBuilt
from gonogo.release.group import tags as group_tags
from gonogo.system import folders

REACH = Reach.PUBLIC
WAITING = ReleaseState.UNANNOUNCED
ON_CONFLICT = WayOut(
    "remove that file on the release's page, then type: invoke resume",
    "fix the release's page, then: invoke resume",
)

ATTEMPTS = 5
FIRST_WAIT = 0.4
LONGEST_WAIT = 30.0


class TagNotOnForge(Conflict):
    text = "on {host} the tag {tag} {found}, but the release was built from {commit}"
    hint_text = "push the tag first with: invoke push; a tag that was moved needs a new version"


class AssetsDiffer(Conflict):
    text = "the release of {tag} on {host} holds {filename}, which {why}"
    hint_text = "remove that file on the release's page, then type: invoke resume"


def describe(plan: Plan, context: Context) -> str:
    """Say what will be announced where."""
    forge = find.of(context.project)
    if forge is None:
        return f"announce nothing: {find.absence(context.project)}"
    return f"make the release of {plan.tag} on {forge.host}, with its notes and the published files"


def probe(plan: Plan, context: Context) -> Probe:
    """Compare the forge release of the tag with the manifest."""
    try:
        forge = find.of(context.project)
        if forge is None:
            return Probe(State.DONE, f"skipped: {find.absence(context.project)}", skipped=True)
        return seen(plan, forge, published(plan, forge, context), context)
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    except ForgeRefused as error:
        return Probe(State.UNKNOWN, error.sentence)


def published(plan: Plan, forge: Forge, context: Context) -> Release | None:
    """Return the published release of a plan's tag; of a package that is announced with others, the one of them all."""
    several = None if plan.whole or context.project.settings.forge_releases == "each" else group.root_of(context.repo)
    if several is None:
        return forge.published(plan.tag)
    tags = group_tags.announced_at(group.read(several), plan.tag)
    releases = filter(None, map(forge.published, tags))
    own = canonicalize_name(plan.name)
    return next((one for one in releases if own in {distribution(asset.name) for asset in one.assets}), None)


def seen(plan: Plan, forge: Forge, release: Release | None, context: Context) -> Probe:
    """Return what the published release, or its absence, means."""
    if release is None:
        return Probe(State.TODO, f"{forge.host} has no release of {plan.tag}")
    try:
        compared = without_others(compare(forge, release, context.manifest(plan).artifacts), plan, context)
    except NothingBuilt:
        return Probe(State.UNKNOWN, f"{forge.host} has a release of {plan.tag}, and no files are kept to compare")
    clash = clash_of(compared, plan, forge)
    if clash:
        return Probe(State.CONFLICT, clash.sentence)
    if compared.missing:
        return Probe(State.TODO, f"the release of {plan.tag} lacks {len(compared.missing)} files")
    return Probe(State.DONE, f"{forge.host} has the release of {plan.tag} with our files")


def without_others(compared: Compared, plan: Plan, context: Context) -> Compared:
    """Return what was compared for a package without the files of other packages, which are announced with it."""
    several = group.root_of(context.repo) if compared.foreign and not plan.whole else None
    if several is None:
        return compared
    known = {one.name for one in group.read(several).members} - {canonicalize_name(plan.name)}
    return replace(compared, foreign=tuple(one for one in compared.foreign if distribution(one) not in known))


def apply(plan: Plan, context: Context) -> None:
    """Make the release, or finish a half-made one; after a lost answer the forge is looked at again."""
    import stamina

    from gonogo.system.quiet import quiet

    forge = find.of(context.project)
    if forge is None:
        return
    manifest = context.manifest(plan)
    tries = stamina.retry_context(
        on=pause, attempts=ATTEMPTS, timeout=None, wait_initial=FIRST_WAIT, wait_max=LONGEST_WAIT
    )
    for attempt in tries:
        with attempt, quiet():
            advance(forge, plan, manifest, context)


def advance(forge: Forge, plan: Plan, manifest: Manifest, context: Context) -> None:
    """Look at the forge, and do whatever is still to be done, from any half-made state."""
    require_tag(forge, plan, manifest)
    published = forge.published(plan.tag)
    release = published or forge.draft(plan.tag) or drafted(forge, plan, context)
    compared = compare(forge, release, manifest.artifacts)
    clash = clash_of(compared, plan, forge)
    if clash:
        raise clash
    for asset in compared.broken:
        forge.discard(asset)
    files = {path.name: path for path in context.kept.files(manifest)}
    with folders.temporary() as scratch:
        beside = sbom.of_release(plan, context, manifest, scratch)
        there = {asset.name for asset in release.assets if asset.whole}
        missing = [files[one.filename] for one in compared.missing]
        for path in (*missing, *(one for one in beside if spelt(one.name) not in there)):
            forge.upload(release, path)
    if release.draft:
        forge.publish(release, [*files, *(one.name for one in beside)])
    elif (leftover := forge.draft(plan.tag)) is not None:
        forge.drop(leftover)


def drafted(forge: Forge, plan: Plan, context: Context) -> Release:
    """Make the draft of a release with its notes."""
    from gonogo.artifacts import sums
    from gonogo.forge.notes import for_forge
    from gonogo.version.pep440 import parse

    notes = for_forge(plan.notes or section(plan, context), context.project.changelog)
    notes += f"\n```text\n{sums.plain(context.manifest(plan))}```\n"
    name = plan.whole or f"{plan.name} {plan.new}"
    return forge.create(plan.tag, name, notes, prerelease=parse(plan.new).is_prerelease)


def section(plan: Plan, context: Context) -> str:
    """Return the changelog's section on the version: the notes, where the release was landed long ago or elsewhere."""
    from gonogo import changelog

    return changelog.notes_of(context.project, plan.new)


def require_tag(forge: Forge, plan: Plan, manifest: Manifest) -> None:
    """Raise TagNotOnForge unless the tag there names the built commit; a forge makes a missing tag."""
    found = forge.commit_of(plan.tag)
    if found != manifest.commit:
        where = f"is at {found[:12]}" if found else "does not exist"
        raise TagNotOnForge(host=forge.host, tag=plan.tag, found=where, commit=manifest.commit[:12])


def clash_of(compared: Compared, plan: Plan, forge: Forge) -> AssetsDiffer | None:
    """Return the error on the first asset that is not ours; None where there is none."""
    for names, why in (
        (compared.other, "has other bytes than the tested file"),
        (compared.foreign, "is not in the manifest"),
    ):
        for name in names:
            return AssetsDiffer(tag=plan.tag, host=forge.host, filename=name, why=why)
    return None


def pause(error: Exception) -> bool | float:
    """Return whether and when a failed try is made again: only after a lost answer, and as the forge asks."""
    if not isinstance(error, ForgeSilent):
        return False
    return error.after if error.after is not None else True
