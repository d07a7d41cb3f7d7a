"""Destinations: every reason why a tag or a branch cannot go where releases go; the remote is asked."""

import re
from collections.abc import Iterable

from gonogo.git import lookups, remotes, tags
from gonogo.git.repository import Git
from gonogo.model.errors import Conflict, GonogoError
from gonogo.model.project import Project
from gonogo.system.address import masked
from gonogo.version.pep440 import is_line, next_version, parse


class NotTheReleaseBranch(GonogoError):
    text = "on branch {branch}, but releases are made from {wanted}, the default branch of {remote}"
    hint_text = (
        "type: git switch {wanted}; or name this branch after the versions that it releases, as in 1.2.x: "
        'git branch -m 1.2.x; or say that it is released: branch = "{branch}" in [tool.gonogo]'
    )


class OutsideTheLine(GonogoError):
    text = "{new} does not belong on the maintenance branch {branch}"
    hint_text = "release a patch on this branch: invoke bump --part patch; or type: git switch {wanted}"


class WhichRemote(GonogoError):
    text = "none of the remotes {remotes} is set as the upstream of the branch, and none is named origin"
    hint_text = 'say which: remote = "{first}" in [tool.gonogo], or: git push --set-upstream {first} {branch}'


class NoSuchRemote(GonogoError):
    text = "the setting `remote` of [tool.gonogo] is {remote}, and there is no such remote; there are: {remotes}"
    hint_text = "fix the setting `remote` of [tool.gonogo], or type: git remote add {remote} URL"


class TagTaken(Conflict):
    text = "the tag {tag} already exists {where}"
    hint_text = "choose another version, e.g. --to {free}, or fetch that one: git fetch --tags; no tag is ever moved"


class BehindRemote(Conflict):
    text = "branch {branch} is {how} {remote}: its tip there is {tip}"
    hint_text = "type: git pull --rebase, then run the command again"


class BadTagName(GonogoError):
    text = "{tag} is not a valid tag name"
    hint_text = 'fix the setting `tag` of [tool.gonogo], e.g.: tag = "v{{version}}"'


PLAIN = re.compile(r"(?!.*\.lock)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*")  # tags that are valid for certain


def tag_is_free(git: Git, project: Project, tag: str, new: str) -> None:
    """Refuse a tag that exists here or on the remote, and a branch that is behind; the remote must answer."""
    if (not PLAIN.fullmatch(tag) and not git.ok("check-ref-format", f"refs/tags/{tag}")) or tag.startswith("-"):
        raise BadTagName(tag=tag)
    if git.resolve(f"refs/tags/{tag}"):
        raise TagTaken(tag=tag, where="here", free=free_version(git, project, tag))
    theirs = asked(git, project, tag)
    if f"refs/tags/{tag}" in theirs:
        raise TagTaken(tag=tag, where=f"on {masked(project.remote)}", free=free_version(git, project, tag))
    branch_is_current(git, project, new, theirs)


def asked(git: Git, project: Project, tag: str = "") -> dict[str, str]:
    """Return what the project's remote shows of its default branch, of this one and of a tag; nothing without one."""
    remote_is_known(git, project)
    if not project.remote:
        return {}
    remotes.require_safe(git, project.remote)
    return shown(git, project.remote, remotes.upstream(git, git.seen_branch(), project.remote), tag)


def branch_is_current(git: Git, project: Project, new: str, theirs: dict[str, str]) -> None:
    """Refuse a branch that is not released, and one that is behind what the remote shows."""
    here = git.seen_branch()
    branch = remotes.upstream(git, here, project.remote)
    is_release_branch(here, branch, theirs.get("HEAD -> ", ""), project, new)
    not_behind(git, project, theirs.get(branch, ""))


def shown(git: Git, remote: str, branch: str, tag: str) -> dict[str, str]:
    """Return what a remote shows of its default branch, of a branch and of a tag; asked once until we write."""
    key = ("shown", git.top, remote, branch, tag)
    return lookups.in_phase(key, lambda: git.remote_refs(remote, "HEAD", branch, f"refs/tags/{tag}"))


def look(git: Git, remote: str, tags: Iterable[str]) -> None:
    """Ask a remote once for what it shows of many tags; each is found in that look then."""
    remotes.require_safe(git, remote)
    branch = remotes.upstream(git, git.seen_branch(), remote)
    wanted = tuple(tags)
    theirs = git.remote_refs(remote, "HEAD", branch, *(f"refs/tags/{tag}" for tag in wanted))
    for tag in wanted:
        lookups.in_phase(("shown", git.top, remote, branch, tag), lambda: theirs)


def remote_is_known(git: Git, project: Project) -> None:
    """Refuse settings that name no remote, and several remotes of which nothing says which is meant."""
    given, remotes_here = project.remote, remotes.names(git)
    if not given and remotes_here:
        named = {"remotes": ", ".join(remotes_here), "first": remotes_here[0]}
        raise WhichRemote(branch=git.branch() or project.branch, **named)
    if given and given not in remotes_here and not set("/:") & set(given):
        raise NoSuchRemote(remote=given, remotes=", ".join(remotes_here) or "none")


def free_version(git: Git, project: Project, tag: str) -> str:
    """Return the patch that follows the highest version that has a tag, on whatever branch."""
    known = [one.version for one in tags.of_project(git, project.tag_template, project.name)]
    taken = tags.version_in(tag, project.tag_template, project.name)
    return next_version(max((*known, taken), key=parse), "patch", "", "pep440")


def is_release_branch(here: str, branch: str, default: str, project: Project, new: str) -> None:
    """Refuse a branch that is not the remote's default one, no line of the new version, and not in the settings."""
    named = project.settings.branch == here or is_line(here, new)
    if default and branch != default and not named:
        wanted = default.removeprefix("refs/heads/")
        if is_line(here, project.version):
            raise OutsideTheLine(new=new, branch=here, wanted=wanted)
        raise NotTheReleaseBranch(branch=here, wanted=wanted, remote=masked(project.remote))


def not_behind(git: Git, project: Project, tip: str) -> None:
    """Refuse a branch which the remote's tip is not part of."""
    if not tip or tip == git.resolve("HEAD") or git.ok("merge-base", "--is-ancestor", tip, "HEAD"):
        return
    known = bool(git.resolve(f"{tip}^{{commit}}"))
    ahead = known and git.ok("merge-base", "--is-ancestor", "HEAD", tip)
    how = "behind" if ahead or not known else "diverged from"
    raise BehindRemote(branch=git.branch(), how=how, remote=masked(project.remote), tip=tip[:12])
