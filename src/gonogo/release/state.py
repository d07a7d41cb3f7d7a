"""The state of a release, read from the world: which steps have happened, its one name, and what to type next."""

from __future__ import annotations

from dataclasses import dataclass, field

from gonogo.artifacts.store import KeptBytesChanged
from gonogo.git import intent, tag_style
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head, version_in
from gonogo.model.errors import GonogoError
from gonogo.model.manifest import BrokenManifest
from gonogo.model.plan import Plan
from gonogo.model.probe import Probe, State
from gonogo.model.project import Project
from gonogo.release import planner, untagged
from gonogo.release.context import World
from gonogo.release.package_scope import own_intents
from gonogo.release.steps import land, step

NEXT = {
    "nothing open": "invoke bump --part minor",
    "prepared by a killed run": "invoke resume",
    "landed": "invoke push",
    "untagged": "invoke tag",
    "being taken back": "invoke undo",
    "work tree behind": "invoke resume",
    "pushed": "invoke resume",
    "partly published": "invoke resume",
    "published, unverified": "invoke resume",
    "verified, unannounced": "invoke resume",
    "verified": "invoke bump --part minor",
    "conflict": "invoke undo",
    "unknown": "invoke status",
}
"""Every name that a state can have, and the command that leads on from it."""


@dataclass(frozen=True)
class Standing:
    """Where a release stands: the state's name, the release, and what each probe said."""

    name: str
    plan: Plan | None = None
    probes: dict[str, Probe] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether a release is under way."""
        return self.name not in ("nothing open", "verified")

    @property
    def why(self) -> str:
        """What the deciding probe said."""
        return "; ".join(f"{name}: {probe.why}" for name, probe in self.probes.items() if probe.why)


def read(project: Project, world: World) -> Standing:
    """Read where the project's release stands; asks the remote and the index only as far as is needed."""
    for found in own_intents(project, world.git):
        if found.kind == intent.UNDO:
            return Standing("being taken back", of_intent(project, found))
    waiting = None if declared(project, world.git) else untagged.untagged(project, world.git)
    if waiting:
        merged_plan, commit = waiting
        why = f"{commit[:12]} made {merged_plan.new}, and no tag names it: tag it, or take it back with git revert"
        return Standing("untagged", merged_plan, {"land": Probe(State.TODO, why)})
    plan = under_way(project, world.git)
    if plan is None:
        return Standing("nothing open")
    probes: dict[str, Probe] = {}
    for name in ("land", "push", "publish", "announce"):
        if is_beyond(name, plan, world):
            break
        probes[name] = ask(name, plan, world)
        if probes[name].state is not State.DONE:
            break
    return Standing(name_of(plan, probes, world), plan, probes)


def next_command(standing: Standing, world: World) -> str:
    """Return the command that leads on from a state, in this project."""
    if standing.name in ("pushed", "partly published") and standing.plan:
        return next_publishing(standing.plan, world)
    project = world.project
    if standing.name == "published, unverified" and project.settings.publish != "here":
        return f"nox -s verify -- --to {project.settings.index}"
    if standing.name == "verified" and project.settings.next_dev and not project.layout.from_tag:
        return "invoke next-dev"
    if standing.name == "landed" and not project.remote:
        return "git remote add origin URL, or invoke undo"
    if standing.name == "conflict" and "announce" in standing.probes:
        return "mend the release's page, then: invoke resume"
    if standing.name == "conflict" and "publish" in standing.probes:
        return "invoke bump --part patch"
    return NEXT[standing.name]


def is_beyond(name: str, plan: Plan, world: World) -> bool:
    """Return whether a step is further than this place carries a release, or than it has been verified."""
    if name == "announce":
        return world.project.settings.publish != "here" or not is_verified(plan, world)
    return name == "publish" and ends_before(world.project)


def ends_before(project: Project) -> bool:
    """Return whether a release goes no further than the remote, or, with no remote, than this repository."""
    return project.settings.publish == "nowhere" or (project.settings.publish == "ci" and not project.remote)


def next_publishing(plan: Plan, world: World) -> str:
    """Return what publishes a pushed release: CI, or this place, once its bytes are built and judged.

    What is public already is taken as it is; only what is to be sent must have been judged here.
    """
    if world.project.settings.publish != "here":
        return "run the publish workflow (again): it sends the same bytes"
    judging = what_judges(plan, world)
    if judging and world.git.resolve("HEAD") != world.commit(plan):
        return f"git switch --detach {plan.tag}, then: {judging}"
    return f"{judging}, then: invoke resume" if judging else NEXT["pushed"]


def what_judges(plan: Plan, world: World) -> str:
    """Return the command that builds and judges the bytes of a release here; empty where it is not needed."""
    from gonogo.release import recover_artifacts, stages

    judging = "nox -s build tests check"
    try:
        if world.kept.find(world.commit(plan)) is None:
            return "" if recover_artifacts.served(plan, world) else judging
        world.kept.files(world.manifest(plan))
        stages.require_judged(plan, world)
    except (KeptBytesChanged, BrokenManifest):
        return f"{judging} -- --fresh"
    except stages.NotJudged:
        return judging
    except GonogoError:
        return ""
    return ""


