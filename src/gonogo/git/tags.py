"""Tags: how a repository's tags spell versions, which are of this project, and which is the newest below HEAD."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from packaging.version import InvalidVersion, Version

from gonogo.git import lookups
from gonogo.git.repository import Git, GitFailed
from gonogo.model import padding
from gonogo.model.errors import shown
from gonogo.version.pep440 import is_version, parse

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
    spelt = spelt_in(tag, template, name)
    return str(parse(spelt)) if spelt else ""


def spelt_in(tag: str, template: str, name: str) -> str:
    """Return the version that a tag names, as the tag spells it; empty where it names none."""
    found = shape_of(template, name).fullmatch(tag)
    return found["version"] if found and is_version(found["version"]) and not _DATED.search(found["version"]) else ""


def widths(tags: Sequence[str], template: str, name: str, written: str = "") -> tuple[int, ...]:
    """Return how wide the project's tags write the numbers of a version, the newest first; then its own files."""
    spelt = filter(None, (spelt_in(tag, template, name) for tag in tags))
    return padding.widths([*sorted(spelt, key=parse, reverse=True), written])


def message(git: Git, tag: str) -> str:
    """Return the message of an annotated tag below its first line, without its signature; empty for any other tag."""
    shape = "--format=%(if:equals=tag)%(objecttype)%(then)%(contents:body)%(end)"
    return git("for-each-ref", "--count=1", shape, f"refs/tags/{tag}")


WITH = "Released-with: "
"""How the line begins with which the tag of a package names the others that were released together."""


def released_with(git: Git, tag: str) -> tuple[str, ...]:
    """Return the other tags of the release of several packages that a tag belongs to, as its message names them."""
    lines = message(git, tag).splitlines()
    return tuple(name for line in lines if line.startswith(WITH) for name in line.removeprefix(WITH).split())


@lru_cache(maxsize=16)
def shape_of(template: str, name: str) -> re.Pattern[str]:
    """Return the pattern of a project's tags."""
    shape = re.escape(template.format(version="\0", name=name)).replace(re.escape("\0"), "(?P<version>.+)")
    return re.compile(shape)


def of_project(git: Git, template: str, name: str) -> tuple[Tag, ...]:
    """Return the project's version tags, the highest version first."""
    return read(git("for-each-ref", SHAPE, "refs/tags/"), template, name)


def below_head(git: Git, template: str, name: str) -> tuple[Tag, ...]:
    """Return the project's version tags that HEAD contains, the highest version first; none on an unborn branch."""
    words = ("for-each-ref", SHAPE, "--merged=HEAD", "refs/tags/")
    done = lookups.in_phase((git.place, words), lambda: git.run(*words))
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
    shape = template or infer(git.tags(), name)
    return next((one for one in below_head(git, shape, name) if not is_given_up(one, written)), Tag())


def is_given_up(tag: Tag, written: str) -> bool:
    """Return whether a tag is that of a pre-release which the files, going back to a lower version, gave up."""
    found = parse(tag.version)
    return bool(written) and found.is_prerelease and found > parse(written)


def newest_final_before(git: Git, template: str, name: str, version: str) -> Tag:
    """Return the tag of the highest final release that is lower than a version, which its users come from.

    HEAD may not contain it: a release that was squashed into the branch, or one of a maintenance line.
    """
    for tag in of_project(git, template, name):
        found = parse(tag.version)
        if not found.is_prerelease and found < parse(version):
            return tag
    return Tag()


DEFAULT_STYLE = "v{version}"
APART = "{name}-{version}"  # the template that distinguishes the tags of several packages
PLAIN = ("", "v", "V", "release-", "release/", "release_", "rel-", "version-", "version/", "r")
"""Prefixes that name no package."""

LIMIT = 100  # characters of a tag that is looked at; longer ones are not release tags
SEVERAL = 2  # how many tags with one prefix show that it is the project's, though it is no usual one

_TRIAL = re.compile(
    r"(?:^|[-_/])(?:nightly|daily|tests?|trial|snapshot|builds?|deploy|ci|backup|archive|old|before|pre-?merge)(?=[-_/.v]|$)",
    re.IGNORECASE,
)
"""Words of prefixes that are of no release."""

