"""Branch and tag enter the remote in one atomic push, by object id and with their expected old values."""

from __future__ import annotations

import re

from gonogo.git import intent, locks, remotes
from gonogo.git.repository import NETWORK_SECONDS, Git
from gonogo.model.errors import CouldNotTell, GonogoError, Status
from gonogo.model.plan import Plan
from gonogo.model.probe import Probe, Reach, State
from gonogo.model.release_state import ReleaseState
from gonogo.release.context import World
from gonogo.system.address import masked
from gonogo.system.process import Completed
from gonogo.version.pep440 import same

REACH = Reach.REMOTE
WAITING = ReleaseState.LANDED


class PushRejected(GonogoError):
    """The remote, or a pre-push hook, refused the push."""

    status = Status.NO_GO
    text = "the push to {remote} was rejected, nothing of it is there: {why}"
    hint_text = (
        "fix the cause, then type: invoke resume; where the branch takes changes by pull request alone, type: "
        "invoke undo, then: invoke release --part minor --pr"
    )


class RemoteMoved(GonogoError):
    """Somebody else pushed to the branch meanwhile."""

    status = Status.CONFLICT
    text = "{branch} has moved on there, to {tip}; nothing was pushed"
    hint_text = "take the release back here, follow the remote, and release again: invoke undo; git pull --ff-only"


def describe(plan: Plan, world: World) -> str:
    """Say what will be pushed where."""
    if not world.remote:
        return "push nothing: this repository has no remote"
    return f"push {plan.branch} and {plan.tag} to {remotes.named(world.git, world.remote)}, both or neither"


def describe_tag(plan: Plan, world: World) -> str:
    """Say where a tag alone will be pushed; its commit is there already."""
    if not world.remote:
        return "push nothing: this repository has no remote"
    return f"push {plan.tag} to {remotes.named(world.git, world.remote)}"


def probe(plan: Plan, world: World) -> Probe:
    """Compare the remote's branch and tag with ours."""
    if not world.remote:
        return Probe(State.DONE, "skipped: this repository has no remote", skipped=True)
    try:
        theirs = seen(plan, world)
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    git = world.git
    ours = git.resolve(f"refs/tags/{plan.tag}")
    tag = theirs.get(f"refs/tags/{plan.tag}", "")
    if tag and tag != ours:
        return Probe(State.CONFLICT, f"{world.remote} has another object under the tag {plan.tag}")
    if not ours:
        return Probe(State.TODO)
    if tag:
        return probe_beside(plan, world, theirs.get(target(plan, world), ""))
    other = other_version(plan, world)
    if other:
        why = f"the tag {plan.tag}, made by hand, names a commit whose version is {other}: git tag --delete {plan.tag}"
        return Probe(State.CONFLICT, why)
    return probe_branch(git, theirs.get(target(plan, world), ""), world.commit(plan), plan)


def probe_beside(plan: Plan, world: World, tip: str) -> Probe:
    """Say whether the branch is where the tag is; a release that is under way here is pushed with both of them."""
    if not is_declared(plan, world.git):
        return Probe(State.DONE, pushed(plan, world))
    commit = world.commit(plan)
    try:
        if holds(plan, world, tip, commit):
            return Probe(State.DONE, pushed(plan, world))
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    if not tip or world.git.ok("merge-base", "--is-ancestor", tip, commit):
        return Probe(State.TODO, "the tag is there, the branch is not")
    return Probe(State.CONFLICT, f"the tag is there, and the remote's {plan.branch} went another way, to {tip[:12]}")


def pushed(plan: Plan, world: World) -> str:
    """Say what the remote has, in words for a row."""
    return f"pushed {plan.branch} and {plan.tag} to {masked(world.remote)}"


def is_declared(plan: Plan, git: Git) -> bool:
    """Return whether a hidden ref tells of the release: it is under way here."""
    return any(one.tag == plan.tag for one in intent.find(git))


def holds(plan: Plan, world: World, tip: str, commit: str) -> bool:
    """Return whether the remote's branch, whose tip is given, holds a commit.

    The objects of a tip that is not here are fetched, and no ref moves; CouldNotTell where that fails.
    """
    git = world.git
    if not tip or tip == commit:
        return bool(tip)
    if not git.resolve(f"{tip}^{{commit}}"):
        where = remotes.pushed_to(git, world.remote)
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")
        done = git.run(*words, "--", where, target(plan, world), seconds=NETWORK_SECONDS * 5)
        if done.code or not git.resolve(f"{tip}^{{commit}}"):
            why = masked(done.tail) or f"it does not give {tip[:12]}"
            raise CouldNotTell(what=f"what {plan.branch} of {masked(world.remote)} holds", why=why)
    return git.ok("merge-base", "--is-ancestor", commit, tip)


def other_version(plan: Plan, world: World) -> str:
    """Return the version that the files at HEAD hold, where a tag that gonogo did not make says another there."""
    git, project = world.git, world.project
    paths = [project.root / place.path for place in project.places if place.path]
    if is_declared(plan, git) or project.layout.from_tag or not paths or same(project.version, plan.new):
        return ""
    if git.resolve("HEAD") != world.commit(plan):
        return ""
    return project.version if git.ok("diff", "--quiet", "HEAD", "--", *map(str, paths)) else ""


def probe_branch(git: Git, tip: str, commit: str, plan: Plan) -> Probe:
    """Say whether a push of the branch would be a fast-forward."""
    known = tip and git.resolve(f"{tip}^{{commit}}")
    if not tip or (known and git.ok("merge-base", "--is-ancestor", tip, commit)):
        return Probe(State.TODO)
    if known and git.ok("merge-base", "--is-ancestor", commit, tip):
        return Probe(State.TODO, "the branch is there, the tag is not")
    return Probe(State.CONFLICT, f"the remote's {plan.branch} has moved on to {tip[:12]}")