def ask(name: str, plan: Plan, world: World) -> Probe:
    """Return what a step's probe says, or what is public where no bytes are kept; an error is an answer too."""
    if name == "publish" and not is_kept(plan, world):
        return public(plan, world)
    try:
        return step(name).probe(plan, world)
    except GonogoError as error:
        return Probe(State.UNKNOWN, error.sentence)


def is_kept(plan: Plan, world: World) -> bool:
    """Return whether the release's bytes are kept here."""
    return world.kept.find(world.commit(plan)) is not None


def public(plan: Plan, world: World) -> Probe:
    """Return what of a release is public where no bytes are kept to compare with, as in a fresh clone."""
    from gonogo.release import recover_artifacts

    try:
        seen = recover_artifacts.served(plan, world)
    except GonogoError as error:
        return Probe(State.UNKNOWN, error.sentence)
    why = f"{world.index.name} serves {len(seen)} files of it; none are kept here"
    if seen and not is_made_here(plan, world.project, world.git):
        return Probe(State.DONE, f"{why}, and {plan.tag} was not made by gonogo")
    found = recover_artifacts.extent(seen, world.project)
    unsure = "; whether that is every wheel of it, its publish workflow tells" if found is State.UNKNOWN else ""
    return Probe(found, why + unsure)


def declared(project: Project, git: Git) -> Intent | None:
    """Return what a hidden ref tells of a release of the project that is landing or has landed; None for none."""
    open_ones = (one for one in own_intents(project, git) if one.kind == intent.LAND)
    return next((one for one in open_ones if not land.is_taken_back(git, one)), None)


def is_from_before(plan: Plan, world: World) -> bool:
    """Return whether a release was made before the project took gonogo: none of the files that call it names it.

    A guess where the tag has the message of a release, and then good for a name alone: what is public is looked at.
    """
    if not is_made_here(plan, world.project, world.git):
        return True
    done = Git(world.project.root).run("grep", "-q", "gonogo", f"refs/tags/{plan.tag}", "--", *CALLERS)
    return done.code == NOTHING_FOUND and not done.stderr


CALLERS = ("noxfile.py", "tasks.py", "pyproject.toml", ":(top).github/workflows", ":(top).gitlab-ci.yml")
"""The files that call gonogo, where a project does so."""

NOTHING_FOUND = 1
"""The exit status of `git grep` that found nothing, or could not read a file and says so; any other is an error."""


def is_made_here(plan: Plan, project: Project, git: Git) -> bool:
    """Return whether gonogo made a release: a hidden ref tells of it, or its tag's message is that of a release."""
    told = git("for-each-ref", "--format=%(objecttype) %(contents:subject)", f"refs/tags/{plan.tag}")
    ours = project.settings.message.format(version=plan.new, name=project.name)
    return told == f"tag {ours}" or any(one.tag == plan.tag and one.kind == intent.LAND for one in intent.find(git))


def under_way(project: Project, git: Git) -> Plan | None:
    """Return the plan of the release that is open: what a hidden ref says, else the tag that HEAD is at or above."""
    found = declared(project, git)
    if found:
        return of_intent(project, found)
    newest = newest_below_head(git, project.tag_template, project.name, project.version)
    if not newest.name:
        return None
    branch = git.branch() or project.branch
    return planner.of_intent(project, newest.name, newest.version, branch, newest.commit)


def of_intent(project: Project, found: Intent) -> Plan:
    """Return the plan of a release that a hidden ref tells of; its tag may be from before the settings changed."""
    version = version_in(found.tag, project.tag_template, project.name)
    version = version or version_in(found.tag, tag_style.infer((found.tag,), project.name), project.name)
    return planner.of_intent(project, found.tag, version, found.branch, found.commit)


def name_of(plan: Plan, probes: dict[str, Probe], world: World) -> str:
    """Return the one name of a state."""
    last_name, last = list(probes.items())[-1]
    if last.state is State.CONFLICT:
        return "conflict"
    if last_name == "land" and last.state is State.TODO:
        return "work tree behind" if world.git.resolve(f"refs/tags/{plan.tag}") else "prepared by a killed run"
    if last.state is State.UNKNOWN:
        return "unknown"
    if last_name == "push" and (last.state is State.TODO or not_sent(world)):
        return "landed"
    if last_name == "push":
        return "nothing open"
    if last_name == "announce" and last.state is State.TODO:
        return "verified, unannounced"
    if last_name == "publish" and last.state is State.TODO:
        return "partly published" if is_partly_published(plan, world) else "pushed"
    if is_verified(plan, world):
        return "verified"
    before = not is_kept(plan, world) and is_from_before(plan, world)
    return "nothing open" if before else "published, unverified"


def not_sent(world: World) -> bool:
    """Return whether a release waits here for a remote: CI is to publish it, and there is none."""
    return not world.remote and world.project.settings.publish == "ci"


def is_partly_published(plan: Plan, world: World) -> bool:
    """Return whether the index serves some of the release's files, and not all."""
    from gonogo.index import published
    from gonogo.release import recover_artifacts

    manifest = world.kept.find(world.commit(plan))
    return bool(published.look(world.index, manifest).same if manifest else recover_artifacts.served(plan, world))


def is_verified(plan: Plan, world: World) -> bool:
    """Return whether a verify of exactly these bytes has been GO here."""
    manifest = world.kept.find(world.commit(plan))
    return manifest is not None and world.kept.verdict(manifest, f"verify on {world.index.name}") is not None
