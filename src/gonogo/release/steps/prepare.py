"""Make the release in a temporary clone: version, changelog, what else follows the version, commit and tag."""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from gonogo import changelog
from gonogo.git import clone, submodules
from gonogo.git.repository import Git
from gonogo.git.tags import WITH
from gonogo.git.work_tree import index_size
from gonogo.model.board import Row, examined_row
from gonogo.model.errors import NoGo, counted, few
from gonogo.model.plan import Plan
from gonogo.model.stage import Probe, Reach, ReleaseState, State
from gonogo.model.verdict import Examined, Finding, Verdict
from gonogo.project import bump, dependents, siblings
from gonogo.release import extent, hooks
from gonogo.release.contexts import Context, today
from gonogo.system.process import Completed
from gonogo.version.pep440 import same

REACH = Reach.NONE
WAITING = ReleaseState.NOTHING_OPEN

LARGE = 200_000  # bytes of git's index from which a tree is large: some two thousand files
PLAIN = {"hatchling.build": "hatchling", "flit_core.buildapi": "flit"}
"""Backends that read the code's folder and those that pyproject.toml names, and how their requirement begins."""

SETTINGS = frozenset({"hatch.toml", "hatch_build.py", "setup.py", "setup.cfg", "towncrier.toml", "MANIFEST.in"})
"""Files beside pyproject.toml that may name a folder."""

ANYWHERE = re.compile(r"hook|glob|\*\*|backend-path")  # what in pyproject.toml may lead into any folder
NAME = re.compile(r"[\w.-]+")


class HookRefused(NoGo):
    text = "git {act} was refused: {why}"
    hint_text = "fix what the hook or the signing program names; nothing was changed"


class NotSigned(NoGo):
    """git is set up to sign tags and left one unsigned; some versions of git say so and go on."""

    text = "git made the tag {tag} without its signature: {why}"
    hint_text = "fix user.signingkey in git's settings, or what signs with it; nothing was changed"


def describe(plan: Plan, context: Context) -> str:
    """Say what will be prepared."""
    return f"prepare {plan.name} {plan.new} in a clone of {context.repo.name}, {plan.branch} at {plan.base[:12]}"


def probe(plan: Plan, context: Context) -> Probe:
    """Return whether the temporary clone has the tag already; the clone of another run is never used."""
    ready = context.clone_folder.is_dir() and context.clone.resolve(f"refs/tags/{plan.tag}")
    return Probe(State.DONE, "made commit and tag in a temporary clone") if ready else Probe(State.TODO)


def apply(plan: Plan, context: Context) -> None:
    """Clone, or go on in the clone of a release of several; write, commit and tag there, with the project's hooks."""
    if not context.clone_folder.is_dir():
        made_for(plan, context)
    if not extent.remember(context) and submodules.are_missing(context.clone):
        submodules.fill(context.clone, context.git.folder)
        extent.remember(context)
    hooks.run("before-prepare", plan, context)
    write(plan, context)
    hooks.run("after-prepare", plan, context)
    record(plan, context.clone)


def made_for(plan: Plan, context: Context) -> None:
    """Make the temporary clone, with those submodules whose files are here."""
    out = left_out(plan, context)
    made = clone.clone(context.git, context.clone_folder, plan.branch, plan.base, out)
    submodules.fill_from_here(made, context.git.folder)


def left_out(plan: Plan, context: Context) -> tuple[str, ...]:
    """Return the top folders of a large tree that no hook and no backend reads while a release is prepared."""
    project = context.project
    whole = index_size(context.git) < LARGE or project.settings.hooks or context.subfolder.name
    if whole or has_hooks(context.git.hooks):
        return ()
    lines = [line for line in context.git("ls-tree", "-z", plan.base).split("\0") if line]
    listed = {name: head.split(" ")[1] for head, _, name in (line.partition("\t") for line in lines)}
    said = context.git("show", f"{plan.base}:pyproject.toml") if "pyproject.toml" in listed else ""
    if not is_plain(said, project.layout.backend) or any(one in SETTINGS or "bumpversion" in one for one in listed):
        return ()
    places = (place.path for place in (*project.places, *project.settings.also))
    named = chain(places, plan.fragments, changelog.folders(project), (project.changelog, *project.settings.locks))
    code = (name.replace(".", "/") for name in project.layout.import_names)
    used = {path.partition("/")[0] for path in (*named, *code)} | {"src"}
    return tuple(one for one, kind in listed.items() if kind == "tree" and one not in used and is_unnamed(one, said))


def has_hooks(folder: Path) -> bool:
    """Return whether a folder of git's hooks holds one that is more than a sample."""
    return folder.is_dir() and any(path.suffix != ".sample" for path in folder.iterdir())


