"""GitLab and Forgejo: a release with notes and files, a request to merge it, from any half-made state."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from tests.doubles import forgejo, gitlab

from gonogo.commands import news, proposal, standing
from gonogo.forge import find
from gonogo.forge.api import ForgeRefused, NoForgeToken
from gonogo.forge.forgejo import Forgejo
from gonogo.forge.provider import Proposal
from gonogo.git import access
from gonogo.model.errors import CouldNotTell
from gonogo.model.settings import Settings
from gonogo.model.stage import State
from gonogo.release.steps import announce

TAG = "v1.2.3"
FORGES: dict[str, ModuleType] = {"gitlab": gitlab, "forgejo": forgejo}
MAKING = [
    ("gitlab", "PUT", "/packages/"),
    ("gitlab", "POST", "/releases$"),
    ("gitlab", "GET", "/releases/"),
    ("forgejo", "POST", "/releases$"),
    ("forgejo", "POST", "/assets$"),
    ("forgejo", "PATCH", "/releases/"),
    ("forgejo", "GET", "/releases/tags/"),
]


@pytest.fixture(params=FORGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def forge(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The double that the parameter names, for a person with a token."""
    monkeypatch.setattr(announce, "FIRST_WAIT", 0.01)
    for variable in ("CI_JOB_TOKEN", "GITEA_TOKEN", "CI_SERVER_URL", "GITHUB_SERVER_URL"):
        monkeypatch.delenv(variable, raising=False)
    with FORGES[name].open_forge() as running:
        for key, value in running.person.items():
            monkeypatch.setenv(key, value)
        yield running


@pytest.fixture
def released(name: str, forge: Any, releasing: Any, tmp_path: Any) -> Any:
    made = releasing(tmp_path, forge.remote, name)
    forge.state.tags[TAG] = made.manifest.commit
    return made


def probe(released: Any) -> Any:
    return announce.probe(released.plan, released.context)


def apply(released: Any) -> None:
    announce.apply(released.plan, released.context)


def of(forge: Any) -> tuple[str, str, dict[str, bytes]]:
    """Return name, notes and files of the one release that the double holds."""
    (release,) = forge.state.releases.values()
    if isinstance(forge.state, gitlab.State):
        links = {one["name"]: one["url"] for one in release["assets"]["links"]}
        files = {name: found[-1] for (_, _, name), found in forge.state.packages.items()}
        assert all(url.endswith(f"/packages/generic/release-files/{TAG}/{name}") for name, url in links.items())
        return release["name"], release["description"], {name: files[name] for name in links}
    assert not release["draft"]
    return (
        release["name"],
        release["body"],
        {one["name"]: forge.state.content[one["id"]] for one in release["assets"]},
    )


def require_whole(forge: Any, released: Any) -> None:
    files = {path.name: path.read_bytes() for path in released.context.kept.files(released.manifest)}
    assert of(forge)[2] == files
    assert probe(released).state is State.DONE


def test_a_release_is_made_with_its_notes_and_the_same_bytes_and_twice_is_once(forge: Any, released: Any) -> None:
    assert probe(released).state is State.TODO
    apply(released)

    require_whole(forge, released)
    title, notes, _ = of(forge)
    assert title == "demo 1.2.3"
    assert "- Works." in notes
    assert "<script>" not in notes
    writes = [line for line in forge.state.log if line[0] != "GET"]
    apply(released)
    assert [line for line in forge.state.log if line[0] != "GET"] == writes


@pytest.mark.parametrize(("name", "method", "path"), MAKING)
@pytest.mark.parametrize("acted", [False, True], ids=["before", "after"])
def test_a_lost_answer_is_made_good(forge: Any, released: Any, method: str, path: str, *, acted: bool) -> None:
    forge.state.faults.append(gitlab.Fault(method, path, 502, acted))

    apply(released)

    assert not forge.state.faults
    require_whole(forge, released)


def test_a_release_that_a_person_published_without_files_gets_them(forge: Any, released: Any) -> None:
    made = find.of(released.context.project)
    assert made is not None
    made.publish(made.create(TAG, "by hand", "my own words", prerelease=False), ())
    assert probe(released).state is State.TODO

    apply(released)

    require_whole(forge, released)
    assert of(forge)[:2] == ("by hand", "my own words")


def test_other_bytes_under_our_name_are_a_conflict_and_stay(forge: Any, released: Any) -> None:
    apply(released)
    content = forge.state.packages if isinstance(forge.state, gitlab.State) else forge.state.content
    key = next(iter(content))
    content[key] = [b"evil"] if isinstance(forge.state, gitlab.State) else b"evil"

    assert probe(released).state is State.CONFLICT
    with pytest.raises(announce.AssetsDiffer, match="other bytes"):
        apply(released)


@pytest.mark.parametrize("name", ["gitlab"])
def test_other_bytes_in_the_package_registry_are_never_linked(forge: Any, released: Any) -> None:
    forge.state.packages["release-files", TAG, "demo-1.2.3.tar.gz"] = [b"evil"]

    with pytest.raises(ForgeRefused, match="other bytes"):
        apply(released)
    assert not forge.state.releases


def test_a_tag_that_the_forge_lacks_is_never_made_by_the_forge(forge: Any, released: Any) -> None:
    forge.state.tags.clear()

    with pytest.raises(announce.TagNotOnForge, match="does not exist"):
        apply(released)
    assert not forge.state.releases


