"""Put branch and tag into the user's repository in one ref transaction, then update the work tree."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from gonogo.git import intent, work_tree
from gonogo.git.intent import Intent
from gonogo.git.repository import Git, GitFailed
from gonogo.model.errors import Conflict
from gonogo.model.plan import Plan
from gonogo.model.stage import Probe, Reach, ReleaseState, State
from gonogo.release.contexts import Context

REACH = Reach.REPO
WAITING = ReleaseState.PREPARED


class BranchMoved(Conflict):
    text = "{branch} has moved since the release was prepared: it is at {now}, not at {base}"
    hint_text = "nothing was changed; prepare it again with the command that you typed"


def describe(plan: Plan, context: Context) -> str:
    """Say what will be landed."""
    return f"land {plan.label} on {plan.branch} in {context.repo.name}, and bring the work tree along"


def probe(plan: Plan, context: Context) -> Probe:
    """Look at branch, tag, hidden refs and work tree."""
    git = context.git
    found = declared(git, plan.tag, plan.branch)
    if found is None:
        return probe_closed(plan, context)
    tags = {ref: git.resolve(ref) for ref in found.tag_refs}
    for ref, oid in found.tag_refs.items():
        if tags[ref] and tags[ref] != oid:
            return Probe(State.CONFLICT, OTHER_TAG.format(tag=ref.removeprefix("refs/tags/")))
    here = git.resolve(found.branch_ref)
    holds = contains(git, here, found.commit)
    if not holds and (any(tags.values()) or here != plan.base):
        return Probe(State.CONFLICT, f"{plan.branch} does not hold the release commit {found.commit[:12]} any more")
    if not all(tags.values()) or not holds:
        return Probe(State.TODO)
    place = tree_at(git, found.branch, found.commit)
    if place and not work_tree.look(place, plan.base, found.commit).done:
        return Probe(State.TODO, "the work tree is behind its own release")
    return Probe(State.DONE, f"{plan.branch} and {found.label} are in this repository")


OTHER_TAG = "the tag {tag} is another object than the release's"


def probe_closed(plan: Plan, context: Context) -> Probe:
    """Look at a release of which no hidden ref is left, or that was made elsewhere."""
    tag = context.git.resolve(f"refs/tags/{plan.tag}")
    if not tag:
        return Probe(State.TODO)
    ours = context.clone_folder.is_dir() and context.clone.resolve(f"refs/tags/{plan.tag}")
    if ours and ours != tag:
        return Probe(State.CONFLICT, OTHER_TAG.format(tag=plan.tag))
    for ref in (f"refs/heads/{plan.branch}", f"refs/remotes/{context.remote}/{plan.branch}", "HEAD"):
        if contains(context.git, ref, f"{tag}^{{commit}}"):
            return Probe(State.DONE, f"{plan.tag} is in this repository")
    return Probe(State.CONFLICT, f"the tag {plan.tag} exists and is not on {plan.branch}")


def apply(plan: Plan, context: Context) -> None:
    """Declare the intent from the temporary clone, or take the one that is there, and fulfil it."""
    git = context.git
    found = declared(git, plan.tag, plan.branch)
    if found is None:
        work_tree.require_writable(git, context.clone, plan.base, context.commit(plan))
        declare(plan, context)
        found = declared(git, plan.tag, plan.branch)
    if found is not None:
        fulfil(git, found, plan.base)


def declare(plan: Plan, context: Context) -> None:
    """Declare the intent of what the temporary clone holds: of one package, or of several as one."""
    if not plan.beside:
        intent.declare(context.git, context.clone_folder, plan.branch, plan.tag)
        return
    commit = context.commit(plan)
    tags = {tag: context.clone.resolve(f"refs/tags/{tag}") for tag in plan.tags}
    several = Intent(intent.LAND, f"{intent.SEVERAL}{commit[:12]}", plan.branch, commit, tags, plan.base)
    intent.declare_several(context.git, context.clone_folder, several)


def tip(plan: Plan, context: Context) -> str:
    """Return the commit that the branch gets: that of the release, of several packages that of the last one."""
    found = intent.holding(context.git, plan.tag) if plan.beside else None
    return found.commit if found else context.commit(plan)


def fulfil(git: Git, found: Intent, base: str) -> None:
    """Move branch and tags as one, then the work tree; BranchMoved forgets a landing of which nothing had happened."""
    here = git.resolve(found.branch_ref)
    lines = []
    if here == base:
        lines.append(f"update {found.branch_ref} {found.commit} {base}")
    elif not contains(git, found.branch_ref, found.commit):
        if not any(map(git.resolve, found.tag_refs)):
            intent.close(git, found)
        raise BranchMoved(branch=found.branch, now=here[:12] or "nothing", base=base[:12])
    lines += [f"create {ref} {oid}" for ref, oid in found.tag_refs.items() if not git.resolve(ref)]
    if lines:
        move(git, found, base, lines)
    place = tree_at(git, found.branch, found.commit)
    if place:
        work_tree.follow(place, base, found.commit)


def advance(git: Git, found: Intent, base: str) -> None:
    """Move the branch to a commit without a tag, then the work tree; BranchMoved forgets the intent."""
    here = git.resolve(found.branch_ref)
    if here == base:
        move(git, found, base, [f"update {found.branch_ref} {found.commit} {base}"])
    elif not contains(git, found.branch_ref, found.commit):
        intent.close(git, found)
        raise BranchMoved(branch=found.branch, now=here[:12] or "nothing", base=base[:12])
    place = tree_at(git, found.branch, found.commit)
    if place:
        work_tree.follow(place, base, found.commit)
    intent.close(git, found)


def move(git: Git, found: Intent, base: str, lines: list[str]) -> None:
    """Move the refs; where git refuses to, the intent is forgotten too, so that nothing has changed."""
    try:
        intent.transact(git, lines)
    except GitFailed:
        if not any(map(git.resolve, found.tag_refs)) and git.resolve(found.branch_ref) == base:
            with suppress(GitFailed):
                intent.close(git, found)
        raise


def declared(git: Git, tag: str, branch: str = "") -> Intent | None:
    """Return the intent to land a tag, alone or with others; None for none. `branch` saves a list of refs."""
    guess = Intent(intent.LAND, tag, branch, "")
    tag_object = git.resolve(guess.hidden(f"refs/tags/{tag}"))
    commit = git.resolve(guess.hidden(guess.branch_ref))
    if tag_object and commit:
        return replace(guess, commit=commit, tags={tag: tag_object})
    found = intent.of(git.refs(guess.prefix)) if tag_object else ()
    return next((one for one in found if one.name == tag), None) or intent.holding(git, tag)


def contains(git: Git, ref: str, commit: str) -> bool:
    """Return whether a ref, or another commit, is at a commit or above it."""
    here = git.resolve(f"{ref}^{{commit}}")
    return bool(here) and (here == git.resolve(commit) or git.ok("merge-base", "--is-ancestor", commit, here))


def tree_at(git: Git, branch: str, commit: str) -> Git | None:
    """Return git in the work tree that has a branch checked out, exactly at a commit; None where none has."""
    if is_at(git, branch, commit):
        return git
    return next((one for one in linked(git, branch) if is_at(one, branch, commit)), None)


def is_at(git: Git, branch: str, commit: str) -> bool:
    """Return whether a branch is checked out, at a commit; git is asked where the file HEAD does not name it."""
    head = git.own_folder / "HEAD"
    if head.is_file() and head.read_bytes() == f"ref: refs/heads/{branch}\n".encode("utf-8", "surrogateescape"):
        return git.resolve("HEAD") == commit
    return git.head() == (branch, commit)


def linked(git: Git, branch: str) -> Iterator[Git]:
    """Yield git in the work trees that have a branch checked out; a folder that is gone is passed over."""
    if not (git.folder / "worktrees").is_dir():
        return
    path = Path()
    for line in git("worktree", "list", "--porcelain").splitlines():
        key, _, value = line.partition(" ")
        path = Path(value) if key == "worktree" else path
        if line == f"branch refs/heads/{branch}" and path.is_dir():
            yield Git(path)


def is_taken_back(git: Git, found: Intent) -> bool:
    """Return whether a landed release was taken back by hand: no tag is left, and the branch was at its commit."""
    if any(map(git.resolve, found.tag_refs)) or contains(git, found.branch_ref, found.commit):
        return False
    noted = git.run("reflog", "show", "--format=%H", found.branch_ref, "--").stdout.split()
    return found.commit in noted[1:]


def forget(git: Git, found: Intent) -> None:
    """Take tags back whose commit the branch does not hold any more; the branch is the user's now."""
    lines = [*hidden_gone(git, found), *tags_gone(git, found)]
    if lines:
        intent.transact(git, lines)


