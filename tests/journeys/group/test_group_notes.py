"""The notes of several packages: one changelog of the repository, with a section for each release."""

from __future__ import annotations

import pytest

from gonogo.commands import forward_port, init, news
from gonogo.model.board import is_go
from gonogo.release.contexts import today
from gonogo.release.planner import Request

pytestmark = pytest.mark.usefixtures("nothing_installed")
NOTES = "\n\n#### Features\n\n- A new thing. (#1)\n"


@pytest.fixture
def one_changelog(several):
    """Packages with one changelog."""
    several.commit("pyproject.toml", text=f'{several.root}\n[tool.gonogo]\nchangelogs = "one"\ncommits = "each"\n')
    return several


def sections(several):
    """Return the sections of the releases, the newest first."""
    return (several.folder / "CHANGELOG.md").read_text().split("\n## ")[1:]


def test_the_changelog_of_the_repository_has_a_section_for_each_release(one_changelog):
    init.apply(init.propose(one_changelog.folder, init.Names()))
    one_changelog.commit()
    assert sections(one_changelog) == []
    assert is_go(one_changelog.release("core", "mail", part="major").rows)
    together = f"core 2.0.0, mail 2.0.0 and shop 1.0.1 ({today()})\n"
    parts = [f"\n### {name}{NOTES}" for name in ("core 2.0.0", "mail 2.0.0", "shop 1.0.1")]
    assert sections(one_changelog) == ["".join([together, *parts])]
    assert "##" not in (one_changelog.folder / "packages/core/CHANGELOG.md").read_text()
    assert one_changelog.git("status", "--porcelain") == ""

    core = one_changelog.folder / "packages/core"
    news.write(core, "bugfix", "7", "A fix.")
    one_changelog.commit()
    section = f"## core 2.0.1 ({today()})\n\n### Bugfixes\n\n- A fix. (#7)\n"
    assert news.preview(core, Request("patch"), today()).text == section
    assert is_go(one_changelog.release("core", part="patch").rows)
    assert sections(one_changelog)[0] == section.removeprefix("## ")
    one_changelog.resume()
    assert one_changelog.intents() == ""

    one_changelog.git("switch", "-qc", "other", "core-2.0.1^")
    assert is_go(forward_port.forward_port(core, "core-2.0.1").rows)
    changed = one_changelog.git("status", "--porcelain").split()
    assert changed == ["M", "CHANGELOG.md", "D", "packages/core/changelog.d/7.bugfix.md"]
    assert sections(one_changelog)[0] == section.removeprefix("## ")
