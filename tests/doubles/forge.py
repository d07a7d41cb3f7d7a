"""A double of GitHub's releases API on loopback: real HTTP, state in memory, scripted faults.

What it keeps to, as GitHub documents it: drafts are listed to writers only and have no address by tag;
publishing a release whose tag does not exist makes that tag; a second published release of one tag, and
a second asset of one name, are refused with 422; a broken upload leaves an asset in the state `starter`;
names of assets are spelt with dots; an asset carries its sha256; a download redirects to a storage on
another address; an immutable release takes no file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles import forge_pulls, forge_settings
from tests.doubles.forge_pulls import SLUG, PullRoutes
from tests.doubles.forge_settings import Settings, SettingsRoutes
from tests.doubles.rest import Answer, Fault, Rest, Running, serving

TOKEN = "ghs_" + "t" * 36


@dataclass
class State:
    """What the forge holds: tags to (kind, sha), tag objects to commits, releases, the bytes of assets."""

    tags: dict[str, tuple[str, str]] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    releases: dict[int, dict[str, Any]] = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    private: bool = False
    immutable: bool = False
    tells_digests: bool = True
    settings: Settings = field(default_factory=Settings)
    counter: int = 100

    def new(self) -> int:
        self.counter += 1
        return self.counter

    def published(self, tag: str) -> dict[str, Any] | None:
        return next((one for one in self.releases.values() if one["tag_name"] == tag and not one["draft"]), None)


class Handler(SettingsRoutes, PullRoutes, Rest):
    state: State

    ROUTES = (
        ("GET", r"/storage/(?P<asset>\d+)", "storage"),
        ("GET", r"/api/v3/repos/someone/demo", "repository"),
        ("GET", r"/api/v3/repos/someone/demo/git/ref/tags/(?P<tag>.+)", "ref"),
        ("GET", r"/api/v3/repos/someone/demo/git/tags/(?P<sha>\w+)", "tag_object"),
        ("GET", r"/api/v3/repos/someone/demo/releases", "listed"),
        ("GET", r"/api/v3/repos/someone/demo/releases/tags/(?P<tag>.+)", "by_tag"),
        ("POST", r"/api/v3/repos/someone/demo/releases", "create"),
        ("PATCH", r"/api/v3/repos/someone/demo/releases/(?P<release>\d+)", "change"),
        ("DELETE", r"/api/v3/repos/someone/demo/releases/(?P<release>\d+)", "remove"),
        ("GET", r"/api/v3/repos/someone/demo/releases/assets/(?P<asset>\d+)", "asset"),
        ("DELETE", r"/api/v3/repos/someone/demo/releases/assets/(?P<asset>\d+)", "remove_asset"),
        ("POST", r"/api/uploads/repos/someone/demo/releases/(?P<release>\d+)/assets", "upload"),
        *forge_settings.ROUTES,
        *forge_pulls.ROUTES,
    )

    def signed(self) -> str:
        given = self.headers.get("Authorization", "")
        return given and ("person" if given in {f"Bearer {TOKEN}", f"token {TOKEN}"} else "wrong")

    def refusal(self, name: str) -> Answer | None:
        return None if name == "storage" else super().refusal(name)

    def repository(self, _: bytes) -> tuple[Any, ...]:
        return 200, {"full_name": SLUG, "fork": False, "permissions": {"admin": self.state.settings.admin}}

    def ref(self, _: bytes, tag: str) -> tuple[Any, ...]:
        if tag not in self.state.tags:
            return 404, {"message": "Not Found"}
        kind, sha = self.state.tags[tag]
        return 200, {"ref": f"refs/tags/{tag}", "object": {"type": kind, "sha": sha}}

    def tag_object(self, _: bytes, sha: str) -> tuple[Any, ...]:
        return 200, {"sha": sha, "object": {"type": "commit", "sha": self.state.objects[sha]}}

    def listed(self, _: bytes) -> tuple[Any, ...]:
        query = parse_qs(urlsplit(self.path).query)
        page, size = int(query.get("page", ["1"])[0]), int(query.get("per_page", ["30"])[0])
        writer = bool(self.headers.get("Authorization"))
        found = [one for one in self.state.releases.values() if writer or not one["draft"]]
        shown = sorted(found, key=lambda one: -one["id"])[(page - 1) * size : page * size]
        following = f'<{self.base}/api/v3/repos/{SLUG}/releases?per_page={size}&page={page + 1}>; rel="next"'
        return 200, shown, {"Link": following} if page * size < len(found) else {}

    def by_tag(self, _: bytes, tag: str) -> tuple[Any, ...]:
        found = self.state.published(tag)
        return (200, found) if found else (404, {"message": "Not Found"})

    def create(self, body: bytes) -> tuple[Any, ...]:
        words = json.loads(body)
        number = self.state.new()
        release = {
            "id": number,
            "url": f"{self.base}/api/v3/repos/{SLUG}/releases/{number}",
            "tag_name": words["tag_name"],
            "name": words.get("name"),
            "body": words.get("body"),
            "draft": True,
            "prerelease": bool(words.get("prerelease")),
            "upload_url": f"{self.base}/api/uploads/repos/{SLUG}/releases/{number}/assets{{?name,label}}",
            "html_url": f"{self.base}/{SLUG}/releases/{number}",
            "assets": [],
        }
        self.state.releases[number] = release
        return (201, release) if words.get("draft") else self.make_public(release, 201)

    def change(self, body: bytes, release: str) -> tuple[Any, ...]:
        found = self.state.releases.get(int(release))
        if found is None:
            return 404, {"message": "Not Found"}
        words = json.loads(body)
        becomes_public = words.pop("draft", found["draft"]) is False and found["draft"]
        found.update(words)
        return self.make_public(found, 200) if becomes_public else (200, found)

    def make_public(self, release: dict[str, Any], status: int) -> tuple[Any, ...]:
        if self.state.published(release["tag_name"]):
            return 422, {
                "message": "Validation Failed",
                "errors": [{"code": "already_exists", "field": "tag_name"}],
            }
        self.state.tags.setdefault(release["tag_name"], ("commit", "0" * 40))
        release["draft"] = False
        return status, release

    def remove(self, _: bytes, release: str) -> tuple[Any, ...]:
        return (204,) if self.state.releases.pop(int(release), None) else (404, {"message": "Not Found"})

    def upload(self, body: bytes, release: str) -> tuple[Any, ...]:
        found = self.state.releases[int(release)]
        name = re.sub(r"[^A-Za-z0-9._-]", ".", parse_qs(urlsplit(self.path).query)["name"][0])
        if self.state.immutable and not found["draft"]:
            return 422, {"message": "Cannot upload assets to an immutable release."}
        if any(asset["name"] == name for asset in found["assets"]):
            return 422, {
                "message": "Validation Failed",
                "errors": [{"code": "already_exists", "field": "name"}],
            }
        asset = self.add_asset(found, name, body)
        return 201, asset

    def add_asset(self, release: dict[str, Any], name: str, body: bytes) -> dict[str, Any]:
        number = self.state.new()
        digest = "sha256:" + hashlib.sha256(body).hexdigest()
        asset = {"id": number, "name": name, "size": len(body), "state": "uploaded", "digest": digest}
        if not self.state.tells_digests:
            asset["digest"] = None
        self.state.content[number] = body
        release["assets"].append(asset)
        return asset

    def asset(self, _: bytes, asset: str) -> tuple[Any, ...]:
        return 302, None, {"Location": f"{self.base.replace('127.0.0.1', 'localhost')}/storage/{asset}"}

    def storage(self, _: bytes, asset: str) -> tuple[Any, ...]:
        return 200, self.state.content[int(asset)]

    def remove_asset(self, _: bytes, asset: str) -> tuple[Any, ...]:
        for release in self.state.releases.values():
            release["assets"] = [one for one in release["assets"] if one["id"] != int(asset)]
        return (204,)


class Double(Running):
    """The double while it runs: its address, its state, and what makes it the forge of a CI run."""

    @property
    def environ(self) -> dict[str, str]:
        return {"GITHUB_SERVER_URL": self.url, "GITHUB_API_URL": f"{self.url}/api/v3"}


@contextlib.contextmanager
def open_forge() -> Iterator[Double]:
    """Run the double on a free port of loopback until the end."""
    state = State()
    with serving(type("Bound", (Handler,), {"settings": state.settings}), state) as url:
        yield Double(url, state)
