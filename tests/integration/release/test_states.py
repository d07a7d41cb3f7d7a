"""Every state that a release can be in, built for real; and the command that `invoke status` names leads on from it."""

from __future__ import annotations

import subprocess

import pytest
from places import Location, clone, declared, findings, judged, pushed

from gonogo.commands import bump, status, undo
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.errors import CouldNotTell, Status
from gonogo.release import build, recover_artifacts, stages
from gonogo.release.runner import Silence
from gonogo.release.steps import land


def test_nothing_open(sample, here):
    assert here.state() == ("nothing open", "invoke bump --part minor")


def test_prepared_by_a_killed_run(sample, here, tmp_path):
    declared(sample, here, tmp_path)
    assert here.state() == ("prepared by a killed run", "invoke resume")
    bump.resume(sample.folder, Silence())
    assert sample.git("tag") == "v1.1.0"
    assert sample.git("status", "--porcelain") == ""


def test_landed(sample, here):
    sample.landed()
    assert here.state() == ("landed", "invoke push")
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO


def test_work_tree_behind(sample, here, tmp_path):
    declared(sample, here, tmp_path)
    found = land.declared(Git(sample.folder), "v1.1.0")
    assert found
    created = [f"create {ref} {oid}" for ref, oid in found.tag_refs.items()]
    lines = [f"update {found.branch_ref} {found.commit}", *created]
    intent.transact(Git(sample.folder), lines)
    assert here.state() == ("work tree behind", "invoke resume")
    bump.resume(sample.folder, Silence())
    assert sample.git("status", "--porcelain") == ""


def test_a_branch_that_moved_without_its_tag_is_finished(sample, here, tmp_path):
    declared(sample, here, tmp_path)
    found = land.declared(Git(sample.folder), "v1.1.0")
    assert found
    sample.git("update-ref", found.branch_ref, found.commit)
    folder = sample.folder / ".git"
    (folder / "gonogo").mkdir(exist_ok=True)
    (folder / "gonogo/acting").write_text("refs/heads/main\nrefs/tags/v1.1.0\nHEAD\npacked-refs\n")
    (folder / "HEAD.lock").touch()
    (folder / "refs/tags/v1.1.0.lock").write_text(found.tags["v1.1.0"] + "\n")
    assert here.state() == ("prepared by a killed run", "invoke resume")
    assert "left behind" in [one.name for one in status.board(sample.folder).rows]
    bump.resume(sample.folder, Silence())
    assert "left behind" not in [one.name for one in status.board(sample.folder).rows]
    assert sample.git("rev-parse", "v1.1.0") == found.tags["v1.1.0"]
    assert not list(folder.rglob("*.lock"))


def test_pushed_with_nothing_built_says_what_to_build(sample, here):
    sample.landed()
    assert bump.push(sample.folder, Silence()).next_command == "nox -s build tests check, then: invoke resume"
    assert here.state() == ("pushed", "nox -s build tests check, then: invoke resume")
    board = bump.resume(sample.folder, Silence())
    assert board.exit_status is Status.NO_GO
    assert "nox -s build tests check" in str(board.rows)


def test_pushed_under_later_commits_says_what_to_check_out(sample, here):
    pushed(sample, here)
    sample.commit("more.txt", "more\n")
    assert here.state() == ("pushed", "git switch --detach v1.1.0, then: nox -s build tests check")
    sample.git("switch", "-q", "--detach", "v1.1.0")
    here.judge()
    assert here.state() == ("pushed", "invoke resume")


def test_kept_bytes_that_were_changed_are_built_again(sample, here):
    manifest = judged(sample, here)
    kept = here.context.kept.files(manifest)[0]
    kept.chmod(0o600)
    kept.write_bytes(b"other")
    assert here.state() == ("pushed", "nox -s build tests check -- --fresh, then: invoke resume")


def test_bytes_that_nobody_judged_are_not_sent(sample, here, embedded):
    pushed(sample, here)
    build.build(here.plan, here.context)
    board = bump.resume(sample.folder, Silence())
    assert board.exit_status is Status.NO_GO
    assert "nox -s tests check" in str(board.rows)
    assert here.state() == ("pushed", "nox -s build tests check, then: invoke resume")


