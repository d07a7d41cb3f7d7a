"""Tags of several packages: which of them were released together."""

from __future__ import annotations

from gonogo.git.repository import Git
from gonogo.project.workspace import is_own
from gonogo.release.group import Group
from gonogo.release.planner import TagIsNoVersion, TagNotHere


def released_with(found: Group, name: str) -> dict[str, str]:
    """Return the packages of the release that a tag belongs to, in their order, each with its tag.

    Packages that were released together have one commit; where the settings say so, each has the commit above that of
    the package before it. TagNotHere unless the last commit is checked out; TagIsNoVersion for a tag of no package.
    """
    tag = name.removeprefix("refs/tags/")
    released, commit = together(found, tag)
    head = Git(found.root).resolve("HEAD")
    if not commit or commit != head:
        raise TagNotHere(tag=tag, commit=commit[:12] or "nothing", head=head[:12])
    if tag not in released.values():
        raise TagIsNoVersion(tag=tag, template=" or ".join(sorted({one.project.tag_template for one in found.members})))
    return released


def together(found: Group, tag: str) -> tuple[dict[str, str], str]:
    """Return the packages of the release that a tag belongs to, each with its tag, and the last commit of that."""
    git = Git(found.root)
    at = commits(git)
    commit = next((one for one, tags in at.items() if tag in tags), "")
    line = chain(git, at, commit) if found.settings.commits == "each" else [commit]
    tags = [one for each in line for one in at.get(each, ())]
    own = {one.name: [each for each in tags if is_own(one.project, each)] for one in found.members}
    return {member: tag if tag in each else each[-1] for member, each in own.items() if each}, line[-1]


def announced_at(found: Group, tag: str) -> tuple[str, ...]:
    """Return the tags at which the one release on the forge of a package may be: those after its own, the last first.

    It is at the last tag of its release, and commits of a later release may follow at once.
    """
    released = list(dict.fromkeys(together(found, tag)[0].values()))
    return tuple(reversed(released[released.index(tag) :])) if tag in released else (tag,)


def commits(git: Git) -> dict[str, list[str]]:
    """Return the commits that have tags, each with those."""
    found: dict[str, list[str]] = {}
    shape = "--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end) %(refname:strip=2)"
    for line in git("for-each-ref", shape, "refs/tags/").splitlines():
        commit, _, tag = line.partition(" ")
        found.setdefault(commit, []).append(tag)
    return found


def chain(git: Git, at: dict[str, list[str]], commit: str) -> list[str]:
    """Return the commits of a line that all have tags, and of which one is given, from the lowest to the highest."""
    listed = git("rev-list", "--no-walk=unsorted", "--parents", "--stdin", text="\n".join(at)) if commit else ""
    below = {words[0]: words[1] for line in listed.splitlines() if len(words := line.split()) > 1 and words[1] in at}
    above = {parent: child for child, parent in below.items()}
    result = [commit]
    while result[0] in below:
        result.insert(0, below[result[0]])
    while result[-1] in above:
        result.append(above[result[-1]])
    return result
