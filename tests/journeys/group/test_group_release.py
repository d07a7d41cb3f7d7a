"""Several packages are released as one: landed and pushed together, published each after what it needs."""

from __future__ import annotations

import pytest

from gonogo.commands import bump, release, report, status, undo
from gonogo.commands.group import rehearse as group_rehearse
from gonogo.model.errors import Status
from gonogo.model.verdict import Verdict
from gonogo.release import group, record
from gonogo.release.group import plan as group_plan
from gonogo.release.group.plan import Wanted
from gonogo.release.planner import Request
from gonogo.release.runner import Silence

pytestmark = pytest.mark.usefixtures("nothing_installed")
ALL = ["core-1.1.0", "mail-1.1.0", "shop-1.1.0", "tool-1.1.0"]


def red(board):
    """Return what is not GO."""
    return [(row.name, [one.what for one in row.findings]) for row in board.rows if row.verdict is not Verdict.GO]


def test_all_packages_are_released_and_a_second_release_finds_nothing(several):
    board = several.release()
    assert red(board) == []
    assert several.tags() == several.there() == ALL
    assert several.served() == ALL
    assert several.intents() == several.git("status", "--porcelain") == ""
    assert several.git("log", "-1", "--format=%B").splitlines() == [
        "Release core 1.1.0, tool 1.1.0 and 2 more",
        "",
        *("core 1.1.0", "tool 1.1.0", "mail 1.1.0", "shop 1.1.0"),
    ]
    assert sorted(several.git("tag", "--points-at", "HEAD").split()) == ALL
    assert "core-1.1.0-py3-none-any.whl" in several.git("tag", "-n99", "core-1.1.0")
    found = record.find(several.folder / ".git/gonogo/records", "mail-1.1.0")
    assert (found.packages, len(found.artifacts)) == (4, 8)
    assert "- A new thing." in found.notes
    assert report.write(several.folder, "", "").title.startswith("report: core, tool and 2 more 1.1.0")
    with pytest.raises(group_plan.NothingWaits):
        several.release()
    several.commit("packages/mail/changelog.d/2.bugfix.md")
    assert several.release(part="patch").title == "release mail 1.1.0 -> 1.1.1"
    assert several.served() == [*ALL[:2], "mail-1.1.1", *ALL[2:]]


def test_the_plan_names_every_package_its_reason_and_the_requirements_that_follow(several):
    shown = []

    def refuse(sentences):
        shown.extend(sentences)
        return False

    with pytest.raises(release.NotConfirmed):
        several.release("core", part="major", consent=refuse)
    assert shown[:5] == [
        "core 1.0.0 -> 2.0.0, tag core-2.0.0: chosen",
        "mail 1.0.0 -> 1.0.1, tag mail-1.0.1: requires core>=1.0,<2, which excludes 2.0.0",
        "shop 1.0.0 -> 1.0.1, tag shop-1.0.1: requires core>=1.0,<2, which excludes 2.0.0",
        "raise core>=1.0,<2 to core>=1.0,<3 in packages/mail",
        "raise core>=1.0,<2 to core>=1.0,<3 in packages/shop",
    ]
    assert several.tags() == []


def test_requirements_that_follow_are_written_and_nothing_else_of_them_changes(several):
    several.commit("pyproject.toml", text=f'{several.root}\n[tool.gonogo]\ncommits = "each"\n')
    assert red(several.release("core", part="major")) == []
    commits = several.git("log", "--reverse", "--format=%D", "--decorate-refs=refs/tags/*", "-3").splitlines()
    assert commits == ["tag: core-2.0.0", "tag: mail-1.0.1", "tag: shop-1.0.1"]
    text = (several.folder / "packages/shop/pyproject.toml").read_text()
    assert "dependencies = ['mail>=1.0,<2', 'core>=1.0,<3']" in text
    assert several.served() == ["core-2.0.0", "mail-1.0.1", "shop-1.0.1"]
    assert "tool" not in " ".join(several.tags())


def test_a_rehearsal_changes_nothing(several):
    before = several.git("for-each-ref"), several.git("status", "--porcelain")
    wanted = Wanted(Request("core=major,mail=minor,patch"), packages=("core", "mail", "tool"))
    board = group_rehearse.rehearse_all(several.folder, wanted, bump_day(), Silence())
    assert red(board) == []
    assert board.next_command == (
        "invoke release --package core --package mail --package tool --part core=major,mail=minor,patch"
    )
    assert (several.git("for-each-ref"), several.git("status", "--porcelain")) == before
    assert several.served() == []


def test_all_leaves_out_what_needs_no_note_and_names_what_lacks_one(several):
    assert red(several.release()) == []
    several.commit("packages/core/tests/test_more.py", text="def test_more():\n    pass\n")
    with pytest.raises(group_plan.NothingWaits):
        several.release()
    several.commit("packages/core/src/core/more.py", "packages/tool/src/tool/more.py", text="MORE = 1\n")
    with pytest.raises(group_plan.NotesMissing, match="core and tool changed since the last release"):
        several.release()
    found = group.read(several.folder)
    planned = group_plan.plan(found, Wanted(Request("patch", empty=True), every=True), bump_day())
    assert [one.plan.new for one in planned] == ["1.1.1", "1.1.1"]


def test_what_follows_a_pre_release_is_one_too(several):
    planned = group_plan.plan(
        group.read(several.folder), Wanted(Request("major", "rc"), packages=("core",)), bump_day()
    )
    assert [one.plan.new for one in planned] == ["2.0.0rc1", "1.0.1rc1", "1.0.1rc1"]


def bump_day():
    from gonogo.release.contexts import today

    return today()


