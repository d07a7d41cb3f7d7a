"""The settings of a repository on GitHub: environments, rules for tags and branches, immutable releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

from gonogo.forge.github import GitHub
from gonogo.forge.settings import Environment, Rules, readable
from gonogo.model.errors import CouldNotTell


def environment(forge: GitHub, name: str) -> Environment | None:
    """Return an environment; None where there is none of that name."""
    what = f"the environment {name} of {forge.repository}"
    with readable(what):
        reply = forge.api.get(f"{forge.base}/environments/{quote(name, safe='')}", what)
        if reply.status != 200:
            forge.require_seen()
            return None
        policy = reply.body.get("deployment_branch_policy")
        listed = [*policies(forge, name, what)] if policy and policy.get("custom_branch_policies") else []
        own = [str(one["name"]) for one in listed if one.get("type") == "branch"]
        return Environment(
            reviewers=tuple(reviewers(reply.body)),
            bypass=bool(reply.body.get("can_admins_bypass", True)),
            anything=not policy,
            tags=tuple(str(one["name"]) for one in listed if one.get("type") == "tag"),
            branches=("the protected branches",) if policy and policy.get("protected_branches") else tuple(own),
        )


def reviewers(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield who is asked before a job of an environment runs."""
    for rule in body.get("protection_rules", ()):
        for one in rule.get("reviewers", ()) if rule["type"] == "required_reviewers" else ():
            yield str(one["reviewer"].get("login") or one["reviewer"].get("slug"))


def policies(forge: GitHub, name: str, what: str) -> Iterator[Mapping[str, Any]]:
    """Yield the patterns of branches and tags that may deploy to an environment."""
    path = f"{forge.base}/environments/{quote(name, safe='')}/deployment-branch-policies?per_page=100"
    yield from forge.api.get(path, what).body["branch_policies"]


def tag_rules(forge: GitHub, tag: str) -> Rules:
    """Return the active rules that hold for a tag."""
    what = f"the rulesets of {forge.repository}"
    types: set[str] = set()
    named = []
    with readable(what):
        for short in forge.api.pages(f"{forge.base}/rulesets?includes_parents=true&targets=tag&per_page=100", what):
            if short["target"] != "tag" or short["enforcement"] != "active":
                continue
            whole = forge.api.get(f"{forge.base}/rulesets/{int(short['id'])}?includes_parents=true", what).body
            if holds(whole, f"refs/tags/{tag}"):
                types |= {str(rule["type"]) for rule in whole["rules"]}
                named.append(str(whole["name"]))
    return Rules(frozenset(types), tuple(named))


def holds(ruleset: Mapping[str, Any], ref: str) -> bool:
    """Return whether a ruleset holds for a ref, by the patterns that it includes and excludes."""
    names = (ruleset.get("conditions") or {}).get("ref_name") or {"include": ["~ALL"], "exclude": []}
    included = any(one == "~ALL" or fnmatchcase(ref, one) for one in names["include"])
    return included and not any(fnmatchcase(ref, one) for one in names.get("exclude", ()))


def branch_rules(forge: GitHub, branch: str) -> Rules:
    """Return the rules that hold for a branch: of rulesets, and `protected` where a classic protection does."""
    what = f"the rules for {branch} of {forge.repository}"
    with readable(what):
        found = {str(one["type"]) for one in forge.api.pages(f"{forge.base}/rules/branches/{quote(branch)}", what)}
        reply = forge.api.get(f"{forge.base}/branches/{quote(branch)}", what)
        classic = reply.status == 200 and not found and bool(reply.body.get("protected"))
    return Rules(frozenset({*found, *(["protected"] if classic else [])}))


def immutable_releases(forge: GitHub) -> bool:
    """Return whether published releases can be changed by nobody; CouldNotTell for a token that is no administrator's.

    The forge answers an absent setting and a hidden one alike.
    """
    what = f"whether releases of {forge.repository} are immutable"
    with readable(what):
        reply = forge.api.get(f"{forge.base}/immutable-releases", what)
        if reply.status == 200:
            return bool(reply.body["enabled"])
        rights = forge.api.get(forge.base, what).body or {}
        if not (rights.get("permissions") or {}).get("admin"):
            raise CouldNotTell(what=what, why="only the token of an administrator is shown that")
        return False
