"""Push branch and tag to the remote in one atomic push, by object id and with their expected old values."""

import re

from gonogo.git import intent, locks, remotes
from gonogo.git.repository import NETWORK_SECONDS, Git
from gonogo.model.errors import Conflict, CouldNotTell, NoGo
from gonogo.model.plan import Plan
from gonogo.model.stage import Probe, Reach, ReleaseState, State
from gonogo.release import judged
from gonogo.release.contexts import Context
from gonogo.release.steps import land
from gonogo.system.address import masked
from gonogo.system.process import Completed
from gonogo.version.pep440 import same

REACH = Reach.REMOTE
WAITING = ReleaseState.LANDED

require = judged.require_not_red


class PushRejected(NoGo):
    text = "the push to {remote} was rejected, and neither branch nor tag was pushed: {why}"
    hint_text = (
        "fix the cause, then type: invoke resume; if the branch accepts only pull requests, type: "
        "invoke undo, then the same release with --pr"
    )


class RemoteMoved(Conflict):
    text = "{branch} has moved on there, to {tip}; nothing was pushed"
    hint_text = "undo the release here, pull, and release again: invoke undo; git pull --ff-only"


def describe(plan: Plan, context: Context) -> str:
    """Say what will be pushed where."""
    if not context.remote:
        return "push nothing: this repository has no remote"
    how = "all or none" if len(plan.tags) > 1 else "both or neither"
    return f"push {plan.branch} and {plan.label} to {remotes.named(context.git, context.remote)}, {how}"


def describe_tag(plan: Plan, context: Context) -> str:
    """Say where a tag alone will be pushed; its commit is there already."""
    if not context.remote:
        return "push nothing: this repository has no remote"
    return f"push {plan.label} to {remotes.named(context.git, context.remote)}"


def probe(plan: Plan, context: Context) -> Probe:
    """Compare the remote's branch and tag with ours."""
    if not context.remote:
        return Probe(State.DONE, "skipped: this repository has no remote", skipped=True)
    try:
        theirs = seen(plan, context)
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    git = context.git
    ours = {ref: git.resolve(ref) for ref in tag_refs(plan)}
    for ref, oid in ours.items():
        if theirs.get(ref, oid) != oid:
            other = ref.removeprefix("refs/tags/")
            return Probe(State.CONFLICT, f"{context.remote} has another object under the tag {other}")
    if not all(ours.values()):
        return Probe(State.TODO)
    if set(ours) <= set(theirs):
        return probe_beside(plan, context, theirs.get(target(plan, context), ""))
    other = other_version(plan, context)
    if other:
        why = f"the tag {plan.tag} names a commit whose version is {other}: git tag --delete {plan.tag}"
        return Probe(State.CONFLICT, why)
    return probe_branch(git, theirs.get(target(plan, context), ""), land.tip(plan, context), plan)


def probe_beside(plan: Plan, context: Context, tip: str) -> Probe:
    """Say whether the branch is where the tag is; a release that is under way here is pushed with both of them."""
    if not is_declared(plan, context.git):
        return Probe(State.DONE, f"{plan.label} is on {masked(context.remote)}")
    commit = land.tip(plan, context)
    try:
        if holds(plan, context, tip, commit):
            return Probe(State.DONE, pushed(plan, context))
    except CouldNotTell as error:
        return Probe(State.UNKNOWN, error.sentence)
    if not tip or context.git.ok("merge-base", "--is-ancestor", tip, commit):
        return Probe(State.TODO, "the tag is there, the branch is not")
    return Probe(State.CONFLICT, f"the tag is there, and the remote's {plan.branch} went another way, to {tip[:12]}")


def pushed(plan: Plan, context: Context) -> str:
    """Say what the remote has, in words for a row."""
    return f"pushed {plan.branch} and {plan.label} to {masked(context.remote)}"


def is_declared(plan: Plan, git: Git) -> bool:
    """Return whether a hidden ref names the release: it is under way here."""
    return land.declared(git, plan.tag, plan.branch) is not None


def holds(plan: Plan, context: Context, tip: str, commit: str) -> bool:
    """Return whether the remote's branch holds a commit; the objects of its tip are fetched, else CouldNotTell."""
    git = context.git
    if not tip or tip == commit:
        return bool(tip)
    if not git.resolve(f"{tip}^{{commit}}"):
        where = remotes.pushed_to(git, context.remote)
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")
        done = git.run(*words, "--", where, target(plan, context), seconds=NETWORK_SECONDS * 5)
        if done.code or not git.resolve(f"{tip}^{{commit}}"):
            why = masked(done.tail) or f"it does not give {tip[:12]}"
            raise CouldNotTell(what=f"what {plan.branch} of {masked(context.remote)} holds", why=why)
    return git.ok("merge-base", "--is-ancestor", commit, tip)


def other_version(plan: Plan, context: Context) -> str:
    """Return the version that the files at HEAD hold, where a tag that gonogo did not make says another there."""
    git, project = context.git, context.project
    paths = [project.root / place.path for place in project.places if place.path]
    if is_declared(plan, git) or project.layout.from_tag or not paths or same(project.version, plan.new):
        return ""
    if git.resolve("HEAD") != context.commit(plan):
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


def seen(plan: Plan, context: Context) -> dict[str, str]:
    """Return the remote's branch and tag, as they are where git pushes to."""
    where = remotes.pushed_to(context.git, context.remote)
    return context.git.remote_refs(where, target(plan, context), *tag_refs(plan))


