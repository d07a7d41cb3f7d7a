"""The bytes of a release where none are kept: taken from what is public, or made again and compared with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from gonogo.artifacts import builder, expected
from gonogo.artifacts.store import Store, digest
from gonogo.index import published, reading
from gonogo.model.board import Row
from gonogo.model.errors import Conflict, Undecided
from gonogo.model.index import Served
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import State
from gonogo.model.verdict import Verdict
from gonogo.project.tree import Tree
from gonogo.release.contexts import Context, NothingBuilt
from gonogo.system import folders
from gonogo.version.pep440 import same

NAME = "bytes"


class NotTheSameBytes(Conflict):
    text = "{index} serves {filename} with other bytes than {commit} gives here, so the rest cannot be made here"
    hint_text = (
        "continue on the machine that began the release and has its files, or name a folder with them: --from FOLDER"
    )


class PartsUnknown(Undecided):
    text = "{index} serves {count} file(s) of {name} {version}, and no manifest here says whether these are all of them"
    hint_text = (
        "continue on the machine that began the release and has its files, or name a folder with them: --from FOLDER"
    )


class ServedOtherwise(Conflict):
    text = "{filename}, as {index} serves it, {why}"
    hint_text = "report it to those who run the index; nothing was kept"


def row(plan: Plan, context: Context) -> Row:
    """Make sure that a release's bytes are here, kept or public; NothingBuilt, PartsUnknown or NotTheSameBytes."""
    found = context.kept.find(context.commit(plan))
    if found is not None:
        context.kept.files(found)
        return Row(NAME, Verdict.GO, note="the judged files are kept here")
    seen = served(plan, context)
    if not seen:
        raise NothingBuilt(version=plan.new, commit=context.commit(plan)[:12])
    state = extent(seen, context.project)
    if state is State.UNKNOWN:
        raise PartsUnknown(count=len(seen), index=context.index.name, name=plan.name, version=plan.new)
    with folders.temporary() as folder:
        files = fetched(seen, folder, context)
        if state is State.DONE:
            keep(plan, context, files)
            return Row(NAME, Verdict.GO, note=f"{len(files)} files taken from {context.index.name}, by hash")
        made = made_again(plan, context, files, folder)
    return Row(NAME, Verdict.GO, note=f"{len(files)} of {made} files are published, and the same as those built here")


def served(plan: Plan, context: Context) -> tuple[Served, ...]:
    """Return what the index serves of the release; CouldNotTell where it cannot be asked."""
    return reading.of_version(reading.files(context.index, plan.name), plan.new)


def is_public(plan: Plan, context: Context) -> bool:
    """Return whether the index serves any of the release's files: of the kept bytes where there are some."""
    manifest = context.kept.find(context.commit(plan))
    return bool(published.look(context.index, manifest).same if manifest else served(plan, context))


def extent(seen: Sequence[Served], project: Project) -> State:
    """Say, without a manifest, whether every kind of file is there; UNKNOWN where wheels are made for platforms."""
    wheels = [one.filename for one in seen if one.filename.endswith(".whl")]
    kinds = {*(["wheel"] if wheels else []), *(["sdist"] if len(wheels) < len(seen) else [])}
    elsewhere = Tree(project.root).table(expected.MADE_ELSEWHERE)
    if not all(name.endswith("-any.whl") for name in wheels) or (seen and elsewhere):
        return State.UNKNOWN
    return State.DONE if kinds.issuperset(project.settings.artifacts or builder.BOTH) else State.TODO


def fetched(seen: Iterable[Served], folder: Path, context: Context) -> tuple[Path, ...]:
    """Fetch what is public, the sdist first; ServedOtherwise where bytes and named hash differ."""
    files = []
    for one in sorted(seen, key=lambda one: (one.filename.endswith(".whl"), one.filename)):
        path = reading.download(one, folder, one.size or LARGEST)
        if one.sha256 and digest(path) != one.sha256:
            why = "has another sha256 than the index lists"
            raise ServedOtherwise(filename=one.filename, index=context.index.name, why=why)
        files.append(path)
    return tuple(files)


LARGEST = 1 << 30  # bytes of a file at the most, where an index does not give its size


def keep(plan: Plan, context: Context, files: tuple[Path, ...]) -> Manifest:
    """Keep files that are public as the bytes of the release; ServedOtherwise where one is of another release."""
    for path in files:
        require_of_release(path, plan, context)
    commit = context.commit(plan)
    metadata = builder.metadata_of(files[-1])
    manifest = builder.manifest(files, metadata, commit, context.git.epoch(commit), plan.tag)
    context.kept.keep(manifest, files)
    return manifest


def require_of_release(path: Path, plan: Plan, context: Context) -> None:
    """Raise ServedOtherwise unless a file's own metadata names the release; its file name proves nothing."""
    from packaging.utils import canonicalize_name

    name, version = expected.identity(path)
    if name != canonicalize_name(plan.name) or not same(version, plan.new):
        why = f"is {name} {version} inside, not {plan.name} {plan.new}"
        raise ServedOtherwise(filename=path.name, index=context.index.name, why=why)


def made_again(plan: Plan, context: Context, files: Iterable[Path], folder: Path) -> int:
    """Build the release commit again and keep that, if each public file is among it; return how many there are."""
    from gonogo.release import build

    fresh = folder / "again"
    fresh.mkdir()
    again = replace(context, kept=Store(fresh))
    manifest = build.make(plan, again, context.commit(plan))
    hashes = {one.filename: one.sha256 for one in manifest.artifacts}
    for path in files:
        if hashes.get(path.name) != digest(path):
            raise NotTheSameBytes(index=context.index.name, filename=path.name, commit=manifest.commit[:12])
    context.kept.keep(manifest, again.kept.files(manifest))
    return len(manifest.artifacts)
