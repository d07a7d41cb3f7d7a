"""The intent: refs under `refs/gonogo/` that say where branch and tag must go, kept by git itself.

`refs/gonogo/land/<tag>/heads/<branch>` and `…/tags/<tag>` mirror the two refs that a landing writes;
`refs/gonogo/undo/…` the same for a release that is being taken back; `refs/gonogo/commit/…` for a commit that goes on
the branch alone, such as the next development version: it has a name, and no tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gonogo.git import locks
from gonogo.git.repository import Git

HIDDEN = "refs/gonogo/"
LAND = "land"
UNDO = "undo"
COMMIT = "commit"


@dataclass(frozen=True)
class Intent:
    """One release under way: `kind` is `land`, `undo` or `commit`; `tag_object` and `commit` are object ids."""

    kind: str
    tag: str
    branch: str
    commit: str
    tag_object: str

    @property
    def branch_ref(self) -> str:
        """The full ref of the branch."""
        return f"refs/heads/{self.branch}"

    @property
    def tag_ref(self) -> str:
        """The full ref of the tag."""
        return f"refs/tags/{self.tag}"

    def hidden(self, ref: str) -> str:
        """Return the hidden ref that stands for `ref`."""
        return f"{HIDDEN}{self.kind}/{self.tag}/{ref.removeprefix('refs/')}"


def find(git: Git) -> tuple[Intent, ...]:
    """Return every complete intent; a half one was killed before anything moved and means nothing."""
    return of(git.seen(HIDDEN))


def of(refs: Mapping[str, str]) -> tuple[Intent, ...]:
    """Return every complete intent that hidden refs declare."""
    found = []
    for name, oid in refs.items():
        kind, _, rest = name.removeprefix(HIDDEN).partition("/")
        tag = tag_of(rest)
        if not tag:
            continue
        prefix = f"{HIDDEN}{kind}/{tag}/heads/"
        for branch_ref, commit in refs.items():
            if branch_ref.startswith(prefix):
                found.append(Intent(kind, tag, branch_ref.removeprefix(prefix), commit, oid))
    return tuple(found)


def tag_of(rest: str) -> str:
    """Return the tag in `<tag>/tags/<tag>`; empty for anything else."""
    half, odd = divmod(len(rest) - len("/tags/"), 2)
    whole = half > 0 and not odd and rest[:half] + "/tags/" + rest[:half] == rest
    return rest[:half] if whole else ""


def declare(git: Git, source: Path, branch: str, tag: str) -> None:
    """Bring a clone's commit and tag into the repository under hidden refs, both or neither."""
    prefix = f"{HIDDEN}{LAND}/{tag}/"
    bring(git, source, {f"{prefix}heads/{branch}": f"refs/heads/{branch}", f"{prefix}tags/{tag}": f"refs/tags/{tag}"})


def declare_commit(git: Git, source: Path, branch: str, name: str) -> Intent:
    """Bring in a clone's commit that goes on the branch without a tag; return what was declared."""
    prefix = f"{HIDDEN}{COMMIT}/{name}/"
    bring(git, source, dict.fromkeys((f"{prefix}heads/{branch}", f"{prefix}tags/{name}"), f"refs/heads/{branch}"))
    commit = git.resolve(f"{prefix}heads/{branch}")
    return Intent(COMMIT, name, branch, commit, commit)


def bring(git: Git, source: Path, refs: Mapping[str, str]) -> None:
    """Fetch refs of a clone, each under the hidden ref that is its key, all or none."""
    words = ("fetch", "--quiet", "--no-tags", "--atomic", "--no-write-fetch-head", "--no-recurse-submodules")
    with locks.acting(git, refs):
        git(*words, str(source), *(f"+{theirs}:{hidden}" for hidden, theirs in refs.items()))


def declare_undo(git: Git, intent: Intent) -> Intent:
    """Say that a landed release is to be taken back."""
    undo = Intent(UNDO, intent.tag, intent.branch, intent.commit, intent.tag_object)
    transact(
        git,
        [
            f"update {undo.hidden(undo.branch_ref)} {undo.commit}",
            f"update {undo.hidden(undo.tag_ref)} {undo.tag_object}",
        ],
    )
    return undo


def close(git: Git, intent: Intent) -> None:
    """Forget an intent that is fulfilled."""
    transact(git, [f"delete {intent.hidden(ref)}" for ref in (intent.tag_ref, intent.branch_ref)])


def transact(git: Git, lines: list[str]) -> None:
    """Run one ref transaction: all of it or, short of a kill between two renames, nothing."""
    with locks.acting(git, [line.split(" ")[1] for line in lines]):
        git("update-ref", "--stdin", text="\n".join(["start", *lines, "prepare", "commit", ""]))
