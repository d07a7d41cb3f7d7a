"""Every state that a release can be in, built for real; and the command that `invoke status` names leads on from it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from gonogo.artifacts.store import KeptBytesChanged
from gonogo.commands import bump, status, undo
from gonogo.commands import release as whole
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.index import uploader
from gonogo.model.board import Row
from gonogo.model.errors import CouldNotTell, Status
from gonogo.model.manifest import Manifest
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.release import build, closing, contexts, planner, recover_artifacts, stages, state
from gonogo.release.runner import Silence
from gonogo.release.steps import land
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index


@dataclass
class Place:
    """A clone of the sample, seen through gonogo."""

    folder: Path

    @property
    def project(self):
        return survey(self.folder)

    @property
    def world(self):
        return contexts.real(self.project, "local")

    @property
    def plan(self):
        return planner.of_head(self.project)

    def state(self) -> tuple[str, str]:
        board = status.board(self.folder)
        return board.rows[-1].note.partition(";")[0], board.next_command

    def judge(self) -> Manifest:
        """Build the release and find it GO, as `nox -s build tests check` does."""
        build.build(self.plan, self.world)
        manifest = self.world.manifest(self.plan)
        for stage in (Stage.TESTS, Stage.CHECK):
            self.world.kept.judge(manifest, Row(stage.value, Verdict.GO, stage=stage))
        return manifest

    def send(self, count: int) -> None:
        """Upload the first `count` files, as a killed publish leaves it."""
        world, manifest = self.world, self.world.manifest(self.plan)
        uploader.send(world.index, manifest, world.kept.files(manifest)[:count], world.token)


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    with open_index(tmp_path / "index", fallback=configured_index()) as opened:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", opened.token)
        yield opened


@pytest.fixture
def here(sample, embedded) -> Place:
    """The sample, which publishes from here to a test index."""
    sample.settings(f"""
        [tool.gonogo]
        publish = "here"
        index = "local"

        [tool.gonogo.indexes.local]
        upload = "{embedded.index.upload_url}"
        simple = "{embedded.index.simple_url}"
        """)
    return Place(sample.folder)


def pushed(sample, here) -> Place:
    sample.bump()
    bump.push(sample.folder, Silence())
    return here


def clone(sample, name="elsewhere", *words) -> Place:
    folder = sample.folder.parent / name
    subprocess.run(["git", "clone", "-q", *words, str(sample.remote), str(folder)], check=True)
    return Place(folder)


def test_nothing_open(sample, here):
    assert here.state() == ("nothing open", "invoke bump --part minor")


def test_prepared_by_a_killed_run(sample, here, tmp_path):
    declared(sample, here, tmp_path)
    assert here.state() == ("prepared by a killed run", "invoke resume")
    bump.resume(sample.folder, Silence())
    assert sample.git("tag") == "v1.1.0"
    assert sample.git("status", "--porcelain") == ""


def declared(sample, here, folder):
    """Leave the repository as a run does that is killed after it has declared its intent."""
    other = folder / "other"
    shutil.copytree(sample.folder, other)
    Git(other)("remote", "remove", "origin")
    bump.bump(other, planner.Request(part="minor"), land_date(), Silence())
    intent.declare(Git(sample.folder), other, "main", "v1.1.0")


def land_date():
    from gonogo.release.steps.prepare import today

    return today()


def test_landed(sample, here):
    sample.bump()
    assert here.state() == ("landed", "invoke push")
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO


def test_work_tree_behind(sample, here, tmp_path):
    declared(sample, here, tmp_path)
    found = land.declared(Git(sample.folder), "v1.1.0")
    assert found
    lines = [f"update {found.branch_ref} {found.commit}", f"create {found.tag_ref} {found.tag_object}"]
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
    (folder / "refs/tags/v1.1.0.lock").write_text(found.tag_object + "\n")
    assert here.state() == ("prepared by a killed run", "invoke resume")
    assert "left behind" in [one.name for one in status.board(sample.folder).rows]
    bump.resume(sample.folder, Silence())
    assert "left behind" not in [one.name for one in status.board(sample.folder).rows]
    assert sample.git("rev-parse", "v1.1.0") == found.tag_object
    assert not list(folder.rglob("*.lock"))


def test_pushed_with_nothing_built_says_what_to_build(sample, here):
    sample.bump()
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
    pushed(sample, here)
    manifest = here.judge()
    kept = here.world.kept.files(manifest)[0]
    kept.chmod(0o600)
    kept.write_bytes(b"other")
    assert here.state() == ("pushed", "nox -s build tests check -- --fresh, then: invoke resume")


def test_bytes_that_nobody_judged_are_not_sent(sample, here, embedded):
    pushed(sample, here)
    build.build(here.plan, here.world)
    board = bump.resume(sample.folder, Silence())
    assert board.exit_status is Status.NO_GO
    assert "nox -s tests check" in str(board.rows)
    assert here.state() == ("pushed", "nox -s build tests check, then: invoke resume")


def test_partly_published_is_finished_with_the_kept_bytes_and_verified(sample, here):
    pushed(sample, here)
    manifest = here.judge()
    here.send(1)
    assert here.state() == ("partly published", "invoke resume")
    board = bump.resume(sample.folder, Silence())
    assert board.exit_status is Status.GO, board.rows
    assert here.state()[0] == "verified"
    assert {one.sha256 for one in recover_artifacts.served(here.plan, here.world)} == {
        one.sha256 for one in manifest.artifacts
    }
    assert sample.git("for-each-ref", "refs/gonogo/") == ""
    sample.commit("changelog.d/2.feature.md", "Another.\n")
    assert sample.bump().exit_status is Status.GO


def test_published_unverified(sample, here):
    pushed(sample, here)
    here.judge()
    here.send(2)
    assert here.state() == ("published, unverified", "invoke resume")


def test_a_fresh_clone_takes_the_bytes_from_what_is_public(sample, here):
    pushed(sample, here)
    manifest = here.judge()
    here.send(2)
    fresh = clone(sample)
    assert fresh.state() == ("published, unverified", "invoke resume")
    row = recover_artifacts.row(fresh.plan, fresh.world)
    assert "taken from local" in row.note
    assert fresh.world.manifest(fresh.plan).artifacts == manifest.artifacts


def test_nothing_is_announced_before_all_of_it_is_public(sample, here, embedded):
    pushed(sample, here)
    here.judge()
    here.send(1)
    with pytest.raises(stages.NotPublic) as caught:
        stages.announce(here.plan, here.world, Silence())
    assert "nox -s verify -- --to local" in caught.value.hint
    here.send(2)
    stages.require_public(here.plan, here.world)
    embedded.close()
    with pytest.raises(CouldNotTell):
        stages.announce(here.plan, here.world, Silence())


@pytest.mark.parametrize("field", [{"name": "other"}, {"new": "1.2.0"}])
def test_public_files_of_another_release_inside_are_not_kept(sample, here, field):
    pushed(sample, here)
    files = here.world.kept.files(here.judge())
    elsewhere = replace(here.world, kept=contexts.Kept(sample.folder.parent))
    with pytest.raises(recover_artifacts.ServedOtherwise) as caught:
        recover_artifacts.keep(replace(here.plan, **field), elsewhere, files)
    assert "is demo-sample 1.1.0 inside" in caught.value.sentence
    assert elsewhere.kept.find(here.world.commit(here.plan)) is None


COMPILED = """\
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["tag"] = "py3-none-manylinux_2_17_x86_64"
        build_data["pure_python"] = False