def test_private_is_not_absent_and_the_token_is_for_its_own_host_alone(
    name: str, forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_HOST" if name == "gitlab" else "FORGEJO_HOST", "another.example")
    assert probe(released).state is State.TODO
    with pytest.raises(NoForgeToken) as caught:
        apply(released)
    assert "GITLAB_TOKEN" in caught.value.hint or "FORGEJO_TOKEN" in caught.value.hint
    forge.state.private = True

    assert probe(released).state is State.UNKNOWN
    assert {who for _, _, who in forge.state.log} == {""}


@pytest.mark.parametrize("name", ["gitlab"])
def test_the_token_of_a_job_of_the_tag_is_enough(forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    forge.state.private = True
    monkeypatch.delenv("GITLAB_TOKEN")
    run = {"CI_JOB_TOKEN": gitlab.JOB, "CI_COMMIT_TAG": TAG, "CI_COMMIT_SHA": released.manifest.commit}
    for key, value in {**forge.environ, **run}.items():
        monkeypatch.setenv(key, value)

    apply(released)

    require_whole(forge, released)
    assert {who for _, _, who in forge.state.log} == {"job"}


@pytest.mark.parametrize("name", ["gitlab"])
def test_git_shows_the_token_of_the_project_and_never_that_of_a_job(
    forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in {**forge.environ, "GITLAB_CI": "true", "CI_JOB_TOKEN": gitlab.JOB}.items():
        monkeypatch.setenv(key, value)
    with standing.reaching(released.context.project):
        assert access.variables()["GIT_CONFIG_KEY_0"] == f"http.{forge.url}/.extraHeader"
    monkeypatch.delenv("GITLAB_TOKEN")
    with standing.reaching(released.context.project):
        assert access.variables() == {}


@pytest.mark.parametrize("name", ["forgejo"])
@pytest.mark.parametrize("gitea", [False, True])
def test_a_workflow_that_was_started_on_a_tag_is_a_run_of_it(forge: Any, released: Any, *, gitea: bool) -> None:
    forge.state.gitea = gitea
    made = find.of(released.context.project)
    assert isinstance(made, Forgejo)
    made.start("publish.yml", TAG, {"index": "pypi"})

    assert [made.runs(*one) for one in (("publish.yml", TAG), ("ci.yml", TAG), ("publish.yml", "v1"))] == [1, 0, 0]


def test_a_request_to_merge_is_opened_once_and_updated(forge: Any, released: Any) -> None:
    project = released.context.project
    said = Proposal("release/1.3.0", "main", "Release 1.3.0", "the board")
    first = proposal.propose(project, said).note
    second = proposal.propose(project, replace(said, body="a newer board")).note

    assert (first.partition(" ")[0], second.partition(" ")[0]) == ("opened", "updated")
    assert first.partition(" ")[2] == second.partition(" ")[2]
    (one,) = forge.state.requests if isinstance(forge.state, gitlab.State) else forge.state.pulls
    assert "a newer board" in (one.get("description"), one.get("body"))
    labels = ["part: minor"] if isinstance(forge.state, gitlab.State) else [{"id": 1, "name": "part: minor"}]
    one["labels"] = labels
    number = first.rpartition("/")[2]
    assert news.labels_of(project, number) == ("part: minor",)
    with pytest.raises(CouldNotTell):
        news.labels_of(project, "999")


@pytest.mark.parametrize("name", ["forgejo"])
def test_a_pull_request_of_a_fork_is_not_ours(forge: Any, released: Any) -> None:
    said = Proposal("release/1.3.0", "main", "Release 1.3.0", "the board")
    proposal.propose(released.context.project, said)
    forge.state.pulls[0]["head"]["repo"] = {"full_name": "stranger/demo"}
    forge.state.pulls[0]["state"] = "open"
    made = find.of(released.context.project)
    assert made is not None
    assert made.opened(said) is None


def test_without_a_token_the_page_to_open_is_named(
    name: str, forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_HOST" if name == "gitlab" else "FORGEJO_HOST", "another.example")
    note = proposal.propose(released.context.project, Proposal("release/1.3.0", "main")).note

    page = "/-/merge_requests/new?merge_request%5Bsource_branch%5D=release%2F1.3.0"
    assert (page if name == "gitlab" else "/compare/main...release/1.3.0") in note


def test_the_bill_of_materials_of_the_commit_is_beside_the_files(
    name: str, forge: Any, releasing: Any, tmp_path: Any
) -> None:
    made = releasing(tmp_path, forge.remote, name, '{"bomFormat": "CycloneDX"}\n')
    forge.state.tags[TAG] = made.manifest.commit
    apply(made)
    apply(made)

    assert of(forge)[2]["demo-1.2.3.cdx.json"] == b'{"bomFormat": "CycloneDX"}\n'
    assert len(of(forge)[2]) == 3
    assert probe(made).state is State.DONE


@pytest.mark.parametrize("name", ["gitlab"])
def test_a_forge_without_a_provider_is_named(released: Any) -> None:
    project = replace(released.context.project, remote="git@bitbucket.org:team/demo.git", settings=Settings())
    context = replace(released.context, project=project)

    assert "Bitbucket" in announce.describe(released.plan, context)
    assert announce.probe(released.plan, context).why.endswith("for which gonogo has no provider")
    assert "Bitbucket" in proposal.propose(project, Proposal("release/1.3.0", "main")).note
