"""The part of the forge's double that holds pull requests: one open one for each branch, as GitHub has it."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from tests.doubles.rest import Answer, Rest

SLUG = "someone/demo"
ROUTES = (
    ("GET", r"/api/v3/repos/someone/demo/pulls", "pulls"),
    ("POST", r"/api/v3/repos/someone/demo/pulls", "open_pull"),
    ("GET", r"/api/v3/repos/someone/demo/pulls/(?P<number>\d+)", "pull"),
    ("PATCH", r"/api/v3/repos/someone/demo/pulls/(?P<number>\d+)", "change_pull"),
)


class PullRoutes(Rest):
    """The handlers of those routes."""

    def pulls(self, _: bytes) -> Answer:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        owner, _, head = query["head"].partition(":")
        assert owner == SLUG.partition("/")[0]
        wanted = (query["state"], head, query["base"])
        return 200, [
            one for one in self.state.pulls if (one["state"], one["head"]["ref"], one["base"]["ref"]) == wanted
        ]

    def open_pull(self, body: bytes) -> Answer:
        words = json.loads(body)
        same = [one for one in self.state.pulls if one["state"] == "open" and one["head"]["ref"] == words["head"]]
        if same:
            return 422, {"message": "Validation Failed", "errors": [{"message": "A pull request already exists"}]}
        number = self.state.new()
        pull = {
            "number": number,
            "state": "open",
            "html_url": f"{self.base}/{SLUG}/pull/{number}",
            "title": words["title"],
            "body": words["body"],
            "labels": [],
            "head": {"ref": words["head"]},
            "base": {"ref": words["base"]},
        }
        self.state.pulls.append(pull)
        return 201, pull

    def pull(self, _: bytes, number: str) -> Answer:
        return self.shown(self.state.pulls, number)

    def change_pull(self, body: bytes, number: str) -> Answer:
        return self.changed(self.state.pulls, number, body)
