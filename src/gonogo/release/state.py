"""The state of a release, read from repository, remote and index: the steps done, its name, and what to type next."""

from dataclasses import dataclass, field, replace

from gonogo.artifacts.store import KeptBytesChanged
from gonogo.git import intent, tags
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head, version_in
from gonogo.model.errors import GonogoError
from gonogo.model.manifest import BrokenManifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import AFTER_VERIFY, BEFORE_PUBLISH, Probe, Reach, ReleaseState, Stage, State, WayOut
from gonogo.project.workspace import is_own, own_intents
from gonogo.release import judged, origin, planner, untagged
from gonogo.release.contexts import Context
from gonogo.release.steps import all_steps, land, push, step

RESUME = "invoke resume"
BACK = "its tag was taken back; the commit follows with git revert"

NEXT = {
    ReleaseState.NOTHING_OPEN: "invoke bump --part minor",
    ReleaseState.LANDED: "invoke push",
    ReleaseState.UNTAGGED: "invoke tag",
    ReleaseState.TAKEN_BACK: "invoke undo",
    ReleaseState.VERIFIED: "invoke bump --part minor",
    ReleaseState.CONFLICT: "invoke undo",
    ReleaseState.UNKNOWN: "invoke status",
}
"""The command that leads on from each state, where it is not RESUME; from a CONFLICT, the step's own comes first."""


@dataclass(frozen=True)
class ReleaseStatus:
    """Where a release stands: its state, the release, what each probe said, and the commit that waits for a tag."""

    state: ReleaseState
    plan: Plan | None = None
    probes: dict[Stage, Probe] = field(default_factory=dict)
    commit: str = ""

    @property
    def why(self) -> str:
        """What the deciding probe said."""
        return "; ".join(f"{stage.value}: {probe.why}" for stage, probe in self.probes.items() if probe.why)


def read(project: Project, context: Context) -> ReleaseStatus:
    """Read where the project's release stands; asks the remote and the index only as far as is needed."""
    for found in own_intents(project, context.git):
        if found.kind == intent.UNDO:
            return ReleaseStatus(ReleaseState.TAKEN_BACK, of_intent(project, found))
    waiting = None if declared(project, context.git) else untagged.untagged(project, context.git)
    if waiting:
        merged_plan, commit = waiting
        back = untagged.is_taken_back(context.git, commit)
        ways = BACK if back else "no tag names it: tag it, or take it back with git revert"
        why = f"{commit[:12]} made {merged_plan.new}, and {ways}"
        return ReleaseStatus(ReleaseState.UNTAGGED, merged_plan, {Stage.LAND: Probe(State.TODO, why)}, commit)
    plan = under_way(project, context.git)
    if plan is None:
        return ReleaseStatus(ReleaseState.NOTHING_OPEN)
    probes: dict[Stage, Probe] = {}
    for one in all_steps():
        if one.reach is Reach.NONE:
            continue
        if is_beyond(one.stage, plan, context):
            break
        probes[one.stage] = ask(one.stage, plan, context)
        if probes[one.stage].state is not State.DONE:
            break
    return ReleaseStatus(state_of(plan, probes, context), plan, probes)


def next_command(standing: ReleaseStatus, context: Context) -> str:
    """Return the command that leads on from a state, in this project."""
    if standing.state is ReleaseState.UNTAGGED and untagged.is_taken_back(context.git, standing.commit):
        return f"git revert {standing.commit[:12]}"
    if standing.state is ReleaseState.UNTAGGED and standing.commit != context.git.resolve("HEAD"):
        return f"invoke tag --at {standing.commit[:12]}"
    if standing.plan and is_to_publish(standing):
        return next_publishing(standing.plan, context)
    project = context.project
    if standing.state == ReleaseState.UNVERIFIED and project.settings.publish != "here":
        return f"nox -s verify -- --to {project.settings.index}"
    if standing.state == ReleaseState.VERIFIED and project.settings.next_dev and not project.layout.from_tag:
        return "invoke next-dev"
    if standing.plan and standing.state == ReleaseState.LANDED:
        return next_of_landed(standing.plan, context)
    if standing.state == ReleaseState.CONFLICT and standing.probes:
        return way_out(standing, context).next_command
    return NEXT.get(standing.state, RESUME)


