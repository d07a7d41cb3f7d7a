"""Compare the index with the manifest, and install and run the files in clean environments."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from gonogo.artifacts import installed, layers
from gonogo.artifacts.backend import HookServer
from gonogo.artifacts.builder import metadata_of, wheel_from
from gonogo.artifacts.environments import Environment
from gonogo.artifacts.kept_environments import empty, place
from gonogo.artifacts.store import digest
from gonogo.index import reading as indexes
from gonogo.index.published import Published, watch
from gonogo.index.published import look as look_once
from gonogo.model.board import Row
from gonogo.model.errors import CouldNotTell, GonogoError, NoGo
from gonogo.model.index import Served
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.plan import Plan
from gonogo.model.stage import Probe, Reach, ReleaseState, Stage, State
from gonogo.model.verdict import Examined, Finding, Verdict
from gonogo.release.contexts import Context
from gonogo.system.folders import temporary

REACH = Reach.NONE
WAITING = ReleaseState.UNVERIFIED

SHOWN_SECONDS = 600.0  # how long an index may take to show a release that was published


class NotAsJudged(NoGo):
    text = "the files of {name} {version} on {index} are not those that were judged: {why}"
    hint_text = "do not announce it; see every finding with: nox -s verify -- --to {index}"


def describe(plan: Plan, context: Context) -> str:
    """Say what will be looked at."""
    return f"read {plan.name} {plan.new} back from {context.index.name}, install it clean and run it"


def probe(plan: Plan, context: Context) -> Probe:
    """Return whether exactly these bytes were verified here and are still what the index serves."""
    manifest = context.manifest(plan)
    if context.kept.verdict(manifest, kept_name(context)) is None:
        return Probe(State.TODO, "not verified here yet")
    try:
        seen = look_once(context.index, manifest)
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    if seen.clash:
        return Probe(State.CONFLICT, f"{context.index.name} serves other files than those verified")
    return Probe(State.DONE if seen.whole else State.TODO, f"{context.index.name} serves what was verified here")


def apply(plan: Plan, context: Context) -> None:
    """Verify, and keep the verdict with the hash of what it is about; NotAsJudged for any finding."""
    started = time.monotonic()
    examined = examine(plan, context)
    require_held(examined, plan, context)
    row = Row(kept_name(context), Verdict.GO, time.monotonic() - started, examined.note, stage=Stage.VERIFY)
    context.kept.judge(context.manifest(plan), row)


def require_held(examined: Examined, plan: Plan, context: Context) -> None:
    """Raise NotAsJudged for what does not hold, and CouldNotTell where that is not known."""
    found = sorted(examined.findings, key=lambda one: one.undecided)
    for first, *others in [found] if found else []:
        if first.undecided:
            raise CouldNotTell(what=f"whether what {context.index.name} serves holds", why=first.what)
        details = [one.what for one in others]
        words = {"index": context.index.name, "name": plan.name, "version": plan.new, "why": first.what}
        raise NotAsJudged(**words, details=details)


def kept_name(context: Context) -> str:
    """Return the name under which the verdict over an index is kept."""
    return f"verify on {context.index.name}"


def examine(plan: Plan, context: Context) -> Examined:
    """Read the release back, then install and run wheel and sdist side by side, each in a clean environment."""
    from gonogo.release import attestations

    manifest = context.manifest(plan)
    kinds = ways(manifest)
    with temporary() as folder, ExitStack() as stack:
        places = [stack.enter_context(place()) for _ in kinds]
        with ThreadPoolExecutor(2, "verify") as pool:
            given = [pool.submit(empty, one, context.siblings) for one in places]
            seen = watch(context.index, manifest, SHOWN_SECONDS)
            found = look(seen, manifest, context, folder)
            proven = Examined(0) if found else attestations.examine(seen.served, manifest, context)
            if found or proven.findings:
                return Examined(len(manifest.artifacts), (*found, *proven.findings))
            environments = [one.result() for one in given]
            ran = list(pool.map(partial(install_and_run, manifest, context, folder), kinds, environments))
    findings = tuple(finding for several in ran for finding in several)
    total, how = len(manifest.artifacts), " and ".join(kinds) or "nothing"
    note = "; ".join(filter(None, (f"{total} files read back", proven.note, f"run from {how}")))
    return Examined(total + len(kinds), findings, note)


def ways(manifest: Manifest) -> tuple[str, ...]:
    """Return in which ways a release can be installed here: as `wheel`, and as `sdist`, built first."""
    wheels = installed.usable([one for one in manifest.artifacts if one.is_wheel])
    sdists = [one for one in manifest.artifacts if not one.is_wheel]
    return (*(["wheel"] if wheels else []), *(["sdist"] if sdists else []))


def look(seen: Published, manifest: Manifest, context: Context, folder: Path) -> list[Finding]:
    """Fetch every file that the index serves of the release back into a folder, and return what differs."""
    found = [*differences(seen, context.index.name)]
    if found:
        return found
    served = {one.filename: one for one in seen.served}
    with ThreadPoolExecutor(8, "read-back") as pool:
        several = pool.map(lambda one: fetched(one, served[one.filename], folder), manifest.artifacts)
        return [finding for some in several for finding in some]


def differences(seen: Published, where: str) -> Iterable[Finding]:
    """Yield what an index serves otherwise than the manifest says."""
    resume = "finish the upload with: invoke resume"
    stop = "do not announce this version; yank it and release the next one"
    for one in seen.missing:
        yield Finding("not-served", f"{where} does not serve {one.filename}", one.filename, resume)
    for one in seen.other:
        yield Finding("other-bytes", f"{where} serves {one.filename} with other bytes", one.filename, stop)
    for name in seen.foreign:
        yield Finding("foreign-file", f"{where} serves {name}, which is not in the manifest", name, stop)
    sizes = {one.filename: one.size for one in seen.same}
    for served in seen.served:
        if served.size is not None and served.size != sizes.get(served.filename, served.size):
            what = f"{where} lists another size for {served.filename}"
            yield Finding("other-size", what, served.filename, stop)


def fetched(artifact: Artifact, served: Served, folder: Path) -> list[Finding]:
    """Fetch a file back and compare its bytes with the manifest."""
    path = indexes.download(served, folder, artifact.size)
    if digest(path) == artifact.sha256:
        return []
    what = f"the bytes of {artifact.filename} are not those that were judged"
    fix = "do not announce this version; report it to those who run the index"
    return [Finding("other-bytes", what, artifact.filename, fix)]


def install_and_run(
    manifest: Manifest, context: Context, folder: Path, kind: str, environment: Environment
) -> list[Finding]:
    """Install the `wheel` or `sdist` of the fetched files into an empty environment and run it; return what fails."""
    try:
        if kind == "wheel":
            wheels = [one for one in manifest.artifacts if one.is_wheel]
            installed.by_hash(environment, manifest, wheels, context.index.simple_url)
        else:
            from_sdist(environment, manifest, folder, context.backend)
        needs = metadata_of(folder / manifest.artifacts[0].filename).all("Requires-Dist")
        if kind == "wheel":
            layers.requirements(environment, needs, environment.folder)
    except CouldNotTell:
        raise
    except GonogoError as error:
        what = f"the {kind} does not install: {error.sentence}"
        return [Finding(f"{kind}-does-not-install", what, kind, error.hint)]
    names = context.project.settings.import_names
    found = installed.findings(environment, manifest, names, context.project.settings.smoke, needs)
    return [Finding(one.code, f"{one.what} (installed from the {kind})", one.where, one.fix) for one in found]


def from_sdist(environment: Environment, manifest: Manifest, folder: Path, backend: HookServer | None = None) -> None:
    """Build the wheel of the sdist that was fetched back, and install it with what it needs.

    `backend` is a build backend that has been started already, for whom it fits.
    """
    sdist = next(one for one in manifest.artifacts if not one.is_wheel)
    wheel = wheel_from(folder / sdist.filename, folder / "from-sdist", manifest.epoch, environment.siblings, backend)
    layers.install(environment, wheel, (), cwd=folder)
