"""Tags of several packages: which of them were released together."""

from __future__ import annotations

from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.project.workspace import is_own
from gonogo.release.group import Group
from gonogo.release.planner import TagIsNoVersion, TagNotHere


def released_with(found: Group, name: str) -> dict[str, str]:
    """Return the packages of the release that a tag belongs to, in their order, each with its tag.

    TagNotHere unless the last commit of the release is checked out; TagIsNoVersion for a tag of no package.
    """
    tag = name.removeprefix("refs/tags/")
    released, git = together(found, tag), Git(found.root)
    commit = (commits(found, released) or [git.resolve(f"refs/tags/{tag}^{{commit}}")])[-1]
    head = git.resolve("HEAD")
    if not commit or commit != head:
        raise TagNotHere(tag=tag, commit=commit[:12] or "nothing", head=head[:12])
    if tag not in released.values():
        raise TagIsNoVersion(tag=tag, template=" or ".join(sorted({one.project.tag_template for one in found.members})))
    return released


def together(found: Group, tag: str) -> dict[str, str]:
    """Return the packages of the release that a tag belongs to, in their order, each with its tag.

    Its message names the others. Of a tag that names none, those at the same commit are taken.
    """
    git = Git(found.root)
    named = tags.released_with(git, tag)
    at = () if named else git.run("tag", "--points-at", f"refs/tags/{tag}^{{commit}}").stdout.splitlines()
    listed = [one for one in named if git.resolve(f"refs/tags/{one}")] if named else at
    own = {one.name: [each for each in (tag, *listed) if is_own(one.project, each)] for one in found.members}
    return {member: each[0] for member, each in own.items() if each}


def commits(found: Group, released: dict[str, str]) -> list[str]:
    """Return the commits of a release, each above those before it."""
    git = Git(found.root)
    each = {git.resolve(f"refs/tags/{tag}^{{commit}}") for tag in released.values()}
    listed = git("rev-list", "--topo-order", "--reverse", *each).split() if len(each) > 1 else each
    return [one for one in listed if one in each]


def announced_at(found: Group, tag: str) -> tuple[str, ...]:
    """Return the tags at which the one release on the forge of a package may be: those after its own, the last first.

    Of packages that others publish, it is at none of theirs.
    """
    released = list(dict.fromkeys(together(found, tag).values()))
    return tuple(reversed(released[released.index(tag) :])) if tag in released else (tag,)
