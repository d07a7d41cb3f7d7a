from __future__ import annotations

from dataclasses import replace

import pytest

from gonogo.model.index import Index
from gonogo.model.stage import State
from gonogo.release.steps import publish

SDIST = "tiny-0.9.tar.gz"


def test_todo_then_done_and_twice_is_once(standing, small):
    assert publish.probe(*standing).state is State.TODO
    publish.apply(*standing)
    assert publish.probe(*standing).state is State.DONE
    posts = small.posts
    publish.apply(*standing)
    assert small.posts == posts == 2


def test_a_half_release_is_finished_and_nothing_is_sent_twice(standing, small):
    publish.apply(*standing)
    del small.held[SDIST]
    probe = publish.probe(*standing)
    assert (probe.state, probe.why) == (State.TODO, "double serves 1 of 2 files")
    publish.apply(*standing)
    assert publish.probe(*standing).state is State.DONE
    assert small.posts == 3


def test_other_bytes_are_a_conflict_and_nothing_is_sent(standing, small):
    small.held[SDIST] = b"other"
    assert publish.probe(*standing).state is State.CONFLICT
    with pytest.raises(publish.PublishedOtherwise, match="other bytes"):
        publish.apply(*standing)
    assert small.posts == 0


def test_a_foreign_file_of_this_version_is_a_conflict(standing, small):
    small.held["tiny-0.9-py3-none-any.whl"] = b"theirs"
    assert publish.probe(*standing).state is State.CONFLICT
    with pytest.raises(publish.PublishedOtherwise, match="not in the manifest"):
        publish.apply(*standing)
    assert small.posts == 0


def test_files_of_other_versions_do_not_matter(standing, small):
    small.held["tiny-11.0.9.tar.gz"] = b"old"
    publish.apply(*standing)
    assert publish.probe(*standing).state is State.DONE


def test_an_index_that_cannot_be_asked_is_unknown(standing):
    plan, context = standing
    gone = replace(context, index=Index("gone", "http://127.0.0.1:9/", "http://127.0.0.1:9/"))
    assert publish.probe(plan, gone).state is State.UNKNOWN


def test_an_index_that_shows_its_files_late_is_waited_for(standing, small):
    small.late = 4
    publish.apply(*standing)
    assert publish.probe(*standing).state is State.DONE


def test_an_index_that_never_shows_its_files_is_unknown(standing, small, monkeypatch):
    monkeypatch.setattr(publish, "SHOWN_SECONDS", 0.3)
    small.late = 1000
    with pytest.raises(publish.NotShownYet):
        publish.apply(*standing)


def test_nothing_built_is_todo_while_nothing_is_public_and_unknown_else(standing, small):
    plan, context = standing
    unbuilt = replace(plan, base="0" * 40)
    assert publish.probe(unbuilt, context).state is State.TODO
    publish.apply(plan, context)
    assert publish.probe(unbuilt, context).state is State.UNKNOWN
