"""Several packages whose release came in without its tags, by a pull request: which they are, and a plan for each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from gonogo.git.repository import Git
from gonogo.model.plan import Plan, Raised
from gonogo.release import origin, state, untagged
from gonogo.release.group import Group, Member
from gonogo.release.group.plan import Planned

WHY = "its release is on the branch, and has no tag"


@dataclass(frozen=True)
class Merged:
    """One package of a merged release: its plan, and the commit that gets its tag."""

    planned: Planned
    commit: str


def find(found: Group, git: Git) -> tuple[Merged, ...]:
    """Return the packages whose releases have no tag yet, in the order of their commits, then of their needs."""
    waiting: list[tuple[Member, Plan, str]] = []
    for member in found.members:
        merged = None if state.declared(member.project, git) else untagged.untagged(member.project, git)
        if merged:
            waiting.append((member, *merged))
    if not waiting:
        return ()
    newest_first = git("rev-list", "--first-parent", f"--max-count={untagged.LOOKED_AT}", "HEAD").split()
    waiting.sort(key=lambda one: -newest_first.index(one[2]))
    base = git.resolve(f"{waiting[0][2]}^1") or waiting[0][2]
    tags, names = [plan.tag for _, plan, _ in waiting], {member.name for member, _, _ in waiting}
    merged_ones = []
    for number, (member, plan, commit) in enumerate(waiting):
        beside = (*tags[:number], *tags[number + 1 :])
        message = origin.message_of_merged(member.project, plan.new)
        whole = replace(plan, base=base, beside=beside, message=message, raised=raised(member, names))
        merged_ones.append(Merged(Planned(member, whole, WHY, found.needed(member)), commit))
    return tuple(merged_ones)


def raised(member: Member, names: Collection[str]) -> tuple[Raised, ...]:
    """Return the requirements on packages of the same release, as they are now; the release may have raised them."""
    return tuple(Raised(need.text, need.text) for need in member.needs if need.name in names)
