"""The build stage: the files of a commit, made once from a clean clone, and kept with their manifest."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from gonogo.artifacts.store import whole
from gonogo.git import submodules, tags
from gonogo.git.clone import TemporaryGit
from gonogo.git.repository import Git, GitFailed, complaint
from gonogo.model.board import Row, kept_row
from gonogo.model.errors import Conflict, GonogoError
from gonogo.model.manifest import BrokenManifest, Manifest
from gonogo.model.plan import Plan
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release.contexts import Context
from gonogo.system.folders import temporary
from gonogo.version.pep440 import same

NAME = Stage.BUILD.value


class ForeignManifest(Conflict):
    text = "the files in {folder} were built from commit {theirs}, but this is {ours}"
    hint_text = "name a folder with the files of this commit, or check out the other one"


class StrangerHandedOn(Conflict):
    """A folder in which files are handed on holds one that is not of the release; others send all that is there."""

    text = "{folder} contains {name}, which does not belong to {project} {version}"
    hint_text = "remove it, or name an empty folder; a job that publishes from there would send it too"


class KeptBytesDiffer(Conflict):
    text = "{what} gives other bytes than those kept for {tag}"
    hint_text = (
        "the kept files may already be on the index, so they are not replaced; to discard them, type: invoke undo"
    )


class NothingHandedOn(GonogoError):
    text = "{folder} contains no manifest.json, so no files were handed on in it"
    hint_text = "write the files into a folder with: nox -s build -- --into FOLDER, and name that folder with --from"


def build(plan: Plan, context: Context, *, fresh: bool = False, wheels: Path | None = None) -> Row:
    """Build sdist and wheel of the release commit, or take its wheels from a folder, unless their bytes are kept."""
    started = time.monotonic()
    commit = context.commit(plan)
    manifest = None if fresh or wheels else context.kept.find(commit)
    kept = manifest is not None and bool(context.kept.files(manifest))
    if manifest is None:
        manifest = make(plan, context, commit, wheels)
    note = ", ".join(artifact.filename for artifact in manifest.artifacts)
    row = Row(NAME, Verdict.GO, time.monotonic() - started, note)
    return kept_row(row) if kept else row


def make(plan: Plan, context: Context, commit: str, wheels: Path | None = None) -> Manifest:
    """Build a commit as its tag says, and keep the bytes; KeptBytesDiffer where its tag has others."""
    from gonogo.artifacts import builder, expected

    git = holder(plan, context)
    epoch = git.epoch(commit)
    how = builder.How(pins(plan, git), siblings=context.siblings, workshops=context.workshops)
    with tempfile.TemporaryDirectory(prefix="gonogo-build-") as name, own_tree(context, git, commit) as tree:
        kinds = builder.BOTH[:1] if wheels else context.project.settings.artifacts
        files = expected.build(tree / context.subfolder, Path(name) / "dist", epoch, kinds, how)
        files += expected.handed(wheels, files[0]) if wheels else ()
        manifest = builder.manifest(files, builder.metadata_of(files[-1]), commit, epoch, plan.tag)
        manifest.tools["requires"] = builder.requirements(tree / context.subfolder, how)
        require_kept_bytes(manifest, plan, context, "the fresh build")
        context.kept.keep(manifest, files)
    return manifest


def pins(plan: Plan, git: Git) -> tuple[str, ...]:
    """Return what a release was rehearsed with, each as `name==version`, as its tag says."""
    from gonogo.artifacts import sums

    return sums.read(tags.message(git, plan.tag)).requires if plan.tag else ()


def require_kept_bytes(manifest: Manifest, plan: Plan, context: Context, what: str) -> None:
    """Raise KeptBytesDiffer unless every file that is kept for a tagged release is, by hash, among those of a manifest.

    Files may be added, such as wheels that were made elsewhere. What is kept and cannot be read protects nothing.
    """
    try:
        kept = context.kept.find(manifest.commit) if plan.tag else None
    except BrokenManifest:
        return
    if kept and same(kept.version, manifest.version) and not set(kept.artifacts) <= set(manifest.artifacts):
        raise KeptBytesDiffer(what=what, tag=plan.tag)


def holder(plan: Plan, context: Context) -> Git:
    """Return git where the release commit is whole: in the temporary clone, else in the user's repository."""
    commit = f"{context.commit(plan)}^{{commit}}"
    return context.clone if context.clone_folder.is_dir() and context.clone.resolve(commit) else context.git


