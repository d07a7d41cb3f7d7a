"""The settings of a project on GitLab: protected environments, tags and branches, and variables of CI/CD."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

from gonogo.forge.gitlab import GitLab
from gonogo.forge.settings import Environment, Rules, Secret, readable, together
from gonogo.system.secrets import remember

NOBODY = 0
"""The access level that nobody has."""


def environment(forge: GitLab, name: str) -> Environment | None:
    """Return a protected environment, and who may deploy to it; None where it is not protected."""
    what = f"the environment {name} of {forge.repository}"
    with readable(what):
        reply = forge.api.get(f"{forge.base}/protected_environments/{quote(name, safe='')}", what)
        if reply.status != 200:
            forge.require_seen()
            return None
        return Environment(tuple(people(reply.body["deploy_access_levels"])), bypass=False, anything=True)


def people(levels: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield whom access levels name, in GitLab's words."""
    yield from dict.fromkeys(str(one["access_level_description"]) for one in levels)


def tag_rules(forge: GitLab, tag: str) -> Rules:
    """Return what holds for a tag: a protected one is made, moved and deleted by those alone whom it names."""
    what = f"the protected tags of {forge.repository}"
    with readable(what):
        listed = forge.api.get(f"{forge.base}/protected_tags?per_page=100", what).body
        found = [one for one in listed if fnmatchcase(tag, one["name"])]
        named = tuple(f"{one['name']} ({', '.join(people(one['create_access_levels']))})" for one in found)
        return Rules(frozenset({"update", "deletion"} if found else ()), named)


def branch_rules(forge: GitLab, branch: str) -> Rules:
    """Return what holds for a branch by the protected branches that it is one of."""
    what = f"the protected branches of {forge.repository}"
    with readable(what):
        listed = forge.api.get(f"{forge.base}/protected_branches?per_page=100", what).body
        return Rules(together([types_of(one) for one in listed if fnmatchcase(branch, one["name"])]))


def types_of(raw: Mapping[str, Any]) -> frozenset[str]:
    """Return what a protected branch holds, as the types of GitHub's rules."""
    review = all(one["access_level"] == NOBODY for one in raw["push_access_levels"])
    rules = {"deletion": True, "non_fast_forward": not raw["allow_force_push"], "pull_request": review}
    return frozenset(name for name, holds in rules.items() if holds)


def secret(forge: GitLab, name: str, of: str) -> Secret | None:
    """Return a variable of CI/CD that is for one environment; None where the project has none of that name."""
    what = f"the variables of {forge.repository}"
    with readable(what):
        listed = forge.api.get(f"{forge.base}/variables?per_page=100", what).body
        found = [one for one in listed if one["key"] == name]
        for one in found:
            remember(str(one["value"]))
        faults = (fault for one in found for fault in faults_of(one, of))
        return Secret(tuple(dict.fromkeys(faults))) if found else None


def faults_of(raw: Mapping[str, Any], of: str) -> Iterator[str]:
    """Yield what lets other jobs read a variable, or a log show it."""
    if raw["environment_scope"] != of:
        yield f"is for the environments {raw['environment_scope']}, and not for {of} alone"
    if not raw["protected"]:
        yield "is not protected"
    if not (raw["masked"] or raw.get("hidden")):
        yield "is not masked"
