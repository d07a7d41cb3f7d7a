"""The intent: refs under `refs/gonogo/` that say where branch and tags must go, kept by git itself.

`refs/gonogo/land/<tag>/heads/<branch>` and `…/tags/<tag>` mirror the two refs that a landing writes;
`refs/gonogo/undo/…` the same for a release that is being taken back; `refs/gonogo/commit/…` for a commit that goes on
the branch alone, such as the next development version: it has a name, and no tag.

A release of several packages has one intent, `refs/gonogo/land/several-<id>/`, with a ref for each tag and one,
`base`, for the commit that it stands on. Branch and base are written last: without them it means nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gonogo.git import locks
from gonogo.git.repository import Git
from gonogo.model.errors import few

HIDDEN = "refs/gonogo/"
LAND = "land"
UNDO = "undo"
COMMIT = "commit"
SEVERAL = "several-"  # how the name of an intent of several tags begins; the id of its commit follows


@dataclass(frozen=True)
class Intent:
    """One release under way: `kind` is `land`, `undo` or `commit`; `tags` holds the object id of each of its tags.

    `base` is the commit that several packages' releases stand on; empty where it is the parent of the only commit.
    """

    kind: str
    name: str
    branch: str
    commit: str
    tags: Mapping[str, str] = field(default_factory=dict)
    base: str = ""

    @property
    def label(self) -> str:
        """What a user reads of it: its tags."""
        return few(self.tags)

    @property
    def branch_ref(self) -> str:
        """The full ref of the branch."""
        return f"refs/heads/{self.branch}"

    @property
    def tag_refs(self) -> dict[str, str]:
        """The object id of each tag by its full ref."""
        return {f"refs/tags/{tag}": oid for tag, oid in self.tags.items()}

    @property
    def hidden_tags(self) -> dict[str, str]:
        """The hidden refs of its tags, each with its object id."""
        return {self.hidden(ref): oid for ref, oid in self.tag_refs.items()}

    @property
    def heads(self) -> dict[str, str]:
        """The hidden refs without which it means nothing, each with its object id."""
        base = {f"{self.prefix}base": self.base} if self.base else {}
        return {self.hidden(self.branch_ref): self.commit, **base}

    @property
    def refs(self) -> dict[str, str]:
        """All the hidden refs that declare it, each with its object id."""
        return {**self.hidden_tags, **self.heads}

    @property
    def prefix(self) -> str:
        """What its hidden refs begin with."""
        return f"{HIDDEN}{self.kind}/{self.name}/"

    def hidden(self, ref: str) -> str:
        """Return the hidden ref that stands for `ref`."""
        return f"{self.prefix}{ref.removeprefix('refs/')}"


def find(git: Git) -> tuple[Intent, ...]:
    """Return every complete intent; a half one was killed before anything moved and means nothing."""
    return of(git.seen(HIDDEN))


def of(refs: Mapping[str, str]) -> tuple[Intent, ...]:
    """Return every complete intent that hidden refs declare."""
    found: dict[str, Intent] = {}
    for kind, name in dict.fromkeys(filter(None, map(named, refs))):
        intent = Intent(kind, name, "", "")
        below = {ref.removeprefix(intent.prefix): oid for ref, oid in refs.items() if ref.startswith(intent.prefix)}
        tags = {ref.removeprefix("tags/"): oid for ref, oid in below.items() if ref.startswith("tags/")}
        if not name.startswith(SEVERAL) or name in tags:
            tags = {name: tags[name]}
        elif not below.get("base"):
            continue
        for ref, commit in below.items():
            if ref.startswith("heads/"):
                branch = ref.removeprefix("heads/")
                found[intent.prefix + ref] = replace(
                    intent, branch=branch, commit=commit, tags=tags, base=below.get("base", "")
                )
    return tuple(found.values())


def named(ref: str) -> tuple[str, str] | None:
    """Return kind and name of the intent that a hidden ref of a tag belongs to; None for any other ref."""
    kind, _, rest = ref.removeprefix(HIDDEN).partition("/")
    name = tag_of(rest)
    if not name and rest.startswith(SEVERAL):
        first, _, place = rest.partition("/")
        name = first if place.startswith("tags/") else ""
    return (kind, name) if name else None


def tag_of(rest: str) -> str:
    """Return the tag in `<tag>/tags/<tag>`; empty for anything else."""
    half, odd = divmod(len(rest) - len("/tags/"), 2)
    whole = half > 0 and not odd and rest[:half] + "/tags/" + rest[:half] == rest
    return rest[:half] if whole else ""


def holding(git: Git, tag: str) -> Intent | None:
    """Return the intent to land several packages of which one has a tag; None where there is none."""
    return next((one for one in find(git) if one.kind == LAND and one.base and tag in one.tags), None)


def declare(git: Git, source: Path, branch: str, tag: str) -> None:
    """Bring a clone's commit and tag into the repository under hidden refs, both or neither."""
    prefix = f"{HIDDEN}{LAND}/{tag}/"
    bring(git, source, {f"{prefix}heads/{branch}": f"refs/heads/{branch}", f"{prefix}tags/{tag}": f"refs/tags/{tag}"})


def declare_several(git: Git, source: Path, declared: Intent) -> None:
    """Bring a clone's tags into the repository, all or none, and then say where its branch must go."""
    bring(git, source, {declared.hidden(ref): ref for ref in declared.tag_refs})
    transact(git, updates(declared.heads))


def declare_commit(git: Git, source: Path, branch: str, name: str) -> Intent:
    """Bring in a clone's commit that goes on the branch without a tag; return what was declared."""
    prefix = f"{HIDDEN}{COMMIT}/{name}/"
    bring(git, source, dict.fromkeys((f"{prefix}heads/{branch}", f"{prefix}tags/{name}"), f"refs/heads/{branch}"))
    commit = git.resolve(f"{prefix}heads/{branch}")
    return Intent(COMMIT, name, branch, commit, {name: commit})


def bring(git: Git, source: Path, refs: Mapping[str, str]) -> None:
    """Fetch refs of a clone, each under the hidden ref that is its key, all or none."""
    words = ("fetch", "--quiet", "--no-tags", "--atomic", "--no-write-fetch-head", "--no-recurse-submodules")
    with locks.acting(git, refs):
        git(*words, str(source), *(f"+{theirs}:{hidden}" for hidden, theirs in refs.items()))


def declare_undo(git: Git, intent: Intent) -> Intent:
    """Say that a landed release is to be taken back; of several packages, its tags first."""
    undo = replace(intent, kind=UNDO)
    if undo.base:
        transact(git, updates(undo.hidden_tags))
    transact(git, updates(undo.refs))
    return undo


def updates(refs: Mapping[str, str]) -> list[str]:
    """Return the lines of a transaction that give refs their object ids."""
    return [f"update {ref} {oid}" for ref, oid in refs.items()]


def close(git: Git, intent: Intent, *tags: str) -> None:
    """Forget an intent that is fulfilled; of several packages those of some tags, and all with the last of them."""
    left = set(intent.tags) - set(tags) if tags else set()
    gone = [intent.hidden(f"refs/tags/{tag}") for tag in tags] if left else list(intent.refs)
    transact(git, [f"delete {ref}" for ref in gone])


def transact(git: Git, lines: list[str]) -> None:
    """Run one ref transaction: all of it or, short of a kill between two renames, nothing."""
    with locks.acting(git, [line.split(" ")[1] for line in lines]):
        git("update-ref", "--stdin", text="\n".join(["start", *lines, "prepare", "commit", ""]))