def read_only(context: Context, git: Git, commit: str, folder: Path) -> Path:
    """Return a clean clone of a commit for reading, which packages that are released together share."""
    if context.trees:
        return context.trees.at(commit, lambda place: clean_clone(git, commit, place))
    return clean_clone(git, commit, folder)


@contextmanager
def own_tree(context: Context, git: Git, commit: str) -> Iterator[Path]:
    """Give a clean clone of a commit to work in; packages that are released together work in a few by turns."""
    with temporary() as folder, ExitStack() as stack:
        if context.trees:
            yield stack.enter_context(context.trees.own(commit, lambda place: clean_clone(git, commit, place)))
        else:
            yield clean_clone(git, commit, folder / "tree")


def clean_clone(git: Git, commit: str, folder: Path) -> Path:
    """Check a commit out in a fresh folder as `checked_out` does, with its submodules; else SubmoduleMissing."""
    fresh = Git(checked_out(git, commit, folder))
    submodules.fill(fresh, submodules.home(git))
    return folder


def checked_out(git: Git, commit: str, folder: Path) -> Path:
    """Check a commit out in a fresh folder, with its history and tags, and nothing of the work tree.

    GitFailed where a file of it is missing: git reports one as an error, and ends as if all were well.
    """
    fresh = TemporaryGit(folder)
    TemporaryGit(git.root)("clone", "--quiet", "--shared", "--no-checkout", "--", str(git.top), str(folder))
    done = fresh.run("-c", "core.hooksPath=/dev/null", "checkout", "--quiet", "--detach", commit, "--")
    if done.code or "error: " in done.stderr:
        raise GitFailed(command="checkout", why=complaint(done))
    return folder


def hand_on(manifest: Manifest, context: Context, folder: Path) -> None:
    """Write the judged files, their manifest and their verdicts into a folder that git overlooks, for another job."""
    import shutil

    kept = context.kept.folder(manifest)
    require_no_strangers(folder / "dist", manifest)
    (folder / "dist").mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    for path in context.kept.files(manifest):
        shutil.copyfile(path, folder / "dist" / path.name)
    for name in ("manifest.json", "verdicts.json"):
        if (kept / name).is_file():
            shutil.copyfile(kept / name, folder / name)


def require_no_strangers(folder: Path, manifest: Manifest) -> None:
    """Raise StrangerHandedOn where a folder holds anything but files of the manifest."""
    ours = {artifact.filename for artifact in manifest.artifacts}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in ours:
            raise StrangerHandedOn(folder=folder, name=path.name, project=manifest.name, version=manifest.version)


def take_over(context: Context, plan: Plan, folder: Path) -> Manifest:
    """Take files that another job built and judged; they must be of this commit and match their manifest.

    NothingHandedOn, KeptBytesChanged and KeptBytesDiffer before anything that is kept here is replaced.
    """
    import shutil

    if not (folder / "manifest.json").is_file():
        raise NothingHandedOn(folder=folder)
    manifest = Manifest.from_json((folder / "manifest.json").read_text(encoding="utf-8"), str(folder / "manifest.json"))
    commit = context.commit(plan)
    if manifest.commit != commit:
        raise ForeignManifest(folder=folder, theirs=manifest.commit[:12], ours=commit[:12])
    require_no_strangers(folder / "dist", manifest)
    files = whole(folder / "dist", manifest)
    require_kept_bytes(manifest, plan, context, f"what was handed on in {folder}")
    target = context.kept.keep(manifest, files)
    if (folder / "verdicts.json").is_file():
        shutil.copyfile(folder / "verdicts.json", target / "verdicts.json")
    return manifest
