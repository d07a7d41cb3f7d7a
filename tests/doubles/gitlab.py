"""A double of GitLab's API on loopback: real HTTP, state in memory, scripted faults.

What it keeps to, as GitLab documents it: a project is addressed by its number or its encoded path; a stranger, and a
token without access, see 404; a release has no draft, and is refused without its tag unless a `ref` is given (422), and
twice (409); its files are links, each name and address once (400); a generic package keeps every file of a name, and
serves the newest; a job's token comes in a header of its own and reaches packages and releases, of merge requests it
reads alone, and it reaches no tag; one open merge request for two branches (409).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.rest import Answer, Fault, Rest, Running, serving

TOKEN, JOB = "glpat-" + "t" * 20, "glcbt-" + "j" * 20
SLUG = "group/part/demo"
PROJECT = r"/api/v4/projects/(?:1|group%2Fpart%2Fdemo)"

__all__ = ["Fault"]


def levels(*names: str) -> list[dict[str, Any]]:
    """Return access levels as the API shows them."""
    numbers = {"No one": 0, "Developers + Maintainers": 30, "Maintainers": 40}
    return [{"id": 1, "access_level": numbers[name], "access_level_description": name} for name in names]


def made() -> dict[str, list[dict[str, Any]]]:
    """Return settings as they should be."""
    push = {"push_access_levels": levels("No one"), "merge_access_levels": levels("Maintainers")}
    token = {"key": "PYPI_TOKEN", "value": "pypi-x", "environment_scope": "pypi", "protected": True, "masked": True}
    return {
        "environments": [{"name": "pypi", "deploy_access_levels": levels("Maintainers")}],
        "protected_tags": [{"name": "v*", "create_access_levels": levels("Maintainers")}],
        "protected_branches": [{"id": 1, "name": "main", "allow_force_push": False, **push}],
        "variables": [token],
    }


@dataclass
class State:
    """What the forge holds: tags to commits, releases by tag, merge requests, files by package, and its settings."""

    tags: dict[str, str] = field(default_factory=dict)
    releases: dict[str, dict[str, Any]] = field(default_factory=dict)
    packages: dict[tuple[str, str, str], list[bytes]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, list[dict[str, Any]]] = field(default_factory=made)
    maintains: bool = True
    faults: list[Fault] = field(default_factory=list)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    private: bool = False
    counter: int = 0

    def new(self) -> int:
        self.counter += 1
        return self.counter


class Handler(Rest):
    state: State

    ROUTES = (
        ("GET", PROJECT, "project"),
        ("GET", PROJECT + r"/repository/tags/(?P<tag>[^/]+)", "tag"),
        ("GET", PROJECT + r"/releases", "listed"),
        ("POST", PROJECT + r"/releases", "create"),
        ("GET", PROJECT + r"/releases/(?P<tag>[^/]+)", "release"),
        ("POST", PROJECT + r"/releases/(?P<tag>[^/]+)/assets/links", "link"),
        ("PUT", PROJECT + r"/packages/generic/(?P<name>[^/]+)/(?P<version>[^/]+)/(?P<file>[^/]+)", "put"),
        ("GET", PROJECT + r"/packages/generic/(?P<name>[^/]+)/(?P<version>[^/]+)/(?P<file>[^/]+)", "file"),
        ("GET", PROJECT + r"/protected_environments/(?P<name>[^/]+)", "protected_environment"),
        ("GET", PROJECT + r"/(?P<kind>protected_tags|protected_branches|variables)", "settings"),
        ("GET", PROJECT + r"/merge_requests", "requests"),
        ("POST", PROJECT + r"/merge_requests", "open"),
        ("GET", PROJECT + r"/merge_requests/(?P<number>\d+)", "request_of"),
        ("PUT", PROJECT + r"/merge_requests/(?P<number>\d+)", "change"),
    )

    def signed(self) -> str:
        given = {self.headers.get("JOB-TOKEN"), self.headers.get("PRIVATE-TOKEN"), self.headers.get("Authorization")}
        if not given - {None}:
            return ""
        known = {JOB: "job", TOKEN: "person", f"Bearer {TOKEN}": "person"}
        (one,) = given - {None}
        return known.get(one or "", "wrong")

    def refusal(self, name: str) -> Answer | None:
        reached = {"listed", "create", "release", "link", "put", "file", "requests", "request_of"}
        if self.signed() == "job" and name not in reached:
            return 404, {"message": "404 Project Not Found"}
        return super().refusal(name)

    def project(self, _: bytes) -> Answer:
        return 200, {"id": 1, "path_with_namespace": SLUG}

    def tag(self, _: bytes, tag: str) -> Answer:
        if tag not in self.state.tags:
            return 404, {"message": "404 Tag Not Found"}
        return 200, {"name": tag, "target": "0" * 40, "commit": {"id": self.state.tags[tag]}}

    def listed(self, _: bytes) -> Answer:
        return 200, list(self.state.releases.values())

    def release(self, _: bytes, tag: str) -> Answer:
        found = self.state.releases.get(tag)
        return (200, found) if found else (404, {"message": "404 Not Found"})

    def create(self, body: bytes) -> Answer:
        words = json.loads(body)
        tag = words["tag_name"]
        if tag in self.state.releases:
            return 409, {"message": "Release already exists"}
        if tag not in self.state.tags and not words.get("ref"):
            return 422, {"message": "Ref is not specified"}
        release = {"tag_name": tag, "name": words.get("name"), "description": words.get("description"),
                   "commit": {"id": self.state.tags.get(tag, "")}, "assets": {"links": []}}  # fmt: skip
        for one in (words.get("assets") or {}).get("links", ()):
            self.add(release, one)
        self.state.releases[tag] = release
        return 201, release

    def add(self, release: dict[str, Any], words: dict[str, str]) -> dict[str, Any] | None:
        links = release["assets"]["links"]
        if any(words["name"] == one["name"] or words["url"] == one["url"] for one in links):
            return None
        link = {"id": self.state.new(), "link_type": "other", **words}
        link["direct_asset_url"] = (
            f"{self.base}/{SLUG}/-/releases/{release['tag_name']}/downloads{words.get('direct_asset_path')}"
        )
        links.append(link)
        return link

    def link(self, body: bytes, tag: str) -> Answer:
        if tag not in self.state.releases:
            return 404, {"message": "404 Not found"}
        made = self.add(self.state.releases[tag], json.loads(body))
        return (201, made) if made else (400, {"message": {"name": ["has already been taken"]}})

    def put(self, body: bytes, name: str, version: str, file: str) -> Answer:
        self.state.packages.setdefault((name, version, file), []).append(body)
        return 201, {"message": "201 Created"}

    def file(self, _: bytes, name: str, version: str, file: str) -> Answer:
        found = self.state.packages.get((name, version, file))
        return (200, found[-1]) if found else (404, {"message": "404 Not Found"})

    def settings(self, _: bytes, kind: str) -> Answer:
        if self.signed() != "person" or not self.state.maintains:
            return 403, {"message": "403 Forbidden"}
        return 200, self.state.settings[kind]

    def protected_environment(self, _: bytes, name: str) -> Answer:
        found = next((one for one in self.state.settings["environments"] if one["name"] == name), None)
        return (200, found) if found else (404, {"message": "404 Not Found"})

    def requests(self, _: bytes) -> Answer:
        query = self.query
        wanted = {key: query[key] for key in ("state", "source_branch", "target_branch") if key in query}
        return 200, [one for one in self.state.requests if all(one[key] == value for key, value in wanted.items())]

    def open(self, body: bytes) -> Answer:
        words = json.loads(body)
        same = ("source_branch", "target_branch")
        if any(all(one[key] == words[key] for key in same) and one["state"] == "opened" for one in self.state.requests):
            return 409, {"message": ["Another open merge request already exists for this source branch: !1"]}
        number = self.state.new()
        ours = {"source_project_id": 1, "target_project_id": 1, "labels": [], "state": "opened"}
        page = f"{self.base}/{SLUG}/-/merge_requests/{number}"
        made = {"id": 1000 + number, "iid": number, "web_url": page, **ours, **words}
        self.state.requests.append(made)
        return 201, made

    def request_of(self, _: bytes, number: str) -> Answer:
        return self.shown(self.state.requests, number, "iid")

    def change(self, body: bytes, number: str) -> Answer:
        return self.changed(self.state.requests, number, body, "iid")


class Double(Running):
    """The double while it runs: its address, its state, what a run of CI on it has, and what a person has."""

    SLUG = SLUG

    @property
    def environ(self) -> dict[str, str]:
        return {"CI_SERVER_URL": self.url, "CI_API_V4_URL": f"{self.url}/api/v4"}

    @property
    def person(self) -> dict[str, str]:
        return {"GITLAB_TOKEN": TOKEN, "GITLAB_HOST": self.url.partition("://")[2]}


@contextlib.contextmanager
def open_forge() -> Iterator[Double]:
    """Run the double until the end."""
    state = State()
    with serving(Handler, state) as url:
        yield Double(url, state)
