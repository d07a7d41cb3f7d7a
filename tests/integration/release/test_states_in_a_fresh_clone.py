"""What a fresh clone finds of a release that is open, and how it is carried on from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from places import COMPILED, clone, findings, judged

from gonogo.artifacts.store import KeptBytesChanged
from gonogo.commands import bump, undo
from gonogo.index import uploader
from gonogo.model.errors import Status
from gonogo.release import build, contexts, recover_artifacts
from gonogo.release.runner import Silence


def test_a_fresh_clone_takes_the_bytes_from_what_is_public(sample, here):
    manifest = judged(sample, here)
    here.send(2)
    fresh = clone(sample)
    assert fresh.state() == ("published, unverified", "invoke resume")
    row = recover_artifacts.row(fresh.plan, fresh.context)
    assert "taken from local" in row.note
    assert fresh.context.manifest(fresh.plan).artifacts == manifest.artifacts


@pytest.mark.parametrize("field", [{"name": "other"}, {"new": "1.2.0"}])
def test_public_files_of_another_release_inside_are_not_kept(sample, here, field):
    files = here.context.kept.files(judged(sample, here))
    elsewhere = replace(here.context, kept=contexts.Store(sample.folder.parent))
    with pytest.raises(recover_artifacts.ServedOtherwise) as caught:
        recover_artifacts.keep(replace(here.plan, **field), elsewhere, files)
    assert "is demo-sample 1.1.0 inside" in caught.value.sentence
    assert elsewhere.kept.find(here.context.commit(here.plan)) is None


def test_a_fresh_clone_does_not_take_wheels_of_platforms_for_the_whole_release(sample, here):
    sample.write("hatch_build.py", COMPILED)
    sample.settings("[tool.hatch.build.targets.wheel.hooks.custom]\n")
    judged(sample, here)
    here.send(2)
    fresh = clone(sample)
    assert fresh.state() == ("unknown", "invoke status")
    with pytest.raises(recover_artifacts.PartsUnknown):
        recover_artifacts.row(fresh.plan, fresh.context)
    assert fresh.context.kept.find(fresh.plan.base) is None


def test_a_fresh_clone_at_the_tag_sees_the_same(sample, here):
    judged(sample, here)
    here.send(2)
    assert clone(sample, "at-tag", "--branch", "v1.1.0").state() == ("published, unverified", "invoke resume")


def test_a_fresh_clone_of_a_half_published_release_makes_the_rest_only_if_it_is_the_same(sample, here):
    manifest = judged(sample, here)
    here.send(1)
    fresh = clone(sample)
    assert fresh.state() == ("partly published", "invoke resume")
    board = bump.resume(fresh.folder, Silence())
    assert "nox -s tests check" in str(board.rows), board.rows
    assert fresh.context.manifest(fresh.plan).artifacts == manifest.artifacts


def test_a_fresh_clone_whose_build_differs_stops_and_says_where_to_go_on(sample, here):
    manifest = judged(sample, here)
    sdist = manifest.artifacts[0]
    other = here.folder.parent / "other" / sdist.filename
    other.parent.mkdir()
    with_other_bytes(here.context.kept.folder(manifest) / sdist.filename, other)
    odd = recover_artifacts.keep(here.plan, replace(here.context, kept=contexts.Store(other.parent)), (other,))
    uploader.send(here.context.index, odd, [other], here.context.token)
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


def with_other_bytes(source: Path, target: Path) -> None:
    """Write the same archive with another modification time in its gzip header."""
    content = bytearray(source.read_bytes())
    content[4] ^= 1
    target.write_bytes(bytes(content))


def test_a_fresh_clone_takes_the_files_that_another_job_handed_on(sample, here, tmp_path):
    manifest = judged(sample, here)
    build.hand_on(manifest, here.context, tmp_path / "handed")
    fresh = clone(sample)
    board = bump.resume(fresh.folder, Silence(), tmp_path / "handed")
    assert board.exit_status is Status.GO, board.rows
    assert board.rows[0].name == "handed on"
    assert {one.sha256 for one in recover_artifacts.served(here.plan, here.context)} == {
        one.sha256 for one in manifest.artifacts
    }
    assert fresh.state()[0] == "verified"


def test_files_that_are_not_of_the_release_are_refused_before_anything_goes_out(sample, here, tmp_path):
    sample.landed()
    before = sample.snapshot()
    with pytest.raises(build.NothingHandedOn):
        bump.resume(sample.folder, Silence(), tmp_path / "empty")
    build.hand_on(here.judge(), here.context, tmp_path / "handed")
    (wheel,) = (tmp_path / "handed/dist").glob("*.whl")
    wheel.chmod(0o600)
    wheel.write_bytes(b"other")
    with pytest.raises(KeptBytesChanged):
        bump.resume(sample.folder, Silence(), tmp_path / "handed")
    assert sample.snapshot() == before


def test_files_are_not_handed_to_a_place_that_sends_none(sample, tmp_path):
    sample.landed()
    with pytest.raises(bump.NotSentFromHere):
        bump.resume(sample.folder, Silence(), tmp_path)