"""


def test_a_fresh_clone_does_not_take_wheels_of_platforms_for_the_whole_release(sample, here):
    sample.write("hatch_build.py", COMPILED)
    sample.settings("[tool.hatch.build.targets.wheel.hooks.custom]\n")
    pushed(sample, here).judge()
    here.send(2)
    fresh = clone(sample)
    assert fresh.state() == ("unknown", "invoke status")
    with pytest.raises(recover_artifacts.PartsUnknown):
        recover_artifacts.row(fresh.plan, fresh.world)
    assert fresh.world.kept.find(fresh.plan.base) is None


@pytest.mark.parametrize("compiled", [False, True], ids=["pure", "of platforms"])
def test_a_release_from_before_gonogo_is_not_open(sample, here, compiled):
    if compiled:
        sample.write("hatch_build.py", COMPILED)
        sample.settings("[tool.hatch.build.targets.wheel.hooks.custom]\n")
    pushed(sample, here).judge()
    here.send(2)
    sample.git("tag", "-f", "-a", "-m", "as we did before", "v1.1.0", "v1.1.0^{commit}")
    sample.git("push", "-q", "-f", "origin", "v1.1.0")
    assert clone(sample).state() == ("nothing open", "invoke bump --part minor")


@pytest.mark.parametrize("adopted", [False, True])
def test_a_tag_with_our_message_is_from_before_where_no_door_of_gonogo_s_was_there(sample, adopted):
    if not adopted:
        sample.git("rm", "-q", "noxfile.py", "tasks.py")
        sample.git("commit", "-q", "-m", "Before")
    sample.git("tag", "-a", "-m", "Release 1.0.0", "v1.0.0")
    world = contexts.local(survey(sample.folder))
    plan = state.under_way(world.project, world.git)
    assert plan is not None
    assert state.is_from_before(plan, world) is not adopted


def test_a_pre_release_that_was_given_up_is_not_the_release_that_is_open(sample):
    sample.git("tag", "-a", "-m", "x", "v2.0.0b1")
    sample.git("tag", "-a", "-m", "x", "v1.0.0")
    sample.commit("a", "a")
    world = contexts.local(survey(sample.folder))
    plan = state.under_way(world.project, world.git)
    assert plan is not None
    assert plan.tag == "v1.0.0"


def test_a_fresh_clone_at_the_tag_sees_the_same(sample, here):
    pushed(sample, here)
    here.judge()
    here.send(2)
    assert clone(sample, "at-tag", "--branch", "v1.1.0").state() == ("published, unverified", "invoke resume")


def test_a_fresh_clone_of_a_half_published_release_makes_the_rest_only_if_it_is_the_same(sample, here):
    pushed(sample, here)
    manifest = here.judge()
    here.send(1)
    fresh = clone(sample)
    assert fresh.state() == ("partly published", "invoke resume")
    board = bump.resume(fresh.folder, Silence())
    assert "nox -s tests check" in str(board.rows), board.rows
    assert fresh.world.manifest(fresh.plan).artifacts == manifest.artifacts


def test_a_fresh_clone_whose_build_differs_stops_and_says_where_to_go_on(sample, here):
    pushed(sample, here)
    manifest = here.judge()
    sdist = manifest.artifacts[0]
    other = here.folder.parent / "other" / sdist.filename
    other.parent.mkdir()
    with_other_bytes(here.world.kept.folder(manifest) / sdist.filename, other)
    odd = recover_artifacts.keep(here.plan, replace(here.world, kept=contexts.Kept(other.parent)), (other,))
    uploader.send(here.world.index, odd, [other], here.world.token)
    fresh = clone(sample)
    board = bump.resume(fresh.folder, Silence())
    assert board.exit_status is Status.CONFLICT
    assert "other bytes than" in str(board.rows)
    assert here.state() == ("conflict", "invoke bump --part patch")
    assert "invoke bump --part patch" in findings(here)["conflict"].fix
    with pytest.raises(undo.IsPublished):
        undo.undo(here.folder, remote=True)
    sample.commit("changelog.d/2.bugfix.md", "Mended.\n")
    assert sample.bump("patch").exit_status is Status.GO


def findings(place):
    return {one.code: one for row in status.board(place.folder).rows for one in row.findings}


def with_other_bytes(source: Path, target: Path) -> None:
    """Write the same archive with another modification time in its gzip header."""
    content = bytearray(source.read_bytes())
    content[4] ^= 1
    target.write_bytes(bytes(content))


def test_conflict_another_tag_on_the_remote_is_taken_back_here(sample, here):
    sample.bump()
    sample.remote_git("tag", "-a", "-m", "theirs", "v1.1.0", "main")
    assert here.state() == ("conflict", "invoke undo")
    assert "invoke undo" in findings(here)["conflict"].fix
    undo.undo(sample.folder, remote=False)
    assert sample.git("tag") == ""
    assert sample.remote_git("tag") == "v1.1.0"


def test_conflict_a_release_commit_that_the_user_amended_is_taken_back_and_the_branch_stays(sample, here):
    sample.bump()
    sample.git("commit", "-q", "--amend", "-m", "mine")
    amended = sample.git("rev-parse", "HEAD")
    assert here.state() == ("conflict", "invoke undo")
    undo.undo(sample.folder, remote=False)
    assert sample.git("rev-parse", "HEAD") == amended
    assert sample.git("for-each-ref", "refs/tags", "refs/gonogo") == ""


def test_conflict_the_remote_branch_moved_on_between_landing_and_push(sample, here):
    sample.bump()
    theirs = clone(sample)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "theirs"], cwd=theirs.folder, check=True)
    subprocess.run(["git", "push", "-q"], cwd=theirs.folder, check=True)
    assert here.state() == ("conflict", "invoke undo")
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    sample.git("pull", "-q", "--ff-only")
    assert sample.bump().exit_status is Status.GO
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO


def test_unknown_while_the_remote_is_silent(sample, here):
    sample.bump()
    sample.remote.rename(sample.remote.with_name("gone.git"))
    board = status.board(sample.folder)
    assert board.rows[-1].note.startswith("unknown")
    assert "invoke status" in findings(Place(sample.folder))["unknown"].fix
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


def test_a_token_that_is_missing_is_found_before_the_release_lands(sample, here, monkeypatch):
    monkeypatch.delenv("GONOGO_TOKEN_LOCAL")
    before = sample.snapshot()
    board = whole.release(sample.folder, planner.Request(part="minor"), land_date(), Silence(), lambda _: True)
    assert (board.rows[-1].name, board.exit_status) == ("token is there", Status.USAGE)
    assert "GONOGO_TOKEN_LOCAL" in board.rows[-1].findings[0].fix
    assert sample.snapshot() == before


def test_what_the_index_alone_knows_is_found_before_the_release_lands(sample, here, embedded):
    pushed(sample, here)
    here.judge()
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    embedded.mark("demo-sample", "archived")
    sample.commit("changelog.d/9.feature.md", "More.\n")
    before = sample.snapshot()
    board = whole.release(sample.folder, planner.Request(part="minor"), land_date(), Silence(), lambda _: True)
    assert (board.rows[-1].name, board.exit_status) == ("index would take it", Status.NO_GO)
    assert ["archived" in one.what for one in board.rows[-1].findings] == [True]
    assert sample.snapshot() == before


def test_a_release_that_the_index_closed_is_told_before_more_is_sent(sample, here, embedded, monkeypatch):
    pushed(sample, here)
    here.judge()
    here.send(1)
    later = datetime.now(timezone.utc) + timedelta(days=15)
    monkeypatch.setattr(IndexFacts, "moment", property(lambda _: later))
    board = bump.resume(sample.folder, Silence())
    assert (board.rows[-1].name, board.exit_status) == ("index would take it", Status.NO_GO)
    assert "14 days" in str(board.rows[-1].findings)
    assert len([one for one in embedded.requests if one.method == "POST"]) == 1


def test_being_taken_back(sample, here):
    sample.bump()
    found = land.declared(Git(sample.folder), "v1.1.0")
    assert found
    intent.declare_undo(Git(sample.folder), found)
    assert here.state() == ("being taken back", "invoke undo")
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert here.state() == ("nothing open", "invoke bump --part minor")


def without_doors(sample, message="Release 1.1.0"):
    """Let the project be one that is released by the program `gonogo` alone, of which no file tells."""
    sample.git("rm", "-q", "noxfile.py", "tasks.py")
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('"1.0.0"', '"1.1.0"').partition("[tool.gonogo]")[0])
    sample.git("tag", "-a", "-m", message, "v1.1.0")
    sample.commit("pyproject.toml", text.replace('"1.0.0"', '"1.1.0"'))
    sample.git("push", "-q", "--follow-tags")


@pytest.mark.parametrize("count", [1, 2])
def test_a_half_publish_is_never_whole_because_no_file_of_the_project_names_gonogo(sample, here, count):
    without_doors(sample)
    sample.git("switch", "-q", "--detach", "v1.1.0")
    sample.git("checkout", "-q", "main", "--", "pyproject.toml")
    here.judge()
    here.send(count)
    sample.git("checkout", "-q", "-f", "main")
    expected = "partly published" if count == 1 else "nothing open"
    assert clone(sample).state()[0] == expected


@pytest.mark.parametrize("lost", ["v1.1.0^{tree}", "v1.1.0:pyproject.toml"])
def test_a_search_that_fails_does_not_tell_that_a_release_is_from_before(sample, here, lost):
    without_doors(sample)
    plan, world = replace(here.plan, new="1.1.0", tag="v1.1.0"), here.world
    assert state.is_from_before(plan, world)
    gone = sample.git("rev-parse", lost)
    (sample.folder / ".git/objects" / gone[:2] / gone[2:]).unlink()
    assert not state.is_from_before(plan, world)


def again(sample):
    """Type `invoke release --part major` at a release."""
    return whole.already_released(survey(sample.folder), Git(sample.folder), "")


def test_a_release_is_finished_only_where_releases_of_the_project_go(sample, here):
    pushed(sample, here)
    here.judge()
    here.send(1)
    with pytest.raises(closing.ReleaseOpen, match="partly published"):
        again(Place(clone(sample).folder))
    here.send(2)
    with pytest.raises(closing.ReleaseOpen, match="published, unverified"):
        again(clone(sample, "another"))
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    done = again(sample)
    assert done
    assert "already released" in done.note


def test_a_release_that_a_silent_index_hides_is_neither_finished_nor_begun_again(sample, here, embedded):
    pushed(sample, here)
    fresh = clone(sample)
    embedded.close()
    with pytest.raises(CouldNotTell):
        again(fresh)


@pytest.mark.parametrize(("publish", "finished"), [("ci", False), ("nowhere", True)])
def test_a_tag_without_a_remote_is_a_finished_release_only_where_nothing_is_published(sample, publish, finished):
    sample.settings(f'[tool.gonogo]\npublish = "{publish}"\n')
    sample.git("remote", "remove", "origin")
    sample.bump()
    assert bool(again(sample)) is finished


def test_a_release_that_was_killed_as_it_was_to_be_closed_is_finished(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"\n')
    sample.bump()
    sample.git("push", "-q", "--atomic", "origin", "main", "v1.1.0")
    assert sample.git("for-each-ref", "refs/gonogo")
    board = whole.release(sample.folder, planner.Request(part="minor"), land_date(), Silence(), lambda _: False)
    assert (board.exit_status, board.rows[-1].note) == (Status.GO, "v1.1.0 is already released")
    assert sample.git("for-each-ref", "refs/gonogo") == ""


def test_a_fresh_clone_takes_the_files_that_another_job_handed_on(sample, here, tmp_path):
    pushed(sample, here)
    manifest = here.judge()
    build.hand_on(manifest, here.world, tmp_path / "handed")
    fresh = clone(sample)
    board = bump.resume(fresh.folder, Silence(), tmp_path / "handed")
    assert board.exit_status is Status.GO, board.rows
    assert board.rows[0].name == "handed on"
    assert {one.sha256 for one in recover_artifacts.served(here.plan, here.world)} == {
        one.sha256 for one in manifest.artifacts
    }
    assert fresh.state()[0] == "verified"


def test_files_that_are_not_of_the_release_are_refused_before_anything_goes_out(sample, here, tmp_path):
    sample.bump()
    before = sample.snapshot()
    with pytest.raises(build.NothingHandedOn):
        bump.resume(sample.folder, Silence(), tmp_path / "empty")
    build.hand_on(here.judge(), here.world, tmp_path / "handed")
    (wheel,) = (tmp_path / "handed/dist").glob("*.whl")
    wheel.chmod(0o600)
    wheel.write_bytes(b"other")
    with pytest.raises(KeptBytesChanged):
        bump.resume(sample.folder, Silence(), tmp_path / "handed")
    assert sample.snapshot() == before


def test_files_are_not_handed_to_a_place_that_sends_none(sample, tmp_path):
    sample.bump()
    with pytest.raises(bump.NotSentFromHere):
        bump.resume(sample.folder, Silence(), tmp_path)
