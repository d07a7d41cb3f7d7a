"""Two packages in one repository: each command acts on the release of the package in whose folder it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gonogo.commands import bump, status, undo
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.errors import CouldNotTell, Status
from gonogo.project import workspace
from gonogo.release import closing
from gonogo.release.runner import Silence
from gonogo.release.steps import land
from gonogo.release.survey import survey


@pytest.fixture
def packages(sample):
    """The folders of two packages, `one` and `two`, each with a fragment."""
    sample.once("two packages", lambda: make(sample))
    return tuple(replace(sample, folder=sample.folder / name) for name in ("one", "two"))


def make(sample):
    """Let the sample hold two packages like itself."""
    tracked = sample.git("ls-files").splitlines()
    for name in ("one", "two"):
        for path in tracked:
            text = (sample.folder / path).read_text().replace("demo-sample", f"{name}-sample").replace("demo", name)
            sample.write(f"{name}/{path.replace('demo', name)}", text)
        pyproject = f"{name}/pyproject.toml"
        text = (sample.folder / pyproject).read_text()
        sample.write(pyproject, f'{text}\n[tool.gonogo]\npublish = "nowhere"\n')
    sample.git("rm", "-qr", *tracked)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "Two packages")
    sample.git("push", "-q")


def state(sample):
    board = status.board(sample.folder)
    return board.rows[-1].note.partition(";")[0], board.next_command


def test_no_command_in_one_package_acts_on_the_release_of_another(sample, packages):
    one, two = packages
    sample.once("one", one.bump)
    before = one.snapshot()
    assert state(one) == ("landed", "invoke push")
    assert state(two) == ("nothing open", "invoke bump --part minor")
    for act in (lambda: undo.undo(two.folder, remote=False), lambda: bump.push(two.folder, Silence())):
        with pytest.raises(bump.NothingOpen):
            act()
    assert bump.resume(two.folder, Silence()).rows[-1].note == "nothing is open"
    assert one.snapshot() == before
    assert undo.undo(one.folder, remote=False).exit_status is Status.GO


def test_a_release_on_top_of_another_package_s_waits_until_that_one_is_pushed(sample, packages):
    one, two = packages
    sample.once("one", one.bump)
    before = one.snapshot()
    with pytest.raises(closing.OtherPackageOpen, match=r"one-sample-1\.1\.0 of another package"):
        two.bump()
    assert one.snapshot() == before
    one.git("push", "-q", "--atomic", "origin", "main", "one-sample-1.1.0")
    assert two.bump().exit_status is Status.GO
    assert bump.push(two.folder, Silence()).exit_status is Status.GO
    assert bump.push(one.folder, Silence()).exit_status is Status.GO
    assert one.git("for-each-ref", "refs/gonogo/") == ""
    assert sorted(one.remote_git("tag").splitlines()) == ["one-sample-1.1.0", "two-sample-1.1.0"]


def test_whether_another_package_s_release_is_pushed_is_not_guessed(sample, packages):
    one, two = packages
    sample.once("one", one.bump)
    one.remote.rename(one.remote.with_name("gone.git"))
    assert state(two)[0] == "nothing open"
    with pytest.raises(CouldNotTell):
        closing.require_nothing_open(survey(two.folder), Git(two.folder))


def test_an_undo_of_one_package_that_recovery_finishes_is_not_the_other_s(sample, packages):
    one, two = packages
    sample.once("one", one.bump)
    git = Git(one.folder)
    found = land.declared(git, "one-sample-1.1.0")
    assert found
    intent.declare_undo(git, found)
    assert state(two)[0] == "nothing open"
    with pytest.raises(bump.NothingOpen):
        undo.undo(two.folder, remote=False)
    assert one.git("tag") == ""


def test_an_intent_belongs_to_the_package_whose_template_spells_its_tag(packages):
    one, two = (survey(each.folder) for each in packages)
    assert workspace.is_own(one, "one-sample-1.1.0")
    assert not workspace.is_own(two, "one-sample-1.1.0")
    assert not workspace.is_own(one, "one-sample-01.1")