def test_partly_published_is_finished_with_the_kept_bytes_and_verified(sample, here):
    manifest = judged(sample, here)
    here.send(1)
    assert here.state() == ("partly published", "invoke resume")
    board = bump.resume(sample.folder, Silence())
    assert board.exit_status is Status.GO, board.rows
    assert here.state()[0] == "verified"
    assert {one.sha256 for one in recover_artifacts.served(here.plan, here.context)} == {
        one.sha256 for one in manifest.artifacts
    }
    assert sample.git("for-each-ref", "refs/gonogo/") == ""
    sample.commit("changelog.d/2.feature.md", "Another.\n")
    assert sample.bump().exit_status is Status.GO


def test_published_unverified(sample, here):
    judged(sample, here)
    here.send(2)
    assert here.state() == ("published, unverified", "invoke resume")


def test_nothing_is_announced_before_all_of_it_is_public(sample, here, embedded):
    judged(sample, here)
    here.send(1)
    with pytest.raises(stages.NotPublic) as caught:
        stages.announce(here.plan, here.context, Silence())
    assert "nox -s verify -- --to local" in caught.value.hint
    here.send(2)
    stages.require_public(here.plan, here.context)
    embedded.close()
    with pytest.raises(CouldNotTell):
        stages.announce(here.plan, here.context, Silence())


def test_conflict_another_tag_on_the_remote_is_taken_back_here(sample, here):
    sample.landed()
    sample.remote_git("tag", "-a", "-m", "theirs", "v1.1.0", "main")
    assert here.state() == ("conflict", "invoke undo")
    assert "invoke undo" in findings(here)["conflict"].fix
    undo.undo(sample.folder, remote=False)
    assert sample.git("tag") == ""
    assert sample.remote_git("tag") == "v1.1.0"


def test_conflict_a_release_commit_that_the_user_amended_is_taken_back_and_the_branch_stays(sample, here):
    sample.landed()
    sample.git("commit", "-q", "--amend", "-m", "mine")
    amended = sample.git("rev-parse", "HEAD")
    assert here.state() == ("conflict", "invoke undo")
    undo.undo(sample.folder, remote=False)
    assert sample.git("rev-parse", "HEAD") == amended
    assert sample.git("for-each-ref", "refs/tags", "refs/gonogo") == ""


def test_conflict_the_remote_branch_moved_on_between_landing_and_push(sample, here):
    sample.landed()
    theirs = clone(sample)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "theirs"], cwd=theirs.folder, check=True)
    subprocess.run(["git", "push", "-q"], cwd=theirs.folder, check=True)
    assert here.state() == ("conflict", "invoke undo")
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    sample.git("pull", "-q", "--ff-only")
    assert sample.bump().exit_status is Status.GO
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO


def test_unknown_while_the_remote_is_silent(sample, here):
    sample.landed()
    sample.remote.rename(sample.remote.with_name("gone.git"))
    board = status.board(sample.folder)
    assert board.rows[-1].note.startswith("unknown")
    assert "invoke status" in findings(Location(sample.folder))["unknown"].fix
    assert board.exit_status is Status.UNKNOWN
    assert bump.resume(sample.folder, Silence()).exit_status is Status.UNKNOWN


def test_unknown_while_the_index_is_silent(sample, here, embedded):
    pushed(sample, here)
    embedded.close()
    assert here.state() == ("unknown", "invoke status")


def test_a_landing_that_the_branch_overtook_is_forgotten(sample, here, tmp_path):
    declared(sample, here, tmp_path)
    sample.commit("more.txt", "more\n")
    bump.resume(sample.folder, Silence())
    assert sample.git("for-each-ref", "refs/tags", "refs/gonogo") == ""


def test_being_taken_back(sample, here):
    sample.landed()
    found = land.declared(Git(sample.folder), "v1.1.0")
    assert found
    intent.declare_undo(Git(sample.folder), found)
    assert here.state() == ("being taken back", "invoke undo")
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert here.state() == ("nothing open", "invoke bump --part minor")
