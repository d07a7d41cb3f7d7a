"""Files that another job judged are taken whole or not at all, and handing on spoils nothing that is there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gonogo.artifacts.environments import Environment
from gonogo.artifacts.store import KeptBytesChanged, Store, digest
from gonogo.model.board import Row, waived_row
from gonogo.model.manifest import Artifact, BrokenManifest, Manifest
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release import build, check, contexts, planner, stages, tests
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


@pytest.fixture
def kept(sample):
    """Return plan, context and manifest of a commit whose bytes are kept; the bytes are of no importance."""
    project = survey(sample.folder)
    plan, context = planner.of_head(project), contexts.local(project)
    path = sample.folder.parent / "demo_sample-1.0.0.tar.gz"
    path.write_bytes(b"bytes")
    artifacts = (Artifact(path.name, 5, digest(path)),)
    manifest = Manifest("demo-sample", "1.0.0", plan.base, 0, artifacts)
    context.kept.keep(manifest, [path])
    return plan, context, manifest


def test_a_folder_in_which_nothing_was_handed_on_is_reported_as_such(kept, tmp_path):
    plan, context, _ = kept
    with pytest.raises(build.NothingHandedOn):
        build.take_over(context, plan, tmp_path)


def test_files_that_are_not_those_of_their_manifest_replace_nothing(kept, tmp_path):
    plan, context, manifest = kept
    build.hand_on(manifest, context, tmp_path / "handed")
    (tmp_path / "handed/dist/demo_sample-1.0.0.tar.gz").write_bytes(b"other")
    with pytest.raises(KeptBytesChanged):
        build.take_over(context, plan, tmp_path / "handed")
    assert context.kept.files(manifest)[0].read_bytes() == b"bytes"


@pytest.mark.parametrize("name", ["demo_sample-0.9.0.tar.gz", "other-1.0.0-py3-none-any.whl", "x.asc", "folder"])
def test_h67_h68_h78_what_is_not_of_the_release_is_neither_handed_on_nor_taken(kept, tmp_path, name):
    plan, context, manifest = kept
    folder = tmp_path / "handed"
    build.hand_on(manifest, context, folder)
    stranger = folder / "dist" / name
    stranger.mkdir() if name == "folder" else stranger.write_bytes(b"stale")
    with pytest.raises(build.StrangerHandedOn, match=name):
        build.hand_on(manifest, context, folder)
    with pytest.raises(build.StrangerHandedOn, match=name):
        build.take_over(context, plan, folder)


@pytest.fixture
def tagged(sample):
    """Return plan and context of a tagged release for which bytes are kept that its commit does not give again."""
    assert sample.bump("minor").verdict is Verdict.GO
    project = survey(sample.folder)
    plan, context = planner.of_head(project), contexts.local(project)
    path = sample.folder.parent / "demo_sample-1.1.0.tar.gz"
    path.write_bytes(b"bytes")
    context.kept.keep(manifest_of(plan, path), [path])
    return plan, context


def manifest_of(plan, path):
    artifact = Artifact(path.name, path.stat().st_size, digest(path))
    return Manifest("demo-sample", "1.1.0", plan.base, 0, (artifact,), plan.tag)


def test_a_fresh_build_of_a_tagged_release_does_not_replace_other_bytes_that_are_kept(tagged):
    plan, context = tagged
    with pytest.raises(build.KeptBytesDiffer):
        build.build(plan, context, fresh=True)
    assert context.kept.files(context.manifest(plan))[0].read_bytes() == b"bytes"


def test_a_fresh_build_of_a_tagged_release_that_gives_the_same_bytes_is_go(tagged):
    plan, context = tagged
    context.kept.forget(context.manifest(plan))
    assert build.build(plan, context).verdict is Verdict.GO
    first = context.manifest(plan).artifacts
    assert build.build(plan, context, fresh=True).verdict is Verdict.GO
    assert context.manifest(plan).artifacts == first


def test_what_is_handed_on_does_not_replace_other_bytes_that_are_kept_for_a_tag(tagged, tmp_path):
    plan, context = tagged
    there = replace(context, kept=Store(tmp_path / "there"))
    path = tmp_path / "demo_sample-1.1.0.tar.gz"
    path.write_bytes(b"others")
    there.kept.keep(manifest_of(plan, path), [path])
    build.hand_on(there.manifest(plan), there, tmp_path / "handed")
    with pytest.raises(build.KeptBytesDiffer):
        build.take_over(context, plan, tmp_path / "handed")
    assert context.kept.files(context.manifest(plan))[0].read_bytes() == b"bytes"


@pytest.mark.parametrize("field", ["version", "name", "commit"])
@pytest.mark.parametrize("value", ["../../evil", "", ".", "a/b", 5])
def test_a_manifest_that_leads_out_of_its_folder_is_refused(kept, field, value):
    text = json.loads(kept[2].to_json())
    with pytest.raises(BrokenManifest):
        Manifest.from_json(json.dumps({**text, field: value}))


def test_handing_on_into_a_folder_with_a_gitignore_of_its_own_leaves_it(kept, sample):
    _, context, manifest = kept
    before = (sample.folder / ".gitignore").read_text()
    build.hand_on(manifest, context, sample.folder)
    assert (sample.folder / ".gitignore").read_text() == before


def test_a_waiver_that_was_taken_back_is_no_kept_verdict(kept):
    plan, context, manifest = kept
    waived = waived_row("wheel_contents_sound", "for now")
    context.kept.judge(manifest, waived, Row("changelog_has_section", Verdict.GO))
    assert list(check.kept(plan, context)) == ["changelog_has_section"]


def test_files_that_were_not_judged_are_not_announced(kept):
    plan, context, _ = kept
    with pytest.raises(stages.NotJudged):
        stages.announce(plan, context, Silence())


def test_a_commit_without_a_tag_is_not_announced(kept):
    plan, context, manifest = kept
    context.kept.judge(
        manifest, Row("tests-3.12", Verdict.GO, stage=Stage.TESTS), Row("check", Verdict.GO, stage=Stage.CHECK)
    )
    with pytest.raises(stages.NotPushed):
        stages.announce(plan, context, Silence())


def test_verifying_an_embedded_index_to_which_nothing_was_published_ends_at_once(kept):
    plan, context, _ = kept
    with contexts.embedded("demo-sample") as target:
        here = contexts.real(context.project, "rehearsal", target)
        with pytest.raises(stages.NothingToVerify):
            stages.verify(plan, here, Silence())


def test_tests_run_as_the_commit_says_and_not_as_the_work_tree_does(sample, tmp_path):
    with (sample.folder / "pyproject.toml").open("a") as file:
        file.write('\n[tool.gonogo]\ntests = ["true"]\n')
    project = survey(sample.folder)
    plan, context = planner.of_head(project), contexts.local(project)
    prepared = tests.enter(plan, context, Environment(tmp_path / "env"), tmp_path / "tests")
    assert tuple(prepared.how.argv) != ("true",)
