"""The part of the forge's double that shows a repository's settings, as GitHub documents it.

Environments and rules for branches are shown to whoever sees the repository; whether releases are immutable is shown
to administrators alone, and is 404 to others as where it is off.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = r"/api/v3/repos/someone/demo"
ROUTES = (
    ("GET", REPOSITORY + r"/environments/(?P<name>[^/]+)", "environment"),
    ("GET", REPOSITORY + r"/environments/(?P<name>[^/]+)/deployment-branch-policies", "policies"),
    ("GET", REPOSITORY + r"/rulesets", "rulesets"),
    ("GET", REPOSITORY + r"/rulesets/(?P<number>\d+)", "ruleset"),
    ("GET", REPOSITORY + r"/rules/branches/(?P<name>.+)", "branch_rules"),
    ("GET", REPOSITORY + r"/branches/(?P<name>.+)", "branch"),
    ("GET", REPOSITORY + r"/immutable-releases", "immutable_releases"),
    ("GET", REPOSITORY + r"/actions/workflows/(?P<name>[^/]+)/runs", "workflow_runs"),
    ("POST", REPOSITORY + r"/actions/workflows/(?P<name>[^/]+)/dispatches", "dispatch"),
)


@dataclass
class Settings:
    """Environments by name, each with its `policies`; rulesets; rules for branches; the rights of the token; and the
    runs of workflows, each with its ref."""

    environments: dict[str, dict[str, Any]] = field(default_factory=dict)
    rulesets: list[dict[str, Any]] = field(default_factory=list)
    branch_rules: list[str] = field(default_factory=list)
    protected: bool = False
    immutable: bool = False
    admin: bool = True
    runs: list[tuple[str, str]] = field(default_factory=list)


def environment(*reviewers: str, tags: tuple[str, ...] = (), bypass: bool = False) -> dict[str, Any]:
    """Return an environment as the API shows it, with the patterns of tags that may deploy; without any, all may."""
    rules = [
        {"type": "required_reviewers", "reviewers": [{"type": "User", "reviewer": {"login": one}}]} for one in reviewers
    ]
    policy = {"protected_branches": False, "custom_branch_policies": True} if tags else None
    return {
        "protection_rules": [*rules, *([{"type": "branch_policy"}] if tags else [])],
        "deployment_branch_policy": policy,
        "can_admins_bypass": bypass,
        "policies": [{"name": one, "type": "tag"} for one in tags],
    }


def ruleset(number: int, *types: str, include: str = "refs/tags/v*", enforcement: str = "active") -> dict[str, Any]:
    """Return a ruleset for tags as the API shows it."""
    return {
        "id": number,
        "name": "release tags",
        "target": "tag",
        "enforcement": enforcement,
        "conditions": {"ref_name": {"include": [include], "exclude": []}},
        "rules": [{"type": one} for one in types],
    }


class SettingsRoutes:
    """The handlers of those routes, and of workflows that are started."""

    settings: Settings
    path: str

    def workflow_runs(self, _: bytes, name: str) -> tuple[Any, ...]:
        ref = parse_qs(urlsplit(self.path).query)["branch"][0]
        found = [one for one in self.settings.runs if one == (name, ref)]
        return 200, {"total_count": len(found), "workflow_runs": [{"head_branch": ref} for _ in found]}

    def dispatch(self, body: bytes, name: str) -> tuple[Any, ...]:
        self.settings.runs.append((name, json.loads(body)["ref"]))
        return (204,)

    def environment(self, _: bytes, name: str) -> tuple[Any, ...]:
        found = self.settings.environments.get(name)
        if found is None:
            return 404, {"message": "Not Found"}
        return 200, {key: value for key, value in found.items() if key != "policies"}

    def policies(self, _: bytes, name: str) -> tuple[Any, ...]:
        found = self.settings.environments[name]["policies"]
        return 200, {"total_count": len(found), "branch_policies": found}

    def rulesets(self, _: bytes) -> tuple[Any, ...]:
        shown = ("id", "name", "target", "enforcement")
        return 200, [{key: one[key] for key in shown} for one in self.settings.rulesets]

    def ruleset(self, _: bytes, number: str) -> tuple[Any, ...]:
        return 200, next(one for one in self.settings.rulesets if one["id"] == int(number))

    def branch_rules(self, _: bytes, name: str) -> tuple[Any, ...]:  # noqa: ARG002 - one branch has rules here
        return 200, [{"type": one} for one in self.settings.branch_rules]

    def branch(self, _: bytes, name: str) -> tuple[Any, ...]:
        return 200, {"name": name, "protected": self.settings.protected or bool(self.settings.branch_rules)}

    def immutable_releases(self, _: bytes) -> tuple[Any, ...]:
        if not (self.settings.admin and self.settings.immutable):
            return 404, {"message": "Not Found"}
        return 200, {"enabled": True, "enforced_by_owner": False}
