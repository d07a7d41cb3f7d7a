"""Packages of one version that share a tag: one commit, one tag, one release on the forge, each published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.doubles import forge as forge_double

from gonogo.commands import bump, undo
from gonogo.forge import find
from gonogo.git.repository import Git
from gonogo.model.board import is_go
from gonogo.release import group, group_plan
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


def test_the_forge_gets_one_release_with_the_files_and_notes_of_all(one_tag, tmp_path, monkeypatch):
    elsewhere = Git(tmp_path)
    elsewhere("init", "-q")
    with forge_double.open_forge() as forge:
        for name, value in {**forge.environ, "GITHUB_TOKEN": forge_double.TOKEN}.items():
            monkeypatch.setenv(name, value)
        elsewhere("remote", "add", "origin", forge.remote)
        project = group.read(one_tag.folder).members[0].project
        there = find.of(replace(project, root=tmp_path, remote="origin"))
        monkeypatch.setattr(find, "of", lambda project: there if one_tag.folder in project.root.parents else None)
        monkeypatch.setattr(announce, "require_tag", lambda *_: None)
        forge.state.tags["v1.1.0"] = ("tag", "a" * 40)
        rows = one_tag.release("core").rows
        assert is_go(rows), rows[-1]
        (release,) = forge.state.releases.values()
    assert release["tag_name"] == "v1.1.0"
    assert len(release["assets"]) == 2 * len(NAMES)
    assert [f"{name} 1.1.0" in release["body"] for name in NAMES] == [True] * 4


def test_without_one_version_packages_do_not_share_a_tag(several):
    several.commit("pyproject.toml", text=f'{several.root}\n[tool.gonogo]\ntag = "v{{version}}"\n')
    with pytest.raises(group_plan.SameTag, match=r"core and tool would both be tagged v1\.1\.0"):
        several.release("core", "tool")
