"""Version tags: which tags of a repository name versions of this project, and which is the newest below HEAD."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gonogo.git import tag_style
from gonogo.git.repository import Git, GitFailed
from gonogo.model.errors import GonogoError
from gonogo.version.pep440 import parse

SHAPE = "--format=%(objectname) %(*objectname) %(refname:strip=2)"


@dataclass(frozen=True)
class Tag:
    """A version tag: its name, the version, and the id of the commit that it names; all empty for none."""

    name: str = ""
    version: str = ""
    commit: str = ""


def version_in(tag: str, template: str, name: str) -> str:
    """Return the version that a tag names by a template; empty where it names none.

    >>> version_in("v1.2.0", "v{version}", "demo")
    '1.2.0'
    """
    shape = re.escape(template.format(version="\0", name=name)).replace(re.escape("\0"), "(?P<version>.+)")
    found = re.fullmatch(shape, tag)
    if not found:
        return ""
    try:
        return str(parse(found["version"]))
    except GonogoError:
        return ""


def of_project(git: Git, template: str, name: str) -> tuple[Tag, ...]:
    """Return the project's version tags, the highest version first."""
    return read(git("for-each-ref", SHAPE, "refs/tags/"), template, name)


def below_head(git: Git, template: str, name: str) -> tuple[Tag, ...]:
    """Return the project's version tags that HEAD contains, the highest version first; none on an unborn branch."""
    done = git.run("for-each-ref", SHAPE, "--merged=HEAD", "refs/tags/")
    if done.code and git.resolve("HEAD"):
        raise GitFailed(command="for-each-ref --merged=HEAD", why=done.tail)
    return read(done.stdout, template, name)


def read(text: str, template: str, name: str) -> tuple[Tag, ...]:
    """Return the version tags in a list of refs."""
    found = []
    for line in filter(None, text.split("\n")):
        oid, peeled, tag = line.split(" ", 2)
        version = version_in(tag, template, name)
        if version:
            found.append(Tag(tag, version, peeled or oid))
    return tuple(sorted(found, key=lambda one: parse(one.version), reverse=True))


def days(git: Git, template: str, name: str) -> dict[str, date]:
    """Return the final releases that HEAD contains, by version, each with the day of its tag."""
    shape = "--format=%(creatordate:short) %(refname:strip=2)"
    lines = (
        line.partition(" ")
        for line in git.run("for-each-ref", shape, "--merged=HEAD", "refs/tags/").stdout.splitlines()
    )
    found = {version_in(tag, template, name): day for day, _, tag in lines if day}
    return {
        version: date.fromisoformat(day)
        for version, day in found.items()
        if version and not parse(version).is_prerelease
    }


def newest_below_head(git: Git, template: str, name: str, written: str = "") -> Tag:
    """Return the highest version tag that HEAD contains; an empty Tag where there is none.

    With the version that the project's files hold, no pre-release above it: such a one was given up.
    """
    shape = template or tag_style.infer(git.tags(), name)
    return next((one for one in below_head(git, shape, name) if not is_given_up(one, written)), Tag())


def is_given_up(tag: Tag, written: str) -> bool:
    """Return whether a tag is that of a pre-release which the files, going back to a lower version, gave up."""
    found = parse(tag.version)
    return bool(written) and found.is_prerelease and found > parse(written)


def newest_final_before(git: Git, template: str, name: str, version: str) -> Tag:
    """Return the tag of the highest final release that HEAD contains and that is lower than a version."""
    for tag in below_head(git, template, name):
        found = parse(tag.version)
        if not found.is_prerelease and found < parse(version):
            return tag
    return Tag()
