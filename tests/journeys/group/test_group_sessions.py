"""The sessions at the root of several packages: run for each, with the new files of those that it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gonogo.commands import news
from gonogo.release import group
from gonogo.release.group.tags import released_with
from gonogo.release.planner import TagIsNoVersion, TagNotHere


@pytest.fixture
def typed(several):
    """Return a function that types a command at the root, and gives its exit status and what it printed."""
    several.commit("noxfile.py", text="import gonogo\n\ngonogo.sessions()\n")

    def run(*words: str) -> tuple[int, str]:
        environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(words, cwd=several.folder, env=environ, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def test_all_packages_are_released_to_the_embedded_index_and_nothing_leaves_the_machine(typed, several):
    several.git("rm", "-rq", "packages/tool")
    several.commit()
    code, shown = typed("nox", "-s", "release")
    assert code == 0, shown
    assert re.findall(r"GO +(\w+): release", shown) == ["core", "mail", "shop"]
    assert several.served() == []
    code, shown = typed("nox", "-s", "verify", "--", "--package", "nosuch")
    assert "--package names nosuch, and no package here is called so" in shown
    code, shown = typed("gonogo", "report")
    assert "report: core, mail and shop 1.0.0" in shown


def test_the_tests_of_one_package_install_the_new_files_of_those_that_it_needs(typed, several):
    several.commit("packages/core/src/core/new.py")
    several.commit(
        "packages/mail/tests/test_mail.py", text="from core import new\n\n\ndef test_it():\n    assert new\n"
    )
    several.commit("packages/core/src/core/new.py", text="value = 1\n")
    several.commit("packages/shop/tests/test_shop.py", text="def test_it():\n    assert False\n")
    code, shown = typed("nox", "-s", "tests", "--", "--package", "mail,shop")
    assert code == 1, shown
    assert re.search(r"  GO +mail: tests", shown), shown
    assert re.search(r"  NO-GO +shop: tests", shown), shown
    assert "core: tests" not in shown


def test_a_tag_stands_for_all_that_were_released_together(several):
    for name in ("core", "mail"):
        several.git("tag", "-m", f"Release {name}", f"{name}-1.0.0")
    several.git("tag", "-m", "other", "nightly")
    found = group.read(several.folder)
    assert released_with(found, "refs/tags/core-1.0.0") == {"core": "core-1.0.0", "mail": "mail-1.0.0"}
    with pytest.raises(TagIsNoVersion):
        released_with(found, "nightly")
    several.commit("pyproject.toml", text=f'{several.root}\n[tool.gonogo]\ncommits = "each"\n')
    with pytest.raises(TagNotHere):
        released_with(group.read(several.folder), "core-1.0.0")
    several.git("tag", "-m", "Release shop", "-m", "Released-with: core-1.0.0 mail-1.0.0", "shop-1.0.0")
    several.git("tag", "-f", "-m", "Release mail", "-m", "Released-with: core-1.0.0 shop-1.0.0", "mail-1.0.0", "HEAD~1")
    together = released_with(group.read(several.folder), "mail-1.0.0")
    assert together == {"core": "core-1.0.0", "mail": "mail-1.0.0", "shop": "shop-1.0.0"}


def test_each_package_that_a_change_touches_needs_a_note_of_its_own(several):
    base = several.git("rev-parse", "HEAD")
    several.commit(
        "packages/core/src/core/more.py", "packages/mail/src/mail/more.py", "packages/mail/changelog.d/2.misc.md"
    )
    board = news.check(several.folder, news.Asked(base))
    assert {row.name: row.verdict.value for row in board.rows} == {
        "core": "NO-GO",
        "mail": "GO",
        "shop": "GO",
        "tool": "GO",
    }


def test_packages_have_the_settings_of_the_root_that_they_do_not_set(several):
    text = '[tool.gonogo]\ntag = "{name}/v{version}"\npublish = "nowhere"\nindex = "testpypi"\ntests = ["true"]\n'
    several.commit("pyproject.toml", text=f"{several.root}\n{text}")
    several.settings("core", 'publish = "here"\nindex = "ours"', 'tag = "c{version}"')
    core, tool = (group.read(several.folder).named(name, "").project for name in ("core", "tool"))
    assert (core.tag_template, core.settings.publish, core.settings.index) == ("c{version}", "nowhere", "testpypi")
    assert (tool.tag_template, tool.settings.publish, tool.settings.index) == ("{name}/v{version}", "here", "ours")
    assert tool.settings.tests == ()
