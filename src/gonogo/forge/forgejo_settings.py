"""The settings of a repository on Forgejo or Gitea: protected tags and branches, and the names of secrets."""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from gonogo.forge.forgejo import Forgejo
from gonogo.forge.settings import Rules, Secret, readable, together
from gonogo.model.errors import CouldNotTell


def tag_rules(forge: Forgejo, tag: str) -> Rules:
    """Return what holds for a tag: a protected one is made, moved and deleted by those alone whom it names."""
    what = f"the protected tags of {forge.repository}"
    with readable(what):
        listed = forge.api.get(f"{forge.base}/tag_protections", what).body
        found = [one for one in listed if matches(tag, str(one["name_pattern"]), what)]
        named = tuple(f"{one['name_pattern']} ({', '.join(people(one)) or 'nobody'})" for one in found)
        return Rules(frozenset({"update", "deletion"} if found else ()), named)


def matches(tag: str, pattern: str, what: str) -> bool:
    """Return whether a protection holds for a tag; its pattern is a glob, or between slashes a regular expression."""
    if not (len(pattern) > 1 and pattern[0] == pattern[-1] == "/"):
        return fnmatchcase(tag, pattern)
    try:
        return bool(re.search(pattern[1:-1], tag))
    except re.error as error:
        raise CouldNotTell(what=what, why=f"its pattern {pattern} is not read here: {error}") from error


def people(raw: Mapping[str, Any]) -> list[str]:
    """Return the users and teams that a protection lets through."""
    return [*map(str, raw.get("whitelist_usernames") or ()), *map(str, raw.get("whitelist_teams") or ())]


def branch_rules(forge: Forgejo, branch: str) -> Rules:
    """Return what holds for a branch by its protections; a protected one is neither forced nor deleted."""
    what = f"the protected branches of {forge.repository}"
    with readable(what):
        listed = forge.api.get(f"{forge.base}/branch_protections", what).body
        found = [one for one in listed if fnmatchcase(branch, one["rule_name"])]
        return Rules(together([types_of(one) for one in found]))


def types_of(raw: Mapping[str, Any]) -> frozenset[str]:
    """Return what a protection of a branch holds, as the types of GitHub's rules."""
    return frozenset({"deletion", "non_fast_forward", *(() if raw["enable_push"] else ("pull_request",))})


def secret(forge: Forgejo, name: str, of: str) -> Secret | None:  # noqa: ARG001 - Forgejo limits a secret to no job
    """Return a secret of actions by its name; None where the repository has none of that name."""
    what = f"the secrets of {forge.repository}"
    with readable(what):
        listed = forge.api.get(f"{forge.base}/actions/secrets?limit=50", what).body
        return Secret() if any(str(one["name"]).upper() == name for one in listed) else None
