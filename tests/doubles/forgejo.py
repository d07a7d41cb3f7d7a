"""A double of Forgejo's API on loopback: real HTTP, state in memory, scripted faults.

What it keeps to, as Forgejo's and Gitea's code and documentation have it: a tag has one release, a draft too, and
another is refused with 409; a release is found by its tag, as a draft too; publishing one without its tag makes
it; an attachment is sent as a form or as it is, has no hash, and is downloaded from the site; two of a name are
kept; pull requests are listed without a filter for branches, those of forks too; a second one of two branches is 409;
a workflow is started on a ref by its full name, and the newest runs are listed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any

from tests.doubles.rest import Answer, Fault, Rest, Running, serving

TOKEN = "f" * 40
SLUG = "someone/demo"
REPOSITORY = "/api/v1/repos/someone/demo"

__all__ = ["Fault"]


def made() -> dict[str, list[dict[str, Any]]]:
    """Return settings as they should be."""
    return {
        "tag_protections": [{"id": 1, "name_pattern": "v*", "whitelist_usernames": ["owner"], "whitelist_teams": []}],
        "branch_protections": [{"rule_name": "main", "enable_push": False}],
        "actions/secrets": [{"name": "PYPI_TOKEN"}],
    }


@dataclass
class State:
    """What the forge holds: tags to commits, releases, the bytes of attachments, pull requests, runs and their tags."""

    tags: dict[str, str] = field(default_factory=dict)
    releases: dict[int, dict[str, Any]] = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    runs: list[tuple[str, str]] = field(default_factory=list)
    settings: dict[str, list[dict[str, Any]]] = field(default_factory=made)
    administers: bool = True
    gitea: bool = False
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
        ("GET", "/attachments/(?P<asset>[0-9]+)", "attachment"),
        ("GET", REPOSITORY, "repository"),
        ("GET", REPOSITORY + r"/tags/(?P<tag>[^/]+)", "tag"),
        ("GET", REPOSITORY + r"/releases", "listed"),
        ("POST", REPOSITORY + r"/releases", "create"),
        ("GET", REPOSITORY + r"/releases/tags/(?P<tag>[^/]+)", "by_tag"),
        ("PATCH", REPOSITORY + r"/releases/(?P<number>\d+)", "change"),
        ("DELETE", REPOSITORY + r"/releases/(?P<number>\d+)", "remove"),
        ("POST", REPOSITORY + r"/releases/(?P<number>\d+)/assets", "upload"),
        ("GET", REPOSITORY + r"/(?P<kind>tag_protections|branch_protections|actions/secrets)", "settings"),
        ("GET", REPOSITORY + r"/actions/runs", "listed_runs"),
        ("POST", REPOSITORY + r"/actions/workflows/(?P<name>[^/]+)/dispatches", "dispatch"),
        ("GET", REPOSITORY + r"/pulls", "listed_pulls"),
        ("POST", REPOSITORY + r"/pulls", "open"),
        ("GET", REPOSITORY + r"/pulls/(?P<number>\d+)", "pull"),
        ("PATCH", REPOSITORY + r"/pulls/(?P<number>\d+)", "change_pull"),
    )

    def signed(self) -> str:
        given = self.headers.get("Authorization", "")
        return given and ("person" if given in (f"Bearer {TOKEN}", f"token {TOKEN}") else "wrong")

    def repository(self, _: bytes) -> Answer:
        return 200, {"id": 1, "full_name": SLUG}

    def tag(self, _: bytes, tag: str) -> Answer:
        if tag not in self.state.tags:
            return 404, {"message": "The target couldn't be found."}
        return 200, {"name": tag, "id": "0" * 40, "commit": {"sha": self.state.tags[tag]}}

    def listed(self, _: bytes) -> Answer:
        shown = [one for one in self.state.releases.values() if self.signed() or not one["draft"]]
        return 200, sorted(shown, key=lambda one: -int(one["id"]))

    def of_tag(self, tag: str) -> dict[str, Any] | None:
        return next((one for one in self.state.releases.values() if one["tag_name"] == tag), None)

    def by_tag(self, _: bytes, tag: str) -> Answer:
        found = self.of_tag(tag)
        return (200, found) if found else (404, {"message": "The target couldn't be found."})

    def create(self, body: bytes) -> Answer:
        words = json.loads(body)
        if self.of_tag(words["tag_name"]):
            return 409, {"message": "Release is has no Tag"}
        number = self.state.new()
        release = {
            "id": number,
            "name": "",
            "body": "",
            "prerelease": False,
            **words,
            "draft": True,
            "html_url": f"{self.base}/{SLUG}/releases/tag/{words['tag_name']}",
            "assets": [],
        }
        self.state.releases[number] = release
        return 201, self.public(release, draft=bool(words.get("draft")))

    def public(self, release: dict[str, Any], *, draft: bool) -> dict[str, Any]:
        release["draft"] = draft
        if not draft:
            self.state.tags.setdefault(release["tag_name"], "0" * 40)
        return release

    def change(self, body: bytes, number: str) -> Answer:
        found = self.state.releases.get(int(number))
        if found is None:
            return 404, {"message": "The target couldn't be found."}
        words = json.loads(body)
        draft = bool(words.pop("draft", found["draft"]))
        found.update(words)
        return 200, self.public(found, draft=draft)

    def remove(self, _: bytes, number: str) -> Answer:
        return (204,) if self.state.releases.pop(int(number), None) else (404, {"message": "Not Found"})

    def upload(self, body: bytes, number: str) -> Answer:
        found = self.state.releases.get(int(number))
        if found is None:
            return 404, {"message": "The target couldn't be found."}
        kind, name = self.headers.get("Content-Type", ""), self.query.get("name", "")
        if kind.startswith("multipart/form-data"):
            whole = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
            (part,) = (one for one in whole.walk() if one.get_filename())
            name, body = name or str(part.get_filename()), bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
        asset = {"id": self.state.new(), "name": name, "size": len(body)}
        asset["browser_download_url"] = f"{self.base}/attachments/{asset['id']}"
        self.state.content[int(str(asset["id"]))] = body
        found["assets"].append(asset)
        return 201, asset

    def attachment(self, _: bytes, asset: str) -> Answer:
        return 200, self.state.content[int(asset)]

    def settings(self, _: bytes, kind: str) -> Answer:
        if self.signed() != "person" or not self.state.administers:
            return 403, {"message": "user should be an owner or a collaborator with admin write of a repository"}
        return 200, self.state.settings[kind]

    def listed_runs(self, _: bytes) -> Answer:
        runs = [self.run(name, tag) for name, tag in reversed(self.state.runs)]
        return 200, {"total_count": len(runs), "workflow_runs": runs[: int(self.query["limit"])]}

    def run(self, name: str, tag: str) -> dict[str, Any]:
        if self.state.gitea:
            return {"id": 1, "path": f"{name}@refs/tags/{tag}", "head_branch": tag}
        return {"id": 1, "workflow_id": name, "prettyref": tag}

    def dispatch(self, body: bytes, name: str) -> Answer:
        words = json.loads(body)
        kind, _, tag = words["ref"].partition("/tags/")
        if kind != "refs":
            return 404, {"message": "The target couldn't be found."}
        self.state.runs.append((name, tag))
        return (201, {"id": self.state.new()}) if words.get("return_run_info") else (204,)

    def listed_pulls(self, _: bytes) -> Answer:
        return 200, [one for one in self.state.pulls if one["state"] == self.query.get("state", "open")]

    def open(self, body: bytes) -> Answer:
        words = json.loads(body)
        ends = (words["head"], words["base"])
        if any((one["head"]["ref"], one["base"]["ref"]) == ends and one["state"] == "open" for one in self.state.pulls):
            return 409, {"message": "pull request already exists for these targets"}
        number, ours = self.state.new(), {"full_name": SLUG}
        made = {
            "id": 1000 + number,
            "number": number,
            "state": "open",
            "html_url": f"{self.base}/{SLUG}/pulls/{number}",
            "title": words["title"],
            "body": words.get("body", ""),
            "labels": [],
            "head": {"ref": words["head"], "repo": ours},
            "base": {"ref": words["base"], "repo": ours},
        }
        self.state.pulls.append(made)
        return 201, made

    def pull(self, _: bytes, number: str) -> Answer:
        return self.shown(self.state.pulls, number)

    def change_pull(self, body: bytes, number: str) -> Answer:
        status, found = self.changed(self.state.pulls, number, body)
        return 201 if status == 200 else status, found


class Double(Running):
    """The double while it runs: its address, its state, what a run of CI on it has, and what a person has."""

    @property
    def environ(self) -> dict[str, str]:
        return {"GITHUB_SERVER_URL": self.url, "GITHUB_API_URL": f"{self.url}/api/v1", "FORGEJO_ACTIONS": "true"}

    @property
    def person(self) -> dict[str, str]:
        return {"FORGEJO_TOKEN": TOKEN, "FORGEJO_HOST": self.url.partition("://")[2]}


@contextlib.contextmanager
def open_forge() -> Iterator[Double]:
    """Run the double until the end."""
    state = State()
    with serving(Handler, state) as url:
        yield Double(url, state)
