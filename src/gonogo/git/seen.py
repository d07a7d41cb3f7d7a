"""The refs of a repository as one look saw them: branches, tags and the intents, and which branch is checked out."""

from __future__ import annotations

from dataclasses import dataclass

PATTERNS = ("refs/heads/", "refs/tags/", "refs/gonogo/")
SHAPE = "--format=%(HEAD) %(objectname) %(refname)"


@dataclass(frozen=True)
class Seen:
    """Object ids by full ref, and the checked-out branch: empty on a detached HEAD and where it has no commit."""

    ids: dict[str, str]
    branch: str

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of all tags."""
        return tuple(ref.removeprefix("refs/tags/") for ref in self.below("refs/tags/"))

    def below(self, prefix: str) -> dict[str, str]:
        """Return the refs below a prefix, and their object ids."""
        return {ref: oid for ref, oid in self.ids.items() if ref.startswith(prefix)}


def read(text: str) -> Seen:
    """Return what git listed in SHAPE.

    >>> read("* 1a refs/heads/main\\n  2b refs/tags/v1")
    Seen(ids={'refs/heads/main': '1a', 'refs/tags/v1': '2b'}, branch='main')
    """
    ids: dict[str, str] = {}
    branch = ""
    for line in filter(None, text.split("\n")):
        oid, _, ref = line[2:].partition(" ")
        ids[ref] = oid
        if line.startswith("*"):
            branch = ref.removeprefix("refs/heads/")
    return Seen(ids, branch)
