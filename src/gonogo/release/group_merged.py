"""Several packages whose release came in without its tags, by a pull request: which they are, and a plan for each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gonogo.git.repository import Git
from gonogo.model.plan import Plan
from gonogo.release import state, untagged
from gonogo.release.group import Group, Member
from gonogo.release.group_plan import Planned

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
    tags = [plan.tag for _, plan, _ in waiting]
    merged_ones = []
    for number, (member, plan, commit) in enumerate(waiting):
        beside = (*tags[:number], *tags[number + 1 :])
        whole = replace(plan, base=base, beside=beside, message=member.project.message_for(plan.new))
        merged_ones.append(Merged(Planned(member, whole, WHY, found.needed(member)), commit))
    return tuple(merged_ones)