_DATED = re.compile(r"-\d{6,}$")  # how the version in a tag ends that has a date, or a number of a build, behind it
RECENT = 10  # how many of the highest versions decide where styles are mixed
_TAG = re.compile(r"(?P<prefix>(?:[A-Za-z@][A-Za-z0-9_.@/\-]*)??)(?<![.0-9])(?P<version>\d+(?:\.\d+)+[A-Za-z0-9.\-]*)")


def infer(tags: Sequence[str], name: str, default: str = DEFAULT_STYLE) -> str:
    """Return the tag template of a project, such as `v{version}`, from the tags of its repository.

    Where tags of several packages stand side by side, those of `name` count (`server-6.1` is one of
    devpi-server's). Tags that hold no version are left out. Without any tag it is `default`; one that keeps packages
    apart makes tags that name none count for nothing where there are own ones.
    """
    found = [one for one in map(split, tags) if one]
    own = own_prefixes(name.lower())
    mine = [tag for tag in found if tag[0].lower() in own]
    if len({prefix for prefix, _ in found if prefix not in PLAIN}) > 1:
        if mine:
            return template(commonest(mine), name)
        if commonest(found) not in PLAIN:
            return APART
    candidates = mine if mine and default == APART else mine + plain(found)
    if not candidates and default != APART and len(found) >= SEVERAL and len({prefix for prefix, _ in found}) == 1:
        candidates = [tag for tag in found if not _TRIAL.search(tag[0])]
    return template(commonest(candidates), name) if candidates else default


def doubt(tags: Sequence[str], shape: str, name: str) -> str:
    """Return why the style of the tags is a conclusion: they are mixed, not read, or spell the name in another case."""
    if not any(spelt_in(tag, shape, name) for tag in tags):
        near = sorted(tag for tag in tags if re.search(r"\d[._-]\d", tag))
        return f"no tag is spelt so yet, {shown(near[-1])} neither" if near else ""
    found = [tag for tag in map(split, tags) if tag]
    recent = sorted(found, key=lambda tag: tag[1], reverse=True)[:RECENT]
    prefixes = sorted({prefix for prefix, _ in recent})
    if len(prefixes) > 1:
        listed = ", ".join(prefix or "the version" for prefix in prefixes)
        return "" if "{name}" in shape else f"the newest tags begin with {listed}"
    other = prefixes and prefixes[0] not in own_prefixes(name) and prefixes[0].lower() in own_prefixes(name.lower())
    return f"the tags spell {name} as {prefixes[0]}" if other else ""


def split(tag: str) -> tuple[str, Version] | None:
    """Return a tag's prefix and version; None for a tag that names no version."""
    match = _TAG.fullmatch(tag) if len(tag) <= LIMIT else None
    if match is None or _DATED.search(match["version"]):
        return None
    try:
        return match["prefix"], Version(match["version"])
    except InvalidVersion:
        return None


def names(tag: str, version: str) -> bool:
    """Return whether a tag that names no package names a version."""
    found = split(tag)
    return found is not None and found[0] in PLAIN and str(found[1]) == version


def with_a_name(tags: Sequence[str]) -> tuple[str, ...]:
    """Return the tags whose prefix may name a package."""
    return tuple(tag for tag in tags if (found := split(tag)) and found[0] not in PLAIN)


def plain(tags: Sequence[tuple[str, Version]]) -> list[tuple[str, Version]]:
    """Return the tags whose prefix names no package."""
    return [tag for tag in tags if tag[0] in PLAIN]


def own_prefixes(name: str) -> frozenset[str]:
    """Return the prefixes that can stand for a package: its name or the last words of it, and a joint."""
    words = re.split(r"[-_.]+", name)
    stems = {joint.join(words[start:]) for start in range(len(words)) for joint in "-_."} | {name}
    return frozenset(stem + joint for stem in stems if stem for joint in ("-", "_", "@", "/", "-v", "_v", "@v", "/v"))


def commonest(tags: Sequence[tuple[str, Version]]) -> str:
    """Return the prefix that most of the highest versions have."""
    recent = sorted(tags, key=lambda tag: tag[1], reverse=True)[:RECENT]
    return Counter(prefix for prefix, _ in recent).most_common(1)[0][0]


def template(prefix: str, name: str) -> str:
    """Return the template for a prefix, with `{name}` where the prefix begins with the whole name, in the same case."""
    if name and prefix.startswith(name):
        return "{name}" + prefix[len(name) :] + "{version}"
    return prefix + "{version}"
