"""Kept bytes: what was judged is what is sent, or nothing is."""

from __future__ import annotations

import dataclasses
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from gonogo.artifacts.store import KEPT, KeptBytesChanged, Store, digest
from gonogo.model.board import Row
from gonogo.model.manifest import Artifact, BrokenManifest, Manifest
from gonogo.model.verdict import Finding, Verdict
from gonogo.system.folders import claim

COMMIT = "a" * 40


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "kept").mkdir()
    return Store(tmp_path / "kept")


def keep(kept, tmp_path, commit=COMMIT, content=b"bytes"):
    file = tmp_path / "demo-1.0-py3-none-any.whl"
    file.write_bytes(content)
    artifact = Artifact(file.name, len(content), digest(file))
    manifest = Manifest("demo", "1.0", commit, 0, (artifact,))
    kept.keep(manifest, [file])
    return manifest


def test_what_is_kept_is_found_by_its_commit(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    assert kept.find(COMMIT) == manifest
    assert kept.find("b" * 40) is None


def test_a_file_that_was_changed_is_never_given_out(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    (kept.folder(manifest) / manifest.artifacts[0].filename).write_bytes(b"other")
    with pytest.raises(KeptBytesChanged):
        kept.files(manifest)


def test_a_link_in_place_of_a_file_is_never_followed(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    path = kept.folder(manifest) / manifest.artifacts[0].filename
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeptBytesChanged):
        kept.files(manifest)


def test_bytes_of_another_commit_of_the_same_version_do_not_replace_them(kept, tmp_path):
    first = keep(kept, tmp_path)
    keep(kept, tmp_path, commit="b" * 40, content=b"later")
    assert kept.files(first)


def test_a_verdict_holds_for_exactly_the_bytes_that_were_judged(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    row = Row("tests-3.12", Verdict.GO, 1.0, "1 passed", (Finding("a", "b", blocking=False),))
    kept.judge(manifest, row)
    assert kept.verdict(manifest, "tests-3.12") == row
    assert kept.verdict(dataclasses.replace(manifest, epoch=1), "tests-3.12") is None


def test_a_red_verdict_is_kept_and_is_no_go(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    kept.judge(manifest, Row("check", Verdict.NO_GO))
    assert kept.verdict(manifest, "check") is None
    assert [row.verdict for row in kept.verdicts(manifest)] == [Verdict.NO_GO]


FINDING = {"code": "a", "what": "b"}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": 5},
        {"note": ["a"]},
        {"seconds": "1"},
        {"verdict": "MAYBE"},
        {"verdict": []},
        {"more": 1},
        {"findings": None},
        {"findings": ["a"]},
        {"findings": [{}]},
        {"findings": [{**FINDING, "fix": 5}]},
        {"findings": [{**FINDING, "blocking": "no"}]},
    ],
    ids=str,
)
def test_a_verdict_of_another_shape_is_reported_and_never_left_out(kept, tmp_path, changed):
    manifest = keep(kept, tmp_path)
    kept.judge(manifest, Row("tests-3.12", Verdict.NO_GO))
    path = kept.folder(manifest) / "verdicts.json"
    verdicts = json.loads(path.read_text())
    verdicts["tests-3.12"].update(changed)
    path.write_text(json.dumps(verdicts))
    with pytest.raises(BrokenManifest) as caught:
        kept.verdicts(manifest)
    assert "verdicts.json" in caught.value.sentence


def test_only_the_last_few_commits_are_kept(kept, tmp_path):
    for number in range(KEPT + 3):
        keep(kept, tmp_path, commit=f"{number:040x}")
    assert len(list(kept.root.glob("*/*"))) == KEPT


def test_what_a_killed_run_left_is_swept(kept, tmp_path):
    (kept.root / ".keeping-x").mkdir()
    keep(kept, tmp_path)
    assert list(kept.root.glob(".*")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "{",
        '{"schema": 2}',
        '{"schema": 1, "name": "x"}',
        '{"schema":1,"name":"d","version":"1","commit":"c","epoch":0,"artifacts":[]}',
        '{"schema":1,"name":"d","version":"1","commit":"c","epoch":0,"artifacts":[{"filename":"../x","size":1,"sha256":"'
        + "0" * 64
        + '"}]}',
    ],
)
def test_a_broken_or_edited_manifest_is_refused(text):
    with pytest.raises(BrokenManifest):
        Manifest.from_json(text)


def test_a_manifest_reads_back_as_it_was_written(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_runs_that_keep_at_the_same_time_do_not_sweep_each_other_s_files(tmp_path):
    source = tmp_path / "demo-1.0.tar.gz"
    source.write_bytes(b"x" * 5_000_000)
    artifacts = (Artifact(source.name, 5_000_000, digest(source)),)
    kept = Store(tmp_path / "kept")
    manifests = [Manifest("demo", "1.0", f"{number:040x}", 0, artifacts) for number in range(1, 7)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: kept.keep(one, [source]), manifests))
    assert all(kept.files(one) for one in manifests)
    assert [path.name for path in kept.root.iterdir()] == ["1.0"]


def test_building_other_commits_never_drops_the_bytes_of_a_release(kept, tmp_path):
    release = dataclasses.replace(keep(kept, tmp_path), tag="v1.0")
    kept.keep(release, [tmp_path / release.artifacts[0].filename])
    for number in range(KEPT + 3):
        keep(kept, tmp_path, commit=f"{number:040x}")
    assert kept.files(release)


def test_bytes_that_a_killed_run_was_replacing_are_back_for_the_next(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    half = kept.root / ".old-killed"
    half.mkdir()
    kept.folder(manifest).rename(half / f"{manifest.version}@{manifest.commit}")
    assert kept.find(manifest.commit) is None
    kept.sweep()
    assert kept.files(manifest)
    assert not half.exists()


def test_bytes_that_a_living_run_is_replacing_are_left_to_it(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    half, hold = claim(kept.root, ".old-")
    kept.folder(manifest).rename(half / f"{manifest.version}@{manifest.commit}")
    kept.sweep()
    assert kept.find(manifest.commit) is None
    os.close(hold)
    kept.sweep()
    assert kept.find(manifest.commit) == manifest


def test_the_same_bytes_again_keep_what_was_found_out_about_them(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    kept.judge(manifest, Row("check", Verdict.GO))
    kept.keep(manifest, [tmp_path / one.filename for one in manifest.artifacts])
    assert kept.verdict(manifest, "check")


def test_of_several_versions_of_one_commit_the_last_built_is_found(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    tagged = dataclasses.replace(manifest, version="0.9", tag="v0.9")
    os.utime(kept.folder(manifest) / "manifest.json", (1, 1))
    kept.keep(tagged, [tmp_path / one.filename for one in manifest.artifacts])
    assert kept.find(manifest.commit) == tagged


def test_verdicts_that_are_kept_side_by_side_are_all_there(kept, tmp_path):
    manifest = keep(kept, tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: kept.judge(manifest, Row(f"tests-{number}", Verdict.GO)), range(24)))
    assert len(kept.verdicts(manifest)) == 24