def test_a_package_whose_upload_fails_stops_what_needs_it_and_nothing_else_and_resume_goes_on(several, refused):
    refused.add("mail")
    board = several.release()
    assert (board.exit_status, board.next_command) == (Status.NO_GO, "invoke status")
    assert several.there() == ALL
    assert several.served() == ["core-1.1.0", "tool-1.1.0"]
    waiting = next(row for row in board.rows if row.name == "shop: waits")
    assert waiting.findings[0].what == "it needs mail, and waits"
    assert [line.rpartition("/")[2] for line in several.intents().splitlines() if "/tags/" in line] == [
        "mail-1.1.0",
        "shop-1.1.0",
    ]
    notes = {row.name: row.note for row in status.board(several.folder).rows}
    assert ("pushed" in notes["mail"], "verified" in notes["core"]) == (True, True)
    with pytest.raises(undo.PartlyOut, match=r"core-1\.1\.0 and tool-1\.1\.0 of the same release cannot be"):
        several.undo(remote=True)
    several.commit("packages/tool/changelog.d/2.bugfix.md")
    assert red(several.release("tool", part="patch")) == []
    refused.clear()
    assert red(several.resume()) == []
    assert several.served() == [*ALL, "tool-1.1.1"]
    assert several.intents() == ""
    assert several.resume().rows[-1].note == "nothing is open"


@pytest.mark.parametrize(
    ("name", "served"),
    [
        ("core", ["tool-1.1.0"]),
        ("shop", ["core-1.1.0", "mail-1.1.0", "tool-1.1.0"]),
        ("tool", ["core-1.1.0", "mail-1.1.0", "shop-1.1.0"]),
    ],
)
def test_whichever_upload_fails_one_more_run_makes_the_release_whole(several, refused, name, served):
    refused.add(name)
    assert several.release().exit_status is Status.NO_GO
    assert several.served() == served
    refused.clear()
    assert red(several.resume()) == []
    assert (several.served(), several.intents()) == (ALL, "")


def test_a_push_that_is_refused_leaves_all_landed_and_undo_takes_all_back(several):
    before = several.git("rev-parse", "HEAD")
    hook = several.remote / "hooks/update"
    hook.write_text('#!/bin/sh\ncase "$1" in *mail*) exit 1;; esac\n')
    hook.chmod(0o755)
    assert several.release().exit_status is Status.NO_GO
    assert (several.tags(), several.there(), several.served()) == (ALL, [], [])
    assert status.board(several.folder).next_command == "invoke push"
    with pytest.raises(bump.ReleasedTogether, match="core-1"):
        undo.undo(several.folder / "packages/mail", remote=False)
    assert several.undo().rows[-1].note.startswith("core-1.1.0, mail-1.1.0 and 2 more and their commits are gone")
    assert (several.tags(), several.intents(), several.git("rev-parse", "HEAD")) == ([], "", before)
    assert several.git("status", "--porcelain") == ""
    with pytest.raises(bump.NothingOpen):
        several.undo()
    hook.unlink()
    assert red(several.release()) == []


def test_a_pushed_release_is_taken_back_from_the_remote_with_all_its_tags(several, refused):
    before = several.git("rev-parse", "HEAD")
    refused.update(("core", "tool"))
    several.release()
    with pytest.raises(undo.IsPushed):
        several.undo()
    assert red(several.undo(remote=True)) == []
    assert (several.tags(), several.there(), several.intents()) == ([], [], "")
    assert several.git("rev-parse", "HEAD") == several.git("rev-parse", "main", cwd=several.remote) == before


def test_packages_that_others_publish_end_with_the_push(several):
    for name in ("core", "mail", "shop", "tool"):
        several.settings(name, 'publish = "here"', 'publish = "nowhere"')
    several.git("remote", "remove", "origin")
    assert red(several.release()) == []
    assert several.intents() == ""
    assert several.tags() == ALL


def test_what_cannot_be_released_together_is_refused_before_anything_is_made(several):
    from gonogo.project import siblings

    several.settings("core", "dependencies = []", "dependencies = ['shop']")
    with pytest.raises(siblings.Cycle):
        group.read(several.folder)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Wanted(Request("minor"), packages=("cor",)), group.UnknownPackage),
        (Wanted(Request("minor"), every=True, packages=("core",)), group_plan.AllAndSome),
        (Wanted(Request("core=minor"), every=True), group_plan.NoPart),
        (Wanted(Request("minor")), group_plan.NothingChosen),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(several, wanted, error):
    with pytest.raises(error):
        group_plan.plan(group.read(several.folder), wanted, bump_day())


def test_a_package_alone_is_released_from_its_folder_while_others_have_changes(several):
    folder = several.folder / "packages/core"
    board = bump.bump(folder, Request("minor"), bump_day(), Silence())
    assert red(board) == []
    assert several.tags() == ["core-1.1.0"]
    assert red(several.push()) == []
    assert several.there() == ["core-1.1.0"]


HOOK = """
from importlib.metadata import version

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

assert version("core") == "{version}", version("core")


class CustomBuildHook(BuildHookInterface):
    pass
"""


def test_a_package_is_built_with_the_new_files_of_another_one(several):
    path = "packages/mail/pyproject.toml"
    text = (
        (several.folder / path).read_text().replace('requires = ["hatchling"]', 'requires = ["hatchling", "core>=1"]')
    )
    several.write(path, f"{text}\n[tool.hatch.build.hooks.custom]\n")
    several.commit("packages/mail/hatch_build.py", text=HOOK.format(version="1.1.0"))
    assert red(several.release("core", "mail")) == []
    assert several.served() == ["core-1.1.0", "mail-1.1.0"]