def tag_refs(plan: Plan) -> tuple[str, ...]:
    """Return the full names of a release's tags."""
    return tuple(f"refs/tags/{tag}" for tag in plan.tags)


def target(plan: Plan, context: Context) -> str:
    """Return the full name of the branch on the remote: its upstream there, else the same name."""
    return remotes.upstream(context.git, plan.branch, context.remote)


def apply(plan: Plan, context: Context) -> None:
    """Push branch and tag; PushRejected if either is refused, RemoteMoved by somebody else: then neither is there."""
    done = push(plan, context)
    if done:
        raise PushRejected(remote=masked(context.remote), why=done)


def rehearse(plan: Plan, context: Context) -> str:
    """Ask the remote, from the user's repository, whether it would take the push; return why not, or nothing."""
    try:
        return push(plan, context, "--dry-run")
    except RemoteMoved as error:
        return error.sentence


def push(plan: Plan, context: Context, *options: str) -> str:
    """Run git push with full refspecs of object ids; return why it failed, or an empty text."""
    moves = missing(plan, context)
    specs = [f"{oid}:{ref}" for oid, ref, _ in moves]
    leases = [f"--force-with-lease={ref}:{old}" for _, ref, old in moves]
    words = ("push", "--quiet", "--atomic", *options, *leases, "--", context.remote, *specs)
    if not moves:
        return ""
    with locks.acting(context.git, tracking(plan, context)):
        done = context.git.run(*words, env=objects(plan, context), seconds=NETWORK_SECONDS * 5)
    return reason(done) if done.code else ""


def missing(plan: Plan, context: Context) -> list[tuple[str, str, str]]:
    """Return what the remote lacks: object id, ref, and what the ref is expected to be there.

    A branch that holds the release and a tag that was pushed by hand are left out. A lease would let git drop commits
    of the remote, so that a tip which ours does not contain is refused before: RemoteMoved.
    """
    git, commit, env = context.git, land.tip(plan, context), objects(plan, context)
    branch, theirs = target(plan, context), seen(plan, context)
    tip, ours = theirs.get(branch, ""), {ref: git.resolve(ref) or context.clone.resolve(ref) for ref in tag_refs(plan)}
    ahead = bool(tip) and tip != commit and git.ok("merge-base", "--is-ancestor", commit, tip, env=env)
    if tip and not ahead and not git.ok("merge-base", "--is-ancestor", tip, commit, env=env):
        raise RemoteMoved(branch=plan.branch, tip=tip[:12])
    tags = [(oid, ref, "") for ref, oid in ours.items() if theirs.get(ref, "") != oid]
    return [*tags, *([] if ahead else [(commit, branch, tip)])]


def objects(plan: Plan, context: Context) -> dict[str, str]:
    """Return the variable that shows git in the repository the temporary clone's objects, while they are only there."""
    if context.git.resolve(f"refs/tags/{plan.tag}"):
        return {}
    return {"GIT_ALTERNATE_OBJECT_DIRECTORIES": str(context.clone.folder / "objects")}


def remember(plan: Plan, context: Context) -> None:
    """Let the ref that remembers the remote's branch follow a push that was killed after the remote had taken it."""
    git, commit = context.git, land.tip(plan, context)
    for ref in tracking(plan, context):
        known = git.resolve(ref)
        if known and known != commit and git.ok("merge-base", "--is-ancestor", known, commit):
            intent.transact(git, [f"update {ref} {commit} {known}"])


def tracking(plan: Plan, context: Context) -> list[str]:
    """Return the ref with which this repository remembers the remote's branch; git moves it after a push."""
    branch = target(plan, context).removeprefix("refs/heads/")
    return [] if "/" in context.remote else [f"refs/remotes/{context.remote}/{branch}"]


def reason(done: Completed) -> str:
    """Return why a push failed: what the remote or a hook said, and what git made of it."""
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    reported = [line for line in lines if line.startswith(("remote:", "! "))]
    hook = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    said = [*hook, *(line for line in lines if not line.startswith("error: failed to push"))]
    return masked(shortened(" / ".join(reported or said[-4:]))) or f"exit status {done.code}"


def shortened(text: str) -> str:
    """Return a text with the object ids in it cut to the length that people read."""
    return re.sub(r"\b([0-9a-f]{12})[0-9a-f]{28}(?:[0-9a-f]{24})?\b", r"\1", text)


def undo(plan: Plan, context: Context) -> bool:
    """Take branch and tags back from the remote if they are ours; return whether the commit is gone. PushRejected.

    The branch stays there where others are on top of the commit, here or there.
    """
    git, commit = context.git, land.tip(plan, context)
    branch, theirs = target(plan, context), seen(plan, context)
    there = [ref for ref in tag_refs(plan) if ref in theirs]
    specs, leases = [f":{ref}" for ref in there], [f"--force-with-lease={ref}:{git.resolve(ref)}" for ref in there]
    tip = theirs.get(branch, "")
    here = f"refs/heads/{plan.branch}"
    below = git.resolve(here) != commit and land.contains(git, here, commit)
    stays = below if tip == commit else holds(plan, context, tip, commit)
    if tip == commit and not stays and plan.base != commit:
        specs.append(f"{plan.base}:{branch}")
        leases.append(f"--force-with-lease={branch}:{commit}")
    with locks.acting(git, tracking(plan, context)):
        done = git.run(
            "push", "--quiet", "--atomic", *leases, "--", context.remote, *specs, seconds=NETWORK_SECONDS * 5
        )
    if done.code:
        raise PushRejected(remote=masked(context.remote), why=reason(done))
    return not stays
