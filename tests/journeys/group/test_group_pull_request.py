"""The release of several packages goes through one pull request: proposed, merged, then tagged and published."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from tests.doubles import forge as forge_double
from tests.doubles import ssh

from gonogo.artifacts import sums
from gonogo.commands import pull_request, standing_act, status
from gonogo.commands.bump import ReleasedTogether
from gonogo.commands.group import pull_request as group_pull_request
from gonogo.commands.group import standing as group_standing
from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.model.board import is_go
from gonogo.release.contexts import today
from gonogo.release.group.plan import Wanted
from gonogo.release.planner import Request
from gonogo.release.runner import Silence

pytestmark = pytest.mark.usefixtures("nothing_installed")
BOTH = ["core-1.1.0", "mail-1.1.0"]
TITLE = "Release core 1.1.0 and mail 1.1.0"
MERGES = {
    "merge": ["merge", "-q", "--no-ff", "-m", "Merge pull request #1"],
    "squash": ["merge", "-q", "--squash"],
    "rebase": ["merge", "-q", "--ff-only"],
}


@pytest.fixture
def hosted(several, forge, tmp_path, monkeypatch):
    """The packages on the forge, published by its workflow; `shop` and `tool` have no notes."""
    for name in ("core", "mail", "shop", "tool"):
        several.settings(name, 'publish = "here"\n', "")
    for name in ("shop", "tool"):
        (several.folder / f"packages/{name}/changelog.d/1.feature.md").unlink()
    several.commit(".github/workflows/publish.yml", text="on: push\njobs: {}\n")
    several.git("config", "core.sshCommand", shlex.quote(str(ssh.install(tmp_path, several.remote))))
    several.git("config", "ssh.variant", "simple")
    several.git("remote", "set-url", "origin", ssh.ADDRESS)
    monkeypatch.setenv("GITHUB_SERVER_URL", "http://localhost")
    return several


@pytest.fixture
def forge(monkeypatch):
    """The forge of the packages."""
    with forge_double.open_forge() as running:
        for name, value in {**running.environ, "GITHUB_TOKEN": forge_double.TOKEN}.items():
            monkeypatch.setenv(name, value)
        yield running


def propose(several, *packages):
    """Type `invoke release --package NAME --part minor --pr`."""
    wanted = Wanted(Request("minor"), packages=packages)
    return group_pull_request.release(several.folder, wanted, today(), Silence(), lambda _: True)


@pytest.mark.parametrize(("pr", "option"), [(True, " --pr"), (False, "")])
def test_after_a_red_one_the_same_command_is_named(hosted, pr, option):
    hosted.commit("packages/core/src/core/token.py", text=f'TOKEN = "ghp_{"q8Zt3LmX0vKd7RbY2w" * 2}"\n')
    board = propose(hosted, "core") if pr else hosted.release("core")
    assert board.next_command == f"fix that, then: invoke release --package core --part minor{option}"
    assert (hosted.tags(), hosted.there(), hosted.intents()) == ([], [], "")


def merge(several, how, branch):
    """Merge the pull request on the forge, and pull."""
    other = several.folder.parent / "forge"
    shutil.rmtree(other, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(several.remote), str(other)], check=True)
    message = several.git("log", "-1", "--format=%B", branch, cwd=several.remote)
    several.git(*MERGES[how], f"origin/{branch}", cwd=other)
    if how == "squash":
        several.git("commit", "-q", "-m", message.replace("\n", " (#1)\n", 1), cwd=other)
    several.git("push", "-q", "origin", "main", cwd=other)
    several.git("push", "-q", "origin", "--delete", branch, cwd=other)
    several.git("pull", "-q", "--ff-only", "origin", "main")


@pytest.mark.parametrize(("how", "commits"), [("merge", "one"), ("squash", "each"), ("rebase", "each")])
def test_one_pull_request_is_brought_up_to_date_and_its_merge_is_tagged(hosted, forge, how, commits):
    hosted.commit("pyproject.toml", text=f'{hosted.root}\n[tool.gonogo]\ncommits = "{commits}"\n')
    assert is_go(propose(hosted, "core").rows)
    board = propose(hosted, "core", "mail")
    assert is_go(board.rows), board.rows
    (pull,) = forge.state.pulls
    assert (pull["head"]["ref"], pull["base"]["ref"], pull["title"]) == ("release/packages", "main", TITLE)
    assert pull["body"].count("- A new thing.") == 2
    assert "## mail 1.1.0" in pull["body"]
    assert hosted.tags() == hosted.there() == []

    merge(hosted, how, "release/packages")
    assert status.board(hosted.folder).next_command == "invoke tag"
    asked = []
    board = pull_request.tag(hosted.folder, Silence(), "", lambda said: asked.extend(said) or True)
    assert is_go(board.rows), board.rows
    assert "core-1.1.0 and mail-1.1.0" in asked[0]
    assert hosted.tags() == hosted.there() == BOTH
    at = [hosted.git("rev-parse", f"{tag}^{{commit}}") for tag in BOTH]
    assert at[-1] == hosted.git("rev-parse", "HEAD")
    assert len(set(at)) == (2 if how == "rebase" else 1)
    assert hosted.intents() == hosted.git("status", "--porcelain") == ""
    with pytest.raises(group_pull_request.NothingMerged):
        pull_request.tag(hosted.folder, Silence(), "", lambda _: True)


def test_a_package_of_a_merged_release_is_not_tagged_alone(hosted, forge):
    propose(hosted, "core", "mail")
    merge(hosted, "merge", "release/packages")
    with pytest.raises(ReleasedTogether, match=r"core-1\.1\.0 is released together with mail-1\.1\.0"):
        pull_request.tag(hosted.folder / "packages/core", Silence(), "", lambda _: True)


def run(several, attempt):
    """Run the workflow for what the branch is now: each job in a clone of its own."""
    into = several.folder.parent / f"handed-{attempt}"
    wanted = Wanted(Request("auto"))
    first = group_standing.prepare(checkout(several), wanted, today(), Silence(), into)
    assert is_go(first.rows), first.rows
    return standing_act.act(checkout(several), into, Silence())


def checkout(several):
    """Return a fresh clone, as a job checks it out."""
    folder = several.folder.parent / "job"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(several.remote), str(folder)], check=True)
    for name in ("remote.origin.url", "core.sshCommand", "ssh.variant"):
        several.git("config", name, several.git("config", name), cwd=folder)
    return folder


RAISED = ["core-2.0.0", "mail-1.1.0", "shop-1.0.1"]


@pytest.mark.parametrize(("how", "commits"), [("squash", "one"), ("rebase", "each")])
def test_the_standing_pull_request_is_of_all_packages_that_have_notes(hosted, forge, monkeypatch, how, commits):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    hosted.git("mv", "packages/core/changelog.d/1.feature.md", "packages/core/changelog.d/1.removal.md")
    hosted.write("pyproject.toml", f'{hosted.root}\n[tool.gonogo]\ncommits = "{commits}"\n')
    hosted.commit()
    board = run(hosted, 1)
    assert is_go(board.rows), board.rows
    (pull,) = forge.state.pulls
    title = "Release core 2.0.0, mail 1.1.0 and shop 1.0.1"
    assert (pull["head"]["ref"], pull["title"]) == ("release/next", title)
    assert "is up to date" in {row.name: row.note for row in run(hosted, 2).rows}["branch"]
    assert len(forge.state.pulls) == 1

    merge(hosted, how, "release/next")
    board = run(hosted, 3)
    assert is_go(board.rows), board.rows
    assert hosted.there() == RAISED
    for tag in RAISED:
        said = sums.read(tags.message(Git(hosted.remote), tag)).files
        assert set(said) == {f"{tag}.tar.gz", f"{tag}-py3-none-any.whl"}
    assert forge.state.settings.runs == [("publish.yml", "shop-1.0.1")]
    board = run(hosted, 4)
    assert {row.name: row.note for row in board.rows}["publication"] == "publish.yml has run for shop-1.0.1"
    hosted.commit("README.md")
    subprocess.run(["git", "push", "-q", str(hosted.remote), "main"], cwd=hosted.folder, check=True)
    assert [row.note for row in run(hosted, 5).rows] == ["nothing is to be done"]
    assert forge.state.settings.runs == [("publish.yml", "shop-1.0.1")]