def is_plain(said: str, backend: str) -> bool:
    """Return whether a pyproject.toml requires a backend that is known, without plugins, and leads into no folder."""
    from gonogo.system import toml

    required = toml.parse(said, "pyproject.toml").get("build-system", {}).get("requires", ())
    own = PLAIN.get(backend, "")
    return (
        bool(own) and all(one.startswith(own) for one in required) and len(required) == 1 and not ANYWHERE.search(said)
    )


def is_unnamed(folder: str, said: str) -> bool:
    """Return whether settings do not name a folder whose name can be given to git as it is."""
    return bool(NAME.fullmatch(folder)) and folder not in said


def write(plan: Plan, context: Context) -> None:
    """Write the new version to every place, to what follows it, and the notes to the changelog."""
    root = context.clone_folder / context.subfolder
    write_version = context.bumper.write if context.bumper else bump.write
    write_version(root, context.project.places, plan.old, plan.new)
    siblings.write(root, plan.raised)
    dependents.write(context.clone_folder, root, context.project, plan.new, today())
    changelog.write(root, context.project, plan, today())


def record(plan: Plan, made: Git) -> None:
    """Commit everything and tag it, annotated, or signed where git is set up to sign."""
    made("add", "--all")
    guarded(made, "commit", "--quiet", "--allow-empty", "-m", plan.message)
    tag(plan, made)


def join(plans: Sequence[Plan], made: Git) -> None:
    """Make one commit of those of several packages, and tag it for each."""
    listed = [f"{plan.name} {plan.new}" for plan in plans]
    made("reset", "--quiet", "--soft", plans[0].base)
    message = "\n".join([f"Release {few(listed)}", "", *listed])
    guarded(made, "commit", "--quiet", "--allow-empty", "-m", message)
    for plan in plans:
        tag(plan, made, "--force")


def tag(plan: Plan, made: Git, *more: str, commit: str = "HEAD") -> None:
    """Tag a commit, annotated; where git is set up to sign tags, NotSigned if it did not.

    The tag names those of the other packages of its release.
    """
    others = " ".join(tag for tag in plan.beside if tag != plan.tag)
    named = ("-m", f"{WITH}{others}") if others else ()
    done = guarded(made, "tag", "-m", plan.message, *more, *named, "--", plan.tag, commit)
    if clone.signs_tags(made) and "\n-----BEGIN " not in made("cat-file", "tag", plan.tag):
        raise NotSigned(tag=plan.tag, why=done.tail or "it does not say why")


def guarded(made: Git, act: str, *words: str) -> Completed:
    """Run a git command that hooks and signing may refuse."""
    done = made.run(act, *words)
    if done.code:
        raise HookRefused(act=act, why=done.tail or f"exit status {done.code}")
    return done


SUMS = "hashes in the tag"


def name_files(plan: Plan, context: Context, *others: Context) -> Row:
    """Make the tag in the temporary clone anew, with the hashes of the files that were judged; its commit stays.

    `others` are the contexts of packages that share the tag.
    """
    from gonogo.artifacts import sums

    found = [(one.manifest(plan), one.kept) for one in (context, *others)]
    text = "\n\n".join(sums.text(manifest, kept.files(manifest)) for manifest, kept in found)
    tag(plan, context.clone, "--force", "-m", text, commit=found[0][0].commit)
    count = sum(len(manifest.artifacts) for manifest, _ in found)
    return Row(SUMS, Verdict.GO, note=f"{plan.tag} names {counted(count, 'file')} by sha256")


READ_BACK = "read back"


def read_back(plan: Plan, context: Context) -> Row:
    """Read the written version back from every location in the temporary clone and from its backend."""
    return examined_row(READ_BACK, compare(plan, context))


def compare(plan: Plan, context: Context) -> Examined:
    """Compare every place, and the backend's metadata, with the planned version."""
    from gonogo.project import locations

    root = context.clone_folder / context.subfolder
    spots = [locations.find(root, place) for place in context.project.places]
    backend, built = f"the metadata of {context.project.layout.backend}", extent.read_after(context).version
    wrong = {spot.place.path: spot.raw for spot in spots if not locations.says(spot, plan.new)}
    wrong |= {} if same(built, plan.new) else {backend: built}
    findings = tuple(
        Finding(
            "version-not-written",
            f"{where} says {version}, not {plan.new}",
            where,
            "name the location in the setting `places` of [tool.gonogo]",
        )
        for where, version in wrong.items()
    )
    where = dict.fromkeys((*(spot.place.path for spot in spots), backend))
    return Examined(len(where), findings, f"{plan.new} in {', '.join(where)}")
