"""The doubles of GitLab and Forgejo, asked by a client of each: what gonogo makes there, it reads, and the reverse."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.doubles import forgejo, gitlab

from gonogo.commands import doctor_forge
from gonogo.forge import find, pull_requests
from gonogo.forge.provider import Proposal, hash_of
from gonogo.model.location import Layout
from gonogo.model.project import Project
from gonogo.model.settings import Settings

SAID = Proposal("release/1.3.0", "main", "Release 1.3.0", "the board")
TAG, COMMIT, FILE = "v1.2.3", "c" * 40, "demo-1.2.3.tar.gz"


@pytest.fixture(params=["gitlab", "forgejo"])
def double(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    module = {"gitlab": gitlab, "forgejo": forgejo}[request.param]
    pytest.importorskip({"gitlab": "gitlab", "forgejo": "pyforgejo"}[request.param])
    with module.open_forge() as running:
        for name, value in running.person.items():
            monkeypatch.setenv(name, value)
        running.state.tags[TAG] = COMMIT
        yield running


@pytest.fixture
def forge(double: Any, tmp_path: Path) -> Any:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    project = Project(
        root=tmp_path,
        name="demo",
        version="1.2.3",
        layout=Layout("hatchling", "hatchling.build"),
        tag_template="v{version}",
        branch="main",
        remote=double.remote,
        changelog_kind="none",
        changelog="",
        settings=Settings(forge="gitlab" if isinstance(double.state, gitlab.State) else "forgejo"),
    )
    found = find.of(project)
    assert found is not None
    return found


class GitLabClient:
    """python-gitlab."""

    def __init__(self, url: str) -> None:
        import gitlab as client

        self.client = client.Gitlab(url, private_token=gitlab.TOKEN)
        self.project = self.client.projects.get(gitlab.SLUG)

    def close(self) -> None:
        self.client.session.close()

    def release(self) -> tuple[str, dict[str, bytes]]:
        found = self.project.releases.get(TAG)
        names = [one["name"] for one in found.assets["links"]]
        load = self.project.generic_packages.download
        files = {name: load(package_name="release-files", package_version=TAG, file_name=name) for name in names}
        return found.description, {name: bytes(content) for name, content in files.items()}

    def make(self, path: Path) -> None:
        self.project.generic_packages.upload("release-files", TAG, path.name, str(path))
        url = f"{self.client.api_url}/projects/1/packages/generic/release-files/{TAG}/{path.name}"
        links = [{"name": path.name, "url": url}]
        self.project.releases.create({"tag_name": TAG, "description": "words", "assets": {"links": links}})

    def request(self) -> tuple[int, str, str]:
        (one,) = self.project.mergerequests.list(state="opened", source_branch=SAID.branch, get_all=True)
        return one.iid, one.title, one.description

    def ask(self) -> int:
        words = {"source_branch": SAID.branch, "target_branch": "main", "title": "mine"}
        return int(self.project.mergerequests.create(words).iid)

    def label(self, number: int) -> None:
        one = self.project.mergerequests.get(number)
        one.labels = ["part: minor"]
        one.save()

    def commit(self) -> str:
        return str(self.project.tags.get(TAG).commit["id"])

    def settings(self) -> dict[str, list[str]]:
        environment = self.project.protected_environments.get("pypi")
        (tag,) = self.project.protectedtags.list(get_all=True)
        (branch,) = self.project.protectedbranches.list(get_all=True)
        (variable,) = self.project.variables.list(get_all=True)
        return {
            "environment": [one["access_level_description"] for one in environment.deploy_access_levels],
            "tags": [f"{tag.name} ({tag.create_access_levels[0]['access_level_description']})"],
            "review": [one["access_level_description"] for one in branch.push_access_levels],
            "secrets": [variable.key] if variable.protected and variable.environment_scope == "pypi" else [],
        }


class ForgejoClient:
    """pyforgejo."""

    def __init__(self, url: str) -> None:
        import httpx
        import pyforgejo

        self.http = httpx.Client()
        api = pyforgejo.PyforgejoApi(base_url=f"{url}/api/v1", api_key=f"token {forgejo.TOKEN}", httpx_client=self.http)
        self.repository = api.repository

    def close(self) -> None:
        self.http.close()

    def release(self) -> tuple[str, dict[str, bytes]]:
        found = self.repository.repo_get_release_by_tag("someone", "demo", TAG)
        assert found.draft is False
        urls = {str(one.name): str(one.browser_download_url) for one in found.assets or ()}
        return str(found.body), {name: self.http.get(url).content for name, url in urls.items()}

    def make(self, path: Path) -> None:
        made = self.repository.repo_create_release("someone", "demo", tag_name=TAG, body="words")
        assert made.id is not None
        self.repository.repo_create_release_attachment(
            "someone", "demo", made.id, request=path.read_bytes(), name=path.name
        )

    def request(self) -> tuple[int, str, str]:
        (one,) = self.repository.repo_list_pull_requests("someone", "demo", state="open")
        return int(one.number or 0), str(one.title), str(one.body)

    def ask(self) -> int:
        made = self.repository.repo_create_pull_request("someone", "demo", head=SAID.branch, base="main", title="mine")
        return int(made.number or 0)

    def label(self, number: int) -> None:
        self.repository.repo_edit_pull_request("someone", "demo", number, title="labelled")

    def commit(self) -> str:
        found = self.repository.repo_get_tag("someone", "demo", TAG).commit
        return str(found.sha) if found else ""

    def settings(self) -> dict[str, list[str]]:
        (tag,) = self.repository.repo_list_tag_protection("someone", "demo")
        (branch,) = self.repository.repo_list_branch_protection("someone", "demo")
        return {
            "tags": [f"{tag.name_pattern} ({', '.join(tag.whitelist_usernames or ())})"],
            "review": [] if branch.enable_push else ["No one"],
            "secrets": [str(one.name) for one in self.repository.repo_list_actions_secrets("someone", "demo")],
        }


@pytest.fixture
def client(double: Any) -> Iterator[Any]:
    made = (GitLabClient if isinstance(double.state, gitlab.State) else ForgejoClient)(double.url)
    yield made
    made.close()


def test_the_client_reads_a_release_of_ours(forge: Any, client: Any, tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(b"sdist" * 100)
    assert client.commit() == forge.commit_of(TAG) == COMMIT
    draft = forge.create(TAG, "demo 1.2.3", "the notes", prerelease=False)
    forge.upload(draft, file)
    forge.publish(draft, [FILE])

    assert client.release() == ("the notes", {FILE: b"sdist" * 100})


def test_a_release_of_the_client_is_read(forge: Any, client: Any, tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(b"sdist" * 100)
    assert forge.published(TAG) is None
    client.make(file)

    found = forge.published(TAG)
    assert {one.name: hash_of(forge.api, one) for one in found.assets} == {
        FILE: hashlib.sha256(b"sdist" * 100).hexdigest()
    }


def test_a_request_of_ours_and_one_of_the_client_are_the_same_thing(forge: Any, client: Any) -> None:
    number = client.ask()
    found, new = pull_requests.propose(forge, SAID)

    assert (found.number, new) == (number, False)
    assert client.request() == (number, SAID.title, SAID.body)
    client.label(number)
    assert forge.labels(str(number)) in (("part: minor",), ())
    other = replace(SAID, branch="release/1.4.0")
    assert forge.opened(other) is None


def test_settings_that_the_client_reads_are_those_that_we_read(forge: Any, double: Any, client: Any) -> None:
    reader = doctor_forge.READERS["gitlab" if isinstance(double.state, gitlab.State) else "forgejo"]
    read = client.settings()

    assert list(reader.tag_rules(forge, TAG).named) == read["tags"]
    assert ("pull_request" in reader.branch_rules(forge, "main").types) is (read["review"] == ["No one"])
    assert [name for name in ("PYPI_TOKEN",) if reader.secret(forge, name, "pypi")] == read["secrets"]
    if "environment" in read:
        assert list(reader.environment(forge, "pypi").reviewers) == read["environment"]


def test_a_workflow_that_the_client_starts_is_a_run_that_we_count_and_the_reverse(forge: Any, client: Any) -> None:
    if isinstance(client, GitLabClient):
        pytest.skip("GitLab starts the pipeline of a tag by itself")
    assert forge.runs("publish.yml", TAG) == 0
    words = {"ref": f"refs/tags/{TAG}", "return_run_info": True}
    client.repository.dispatch_workflow("someone", "demo", "publish.yml", **words)
    assert forge.runs("publish.yml", TAG) == 1
    forge.start("publish.yml", TAG, {"index": "pypi"})
    listed = client.repository.list_action_runs("someone", "demo", limit=50).workflow_runs or ()
    assert [(one.workflow_id, one.prettyref) for one in listed] == [("publish.yml", TAG)] * 2