def hidden_gone(git: Git, found: Intent) -> list[str]:
    """Return the lines of a transaction that delete what is there of an intent's hidden refs."""
    return [f"delete {ref}" for ref in found.refs if git.resolve(ref)]


def tags_gone(git: Git, found: Intent) -> list[str]:
    """Return the lines of a transaction that delete the tags of an intent, those that are its own."""
    return [f"delete {ref} {oid}" for ref, oid in found.tag_refs.items() if git.resolve(ref) == oid]


def undo(git: Git, found: Intent, base: str) -> tuple[str, ...]:
    """Take a landed release back, or finish that; return the paths kept as the user's. BranchMoved if others follow."""
    here = git.resolve(found.branch_ref)
    if here not in (base, found.commit):
        raise BranchMoved(branch=found.branch, now=here[:12], base=found.commit[:12])
    place = git if git.branch() == found.branch else next(linked(git, found.branch), None)
    if found.kind == intent.LAND:
        if place:
            work_tree.require_writable(place, Git(place.top), found.commit, base)
        found = intent.declare_undo(git, found)
    lines = hidden_gone(git, replace(found, kind=intent.LAND))
    if here == found.commit:
        lines.append(f"update {found.branch_ref} {base} {found.commit}")
    lines += tags_gone(git, found)
    if lines:
        intent.transact(git, lines)
    users = work_tree.follow(place, found.commit, base) if place else ()
    intent.close(git, found)
    return users