def next_of_landed(plan: Plan, context: Context) -> str:
    """Return what leads on from a landed release: it is taken back, judged, or pushed."""
    if judged.is_red(plan, context):
        return "invoke undo"
    if not context.project.remote:
        return "git remote add origin URL, or invoke undo"
    judging = what_judges(plan, context) if is_kept(plan, context) else ""
    return f"{judging}, then: invoke push" if judging else NEXT[ReleaseState.LANDED]


def way_out(standing: ReleaseStatus, context: Context) -> WayOut:
    """Return what to do in a CONFLICT: as its step says; a tag that gonogo did not make is the user's to delete."""
    plan = standing.plan
    if plan and not origin.is_made_here(plan, context.project, context.git):
        command = f"git tag --delete {plan.tag}"
        return WayOut(f"delete the tag, which gonogo did not make: {command}", command)
    return step(next(reversed(standing.probes))).way_out


def is_to_publish(standing: ReleaseStatus) -> bool:
    """Return whether publishing is the next thing that happens to a release."""
    waits = standing.state in (ReleaseState.PUSHED, ReleaseState.PARTLY_PUBLISHED)
    return waits and Stage.PUBLISH in standing.probes


def is_beyond(stage: Stage, plan: Plan, context: Context) -> bool:
    """Return whether a step is further than this place carries a release, or than it has been verified."""
    if stage in AFTER_VERIFY:
        return context.project.settings.publish != "here" or not is_verified(plan, context)
    return stage is Stage.PUBLISH and ends_before(context.project)


def ends_before(project: Project) -> bool:
    """Return whether a release goes no further than the remote, or, with no remote, than this repository."""
    return project.settings.publish == "nowhere" or (project.settings.publish == "ci" and not project.remote)


def next_publishing(plan: Plan, context: Context) -> str:
    """Return what publishes a pushed release: CI, or this place, once what is still to be sent is built and judged."""
    if context.project.settings.publish != "here":
        return (
            "run the publish workflow (again): it sends the same bytes"
            if has_ci(context.project)
            else (NO_WORKFLOW.format(to=context.index.name or context.project.settings.index))
        )
    judging = what_judges(plan, context)
    if judging and context.git.resolve("HEAD") != context.commit(plan):
        return f"git switch --detach {plan.tag}, then: {judging}"
    return f"{judging}, then: invoke resume" if judging else RESUME


NO_WORKFLOW = (
    "no workflow here publishes it: write one with: invoke init; or send it from here: nox -s publish -- --to {to}"
)
"""What comes next where a release is to be published by CI, and there is none."""


def has_ci(project: Project) -> bool:
    """Return whether the repository holds a workflow of any CI provider."""
    from gonogo import ci

    return ci.is_set_up(Git(project.root).top)


def what_judges(plan: Plan, context: Context) -> str:
    """Return the command that builds and judges the bytes of a release here; empty where it is not needed."""
    from gonogo.release import recover_artifacts, stages

    judging = "nox -s build tests check"
    try:
        if context.kept.find(context.commit(plan)) is None:
            return "" if recover_artifacts.served(plan, context) else judging
        context.kept.files(context.manifest(plan))
        stages.require_judged(plan, context)
    except (KeptBytesChanged, BrokenManifest):
        return f"{judging} -- --fresh"
    except stages.NotJudged:
        return judging
    except GonogoError:
        return ""
    return ""


def ask(stage: Stage, plan: Plan, context: Context) -> Probe:
    """Return what a step's probe says, or what is public where no bytes are kept; an error is an answer too."""
    if stage is Stage.PUBLISH and not is_kept(plan, context):
        return public(plan, context)
    try:
        return step(stage).probe(plan, context)
    except GonogoError as error:
        return Probe(State.UNKNOWN, error.sentence)


