"""Tag style: how the tags that a repository has spell their versions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT = "v{version}"
APART = "{name}-{version}"
"""The template that tells the tags of several packages apart."""

PLAIN = ("", "v", "V", "release-", "release/", "release_", "rel-", "version-", "version/", "r")
"""Prefixes that name no package."""

LIMIT = 100
"""Characters of a tag that is looked at; longer ones are not release tags (H18)."""

RECENT = 10
"""How many of the highest versions decide where styles are mixed."""

_TAG = re.compile(r"(?P<prefix>(?:[A-Za-z@][A-Za-z0-9_.@/\-]*)??)(?<![.0-9])(?P<version>\d+(?:\.\d+)+[A-Za-z0-9.\-]*)")


def infer(tags: Sequence[str], name: str, default: str = DEFAULT) -> str:
    """Return the tag template of a project, such as `v{version}`, from the tags of its repository.

    Where tags of several packages stand side by side, those of `name` count (`server-6.1` is one of
    devpi-server's). Tags that hold no version are left out. Without any tag it is `default`; one that tells packages
    apart makes tags that name none count for nothing where there are own ones.
    """
    found = [tag for tag in map(split, tags) if tag]
    own = own_prefixes(name.lower())
    mine = [tag for tag in found if tag[0].lower() in own]
    if len({prefix for prefix, _ in found if prefix not in PLAIN}) > 1:
        if mine:
            return template(commonest(mine), name)
        if commonest(found) not in PLAIN:
            return APART
    candidates = mine if mine and default == APART else mine + plain(found)
    return template(commonest(candidates), name) if candidates else default


def doubt(tags: Sequence[str], name: str) -> str:
    """Return why the style of the tags is a conclusion: they are mixed, or spell the name in another case."""
    found = [tag for tag in map(split, tags) if tag]
    recent = sorted(found, key=lambda tag: tag[1], reverse=True)[:RECENT]
    prefixes = sorted({prefix for prefix, _ in recent})
    if len(prefixes) > 1:
        return f"the newest tags begin with {', '.join(prefix or 'the version' for prefix in prefixes)}"
    other = prefixes and prefixes[0] not in own_prefixes(name) and prefixes[0].lower() in own_prefixes(name.lower())
    return f"the tags spell {name} as {prefixes[0]}" if other else ""


def split(tag: str) -> tuple[str, Version] | None:
    """Return a tag's prefix and version; None for a tag that names no version."""
    match = _TAG.fullmatch(tag) if len(tag) <= LIMIT else None
    if match is None:
        return None
    try:
        return match["prefix"], Version(match["version"])
    except InvalidVersion:
        return None


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
