"""The record of a release, and the page that `gonogo report` makes of it."""

from __future__ import annotations

import dataclasses
import re

import pytest

from gonogo.commands import report
from gonogo.model.board import Board, Row, Source
from gonogo.model.manifest import Artifact
from gonogo.model.verdict import Finding, Verdict
from gonogo.release import contexts, planner, record
from gonogo.release.record import Record, Recorder, Span
from gonogo.release.runner import Silence, timed
from gonogo.release.survey import survey

MARKUP = 'a <script>alert(1)</script> & <b onclick="x">note</b> \x1b[31m\u202e'


@pytest.fixture
def written():
    finding = Finding("tests", MARKUP, MARKUP, MARKUP, why=MARKUP)
    return Record(
        title=MARKUP,
        name="demo-sample",
        old="1.0.0",
        version="1.1.0",
        tag="v1.1.0",
        commit="a" * 40,
        next_command="invoke resume",
        notes=MARKUP,
        artifacts=(Artifact("demo_sample-1.1.0.tar.gz", 1234, "b" * 64),),
        rows=(Row("build", Verdict.GO, note="built"), Row("tests-3.11", Verdict.NO_GO, findings=(finding,))),
        spans=(
            Span("build", 100.0, 2.0, "GO"),
            Span("tests-3.11", 102.0, 2.0, "NO-GO"),
            Span("the index", 101.0, 1.0, record.WAIT),
            Span("a short moment", 101.0, 0.01, record.WAIT),
        ),
    )


def bars_of(page):
    return re.findall(
        r'<tr class="([a-z-]+)"><th scope="row">([^<]*)</th>.*?margin-left:([\d.]+)%;width:([\d.]+)%', page
    )


def test_the_page_shows_what_ran_when_and_leaves_short_waits_out(written):
    page = report.page(written, "")
    assert bars_of(page) == [
        ("go", "build", "0.0", "50.0"),
        ("wait", "waited for the index", "25.0", "25.0"),
        ("no-go", "tests-3.11", "50.0", "50.0"),
    ]
    assert "<title>demo-sample 1.1.0: NO-GO</title>" in page
    assert "1,234" in page
    assert "b" * 64 in page


def test_foreign_text_is_escaped_and_the_page_asks_nothing_of_anywhere(written):
    page = report.page(written, written.notes)
    assert "<script" not in page
    assert "<b " not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"\b(?:src|href)=(?!\"#)", page)


def test_a_record_is_read_as_it_was_written(written, tmp_path):
    record.write(tmp_path, written)
    for version in ("", "1.1.0", "v1.1.0"):
        assert record.find(tmp_path, version) == written
    with pytest.raises(record.NoRecord, match=r"of 2\.0"):
        record.find(tmp_path, "2.0")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": 2}', '{"schema": 1, "rows": [1]}'])
def test_a_broken_record_is_none(tmp_path, text):
    (tmp_path / "1.0.json").write_text(text)
    with pytest.raises(record.NoRecord):
        record.find(tmp_path, "")


def test_what_runs_again_on_the_same_commit_stands_once(written, tmp_path):
    record.write(tmp_path, written)
    again = dataclasses.replace(
        written,
        rows=(Row("build", Verdict.GO, note="kept", source=Source.KEPT), Row("tests-3.11", Verdict.GO)),
        spans=(Span("tests-3.11", 200.0, 1.0, "GO"),),
    )
    record.write(tmp_path, again)
    both = record.find(tmp_path, "")
    assert [(row.name, row.verdict, row.note) for row in both.rows] == [
        ("build", Verdict.GO, "built"),
        ("tests-3.11", Verdict.GO, ""),
    ]
    assert [span.began for span in both.spans if span.kind == "GO"] == [100.0, 200.0]
    record.write(tmp_path, dataclasses.replace(again, commit="c" * 40))
    assert record.find(tmp_path, "").spans == again.spans


def test_only_the_last_records_are_kept(written, tmp_path):
    for number in range(record.KEPT + 3):
        record.write(tmp_path, dataclasses.replace(written, version=f"1.{number}"))
    assert len(list(tmp_path.iterdir())) == record.KEPT


def test_a_secret_in_a_row_reaches_no_record(sample, monkeypatch):
    monkeypatch.setenv("TWINE_PASSWORD", "s3cret-s3cret")
    project = survey(sample.folder)
    plan, context = planner.of_head(project), contexts.local(project)
    recorder = Recorder(Silence())
    row = timed("build", recorder, lambda: Row("build", Verdict.GO, note="sent s3cret-s3cret"))
    record.keep(((plan, context),), Board("build", (row,)), recorder)
    (path,) = (sample.folder / ".git" / record.FOLDER).iterdir()
    assert "s3cret" not in path.read_text()
    assert [span.name for span in record.read(path).spans if span.kind == "GO"] == ["build"]


def test_as_typed_after_a_stage_and_where_nothing_was_released(sample):
    refused = sample.run("invoke", "report")
    assert refused.returncode == 1
    assert "no release or rehearsal is recorded in this repository" in refused.stdout
    assert sample.run("nox", "-s", "build").returncode == 0
    done = sample.run("invoke", "report", "--into", "out")
    assert done.returncode == 0, done.stdout
    page = (sample.folder / "out/demo-sample-1.0.0.html").read_text()
    assert [bar[1] for bar in bars_of(page) if bar[0] == "go"] == ["build"]
    assert "The first." in page