def is_kept(plan: Plan, context: Context) -> bool:
    """Return whether the release's bytes are kept here."""
    return context.kept.find(context.commit(plan)) is not None


def public(plan: Plan, context: Context) -> Probe:
    """Return what of a release is public where no bytes are kept to compare with, as in a fresh clone."""
    from gonogo.release import recover_artifacts

    try:
        seen = recover_artifacts.served(plan, context)
    except GonogoError as error:
        return Probe(State.UNKNOWN, error.sentence)
    why = f"{context.index.name} serves {len(seen)} files of it; none are kept here"
    if seen and not origin.is_made_here(plan, context.project, context.git):
        return Probe(State.DONE, f"{why}, and {plan.tag} was not made by gonogo")
    if not seen and not push.is_declared(plan, context.git) and origin.was_made_before(plan, context):
        return Probe(State.DONE, f"{why}, and {plan.tag} was made without gonogo, so it is no open release")
    found = recover_artifacts.extent(seen, context.project)
    unsure = "; only its publish workflow knows whether these are all of its wheels" if found is State.UNKNOWN else ""
    return Probe(found, why + unsure)


def declared(project: Project, git: Git) -> Intent | None:
    """Return the hidden ref of a release of the project that is landing or has landed; None for none."""
    open_ones = (one for one in own_intents(project, git) if one.kind == intent.LAND)
    return next((one for one in open_ones if not land.is_taken_back(git, one)), None)


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
    """Return the plan of a release that a hidden ref names; its tag may be from before the settings changed."""
    tag = next((one for one in found.tags if is_own(project, one)), next(iter(found.tags)))
    version = version_in(tag, project.tag_template, project.name)
    version = version or version_in(tag, tags.infer((tag,), project.name), project.name)
    if not found.base:
        return planner.of_intent(project, tag, version, found.branch, found.commit)
    commit = Git(project.root).resolve(f"{found.tags[tag]}^{{commit}}")
    plan = planner.of_intent(project, tag, version, found.branch, commit)
    return replace(plan, base=found.base, beside=tuple(one for one in found.tags if one != tag) or (tag,))


def state_of(plan: Plan, probes: dict[Stage, Probe], context: Context) -> ReleaseState:
    """Return the state of a release, as the last probe decides it."""
    stage, last = list(probes.items())[-1]
    if last.state is State.CONFLICT:
        return ReleaseState.CONFLICT
    if stage is Stage.LAND and last.state is State.TODO:
        return ReleaseState.BEHIND if context.git.resolve(f"refs/tags/{plan.tag}") else ReleaseState.PREPARED
    if last.state is State.UNKNOWN:
        return ReleaseState.UNKNOWN
    if stage in BEFORE_PUBLISH and last.state is State.DONE:
        return ReleaseState.LANDED if not_sent(context) else ReleaseState.NOTHING_OPEN
    if stage is Stage.PUBLISH and last.state is State.TODO:
        from gonogo.release import recover_artifacts

        if recover_artifacts.is_public(plan, context):
            return ReleaseState.PARTLY_PUBLISHED
    if last.state is State.TODO:
        return step(stage).waiting
    return state_after_publish(plan, context)


def state_after_publish(plan: Plan, context: Context) -> ReleaseState:
    """Return the state of a release of which all that this place can ask for has happened."""
    if is_verified(plan, context):
        return ReleaseState.VERIFIED
    before = not is_kept(plan, context) and origin.is_from_before(plan, context)
    return ReleaseState.NOTHING_OPEN if before else ReleaseState.UNVERIFIED


def not_sent(context: Context) -> bool:
    """Return whether a release waits here for a remote: CI is to publish it, and there is none."""
    return not context.remote and context.project.settings.publish == "ci"


def is_verified(plan: Plan, context: Context) -> bool:
    """Return whether a verify of exactly these bytes has been GO here."""
    from gonogo.release.steps import verify

    manifest = context.kept.find(context.commit(plan))
    return manifest is not None and context.kept.verdict(manifest, verify.kept_name(context)) is not None