def seen(plan: Plan, world: World) -> dict[str, str]:
    """Return the remote's branch and tag, as they are where git pushes to."""
    where = remotes.pushed_to(world.git, world.remote)
    return world.git.remote_refs(where, target(plan, world), f"refs/tags/{plan.tag}")


def target(plan: Plan, world: World) -> str:
    """Return the full name of the branch on the remote: its upstream there, else the same name."""
    return remotes.upstream(world.git, plan.branch, world.remote)


def apply(plan: Plan, world: World) -> None:
    """Push branch and tag; PushRejected if either is refused, RemoteMoved by somebody else: then neither is there."""
    done = push(plan, world)
    if done:
        raise PushRejected(remote=masked(world.remote), why=done)


def rehearse(plan: Plan, world: World) -> str:
    """Ask the remote whether it would take the push; return why not, or an empty text.

    git asks from the user's repository, where its remote, upstream and credentials are set; commit and tag may still
    be in the candidate alone.
    """
    try:
        return push(plan, world, "--dry-run")
    except RemoteMoved as error:
        return error.sentence


def push(plan: Plan, world: World, *options: str) -> str:
    """Run git push with full refspecs of object ids; return why it failed, or an empty text."""
    moves = missing(plan, world)
    specs = [f"{oid}:{ref}" for oid, ref, _ in moves]
    leases = [f"--force-with-lease={ref}:{old}" for _, ref, old in moves]
    words = ("push", "--quiet", "--atomic", *options, *leases, "--", world.remote, *specs)
    if not moves:
        return ""
    with locks.acting(world.git, tracking(plan, world)):
        done = world.git.run(*words, env=objects(plan, world), seconds=NETWORK_SECONDS * 5)
    return reason(done) if done.code else ""


def missing(plan: Plan, world: World) -> list[tuple[str, str, str]]:
    """Return what the remote lacks: object id, ref, and what the ref is expected to be there.

    A branch that holds the release and a tag that was pushed by hand are left out. A lease would let git drop commits
    of the remote, so that a tip which ours does not contain is refused before: RemoteMoved.
    """
    git, commit, env = world.git, world.commit(plan), objects(plan, world)
    branch, tag, theirs = target(plan, world), f"refs/tags/{plan.tag}", seen(plan, world)
    tip, ours = theirs.get(branch, ""), git.resolve(tag) or world.aside.resolve(tag)
    ahead = bool(tip) and tip != commit and git.ok("merge-base", "--is-ancestor", commit, tip, env=env)
    if tip and not ahead and not git.ok("merge-base", "--is-ancestor", tip, commit, env=env):
        raise RemoteMoved(branch=plan.branch, tip=tip[:12])
    moves = [] if ahead else [(commit, branch, tip)]
    return moves if theirs.get(tag, "") == ours else [(ours, tag, ""), *moves]


def objects(plan: Plan, world: World) -> dict[str, str]:
    """Return the variable with which git in the repository sees the candidate's objects, while they are only there."""
    if world.git.resolve(f"refs/tags/{plan.tag}"):
        return {}
    return {"GIT_ALTERNATE_OBJECT_DIRECTORIES": str(world.aside.folder / "objects")}


def remember(plan: Plan, world: World) -> None:
    """Let the ref that remembers the remote's branch follow a push that was killed after the remote had taken it."""
    git, commit = world.git, world.commit(plan)
    for ref in tracking(plan, world):
        known = git.resolve(ref)
        if known and known != commit and git.ok("merge-base", "--is-ancestor", known, commit):
            intent.transact(git, [f"update {ref} {commit} {known}"])


def tracking(plan: Plan, world: World) -> list[str]:
    """Return the ref with which this repository remembers the remote's branch; git moves it after a push."""
    branch = target(plan, world).removeprefix("refs/heads/")
    return [] if "/" in world.remote else [f"refs/remotes/{world.remote}/{branch}"]


def reason(done: Completed) -> str:
    """Return why a push failed: what the remote or a hook said, and what git made of it."""
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("remote:", "! "))]
    hook = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    said = [*hook, *(line for line in lines if not line.startswith("error: failed to push"))]
    return masked(shortened(" / ".join(told or said[-4:]))) or f"exit status {done.code}"


def shortened(text: str) -> str:
    """Return a text with the object ids in it cut to the length that people read."""
    return re.sub(r"\b([0-9a-f]{12})[0-9a-f]{28}(?:[0-9a-f]{24})?\b", r"\1", text)


def undo(plan: Plan, world: World) -> bool:
    """Take branch and tag back from the remote, if they still are ours; return whether the commit is there no more.

    Where commits stand on top of the release there, only the tag goes; a branch that never had it stays as it is.
    PushRejected if the remote refuses.
    """
    git, commit, tag = world.git, world.commit(plan), f"refs/tags/{plan.tag}"
    branch, theirs = target(plan, world), seen(plan, world)
    specs, leases = [f":{tag}"], [f"--force-with-lease={tag}:{git.resolve(tag)}"]
    tip = theirs.get(branch, "")
    stays = tip != commit and holds(plan, world, tip, commit)
    if tip == commit:
        specs.append(f"{plan.base}:{branch}")
        leases.append(f"--force-with-lease={branch}:{commit}")
    with locks.acting(git, tracking(plan, world)):
        done = git.run("push", "--quiet", "--atomic", *leases, "--", world.remote, *specs, seconds=NETWORK_SECONDS * 5)
    if done.code:
        raise PushRejected(remote=masked(world.remote), why=reason(done))
    return not stays
