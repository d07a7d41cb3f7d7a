"""Packages of one version that share a tag: one commit, one tag, one release on the forge, each published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.doubles import forge as forge_double

from gonogo.commands import bump, status, undo
from gonogo.forge import find
from gonogo.git.repository import Git
from gonogo.model.board import is_go
from gonogo.release import group
from gonogo.release.group import plan as group_plan
from gonogo.release.steps import announce

pytestmark = pytest.mark.usefixtures("nothing_installed")
NAMES = ["core", "mail", "shop", "tool"]


@pytest.fixture
def one_tag(several):
    """Packages that are fixed to one version, with tags that name no package."""
    fixed = f'[tool.gonogo]\ntag = "v{{version}}"\nfixed = [{NAMES}]\n'
    several.commit("pyproject.toml", text=f"{several.root}\n{fixed}")
    return several


def test_packages_of_one_version_are_released_under_one_tag(one_tag, refused):
    refused.add("mail")
    assert not is_go(one_tag.release("core").rows)
    assert one_tag.tags() == one_tag.there() == ["v1.1.0"]
    assert one_tag.served() == ["core-1.1.0", "tool-1.1.0"]
    assert "shop-1.1.0-py3-none-any.whl" in one_tag.git("tag", "-n99", "v1.1.0")
    with pytest.raises(bump.ReleasedTogether):
        undo.undo(one_tag.folder / "packages/mail", remote=False)
    refused.clear()
    assert is_go(one_tag.resume().rows)
    assert one_tag.served() == [f"{name}-1.1.0" for name in NAMES]
    assert one_tag.intents() == one_tag.git("status", "--porcelain") == ""
    one_tag.commit("packages/tool/changelog.d/2.bugfix.md")
    assert is_go(one_tag.release("tool", part="patch").rows)
    assert one_tag.tags() == ["v1.1.0", "v1.1.1"]


@pytest.fixture
def forge(several, tmp_path, monkeypatch):
    """A forge on which all packages are announced."""
    elsewhere = Git(tmp_path)
    elsewhere("init", "-q")
    with forge_double.open_forge() as forge:
        for name, value in {**forge.environ, "GITHUB_TOKEN": forge_double.TOKEN}.items():
            monkeypatch.setenv(name, value)
        elsewhere("remote", "add", "origin", forge.remote)
        project = group.read(several.folder).members[0].project
        there = find.of(replace(project, root=tmp_path, remote="origin"))
        monkeypatch.setattr(find, "of", lambda project: there if several.folder in project.root.parents else None)
        monkeypatch.setattr(announce, "require_tag", lambda *_: None)
        yield forge


def states(several):
    """Return how far the release of each package is."""
    return {row.name: row.note.split("; ")[2] for row in status.board(several.folder).rows}


def test_the_forge_gets_one_release_with_the_files_and_notes_of_all(one_tag, forge):
    forge.state.tags["v1.1.0"] = ("tag", "a" * 40)
    rows = one_tag.release("core").rows
    assert is_go(rows), rows[-1]
    (release,) = forge.state.releases.values()
    assert (release["tag_name"], release["name"]) == ("v1.1.0", "repo 1.1.0")
    assert len(release["assets"]) == 2 * len(NAMES)
    assert [f"## {name} 1.1.0" in release["body"] for name in NAMES] == [True] * 4
    assert states(one_tag) == dict.fromkeys(NAMES, "verified")


@pytest.mark.parametrize("commits", ["one", "each"])
def test_packages_with_tags_of_their_own_are_announced_as_one_at_the_last_tag(several, forge, refused, commits):
    settings = f'[tool.gonogo]\ncommits = "{commits}"\nforge-releases = "one"\n'
    several.write("packages/core/sboms/core.cdx.json", "{}")
    several.write("packages/tool/sboms/tool.cdx.json", "{}")
    several.write("packages/shop/sboms/shop.cdx.json", "{}")
    several.commit("pyproject.toml", text=f"{several.root}\n{settings}")
    refused.add("mail")
    assert not is_go(several.release("core", "mail", "shop").rows)
    assert forge.state.releases == {}
    assert states(several)["core"] == "verified, unannounced"
    refused.clear()
    assert is_go(several.resume().rows)
    assert is_go(several.release("tool", part="patch").rows)
    releases = {one["tag_name"]: one for one in forge.state.releases.values()}
    assert list(releases) == ["shop-1.1.0", "tool-1.0.1"]
    release = releases["shop-1.1.0"]
    assert release["name"] == "core 1.1.0, mail 1.1.0 and shop 1.1.0"
    assert (len(release["assets"]), release["body"].count("\n## ")) == (8, 2)
    names = sorted(one["name"] for one in release["assets"] if one["name"].endswith(".json"))
    assert names == ["core-1.1.0.cdx.json", "shop-1.1.0.cdx.json"]
    assert states(several) == dict.fromkeys(NAMES, "verified")
    assert several.intents() == ""


def test_without_one_version_packages_do_not_share_a_tag(several):
    several.commit("pyproject.toml", text=f'{several.root}\n[tool.gonogo]\ntag = "v{{version}}"\n')
    with pytest.raises(group_plan.SameTag, match=r"core and tool would both be tagged v1\.1\.0"):
        several.release("core", "tool")
