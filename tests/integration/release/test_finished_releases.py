"""A release is finished only where all that the project publishes is there; what stops it is found before it lands."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from places import Location, clone, judged, land_date, pushed

from gonogo.commands import bump
from gonogo.commands import release as whole
from gonogo.git.repository import Git
from gonogo.model.errors import CouldNotTell, Status
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.release import closing, planner
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


@pytest.mark.usefixtures("nothing_installed")
def test_a_token_that_is_missing_is_found_before_the_release_lands(sample, here, monkeypatch):
    monkeypatch.delenv("GONOGO_TOKEN_LOCAL")
    before = sample.snapshot()
    board = whole.release(sample.folder, planner.Request(part="minor"), land_date(), Silence(), lambda _: True)
    assert (board.rows[-1].name, board.exit_status) == ("token is there", Status.USAGE)
    assert "GONOGO_TOKEN_LOCAL" in board.rows[-1].findings[0].fix
    assert sample.snapshot() == before


@pytest.mark.usefixtures("nothing_installed")
def test_what_the_index_alone_knows_is_found_before_the_release_lands(sample, here, embedded):
    judged(sample, here)
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    embedded.mark("demo-sample", "archived")
    sample.commit("changelog.d/9.feature.md", "More.\n")
    before = sample.snapshot()
    board = whole.release(sample.folder, planner.Request(part="minor"), land_date(), Silence(), lambda _: True)
    assert (board.rows[-1].name, board.exit_status) == ("index would accept it", Status.NO_GO)
    assert ["archived" in one.what for one in board.rows[-1].findings] == [True]
    assert sample.snapshot() == before


def test_a_release_that_the_index_closed_is_reported_before_more_is_sent(sample, here, embedded, monkeypatch):
    judged(sample, here)
    here.send(1)
    later = datetime.now(timezone.utc) + timedelta(days=15)
    monkeypatch.setattr(IndexFacts, "moment", property(lambda _: later))
    board = bump.resume(sample.folder, Silence())
    assert (board.rows[-1].name, board.exit_status) == ("index would accept it", Status.NO_GO)
    assert "14 days" in str(board.rows[-1].findings)
    assert len([one for one in embedded.requests if one.method == "POST"]) == 1


def again(sample):
    """Type `invoke release --part major` at a release."""
    return whole.already_released(survey(sample.folder), Git(sample.folder), "")


@pytest.mark.usefixtures("nothing_installed")
def test_a_release_is_finished_only_where_releases_of_the_project_go(sample, here):
    judged(sample, here)
    here.send(1)
    with pytest.raises(closing.ReleaseOpen, match="partly published"):
        again(Location(clone(sample).folder))
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
    sample.landed()
    assert bool(again(sample)) is finished


def test_a_release_that_was_killed_as_it_was_to_be_closed_is_finished(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"\n')
    sample.landed()
    sample.git("push", "-q", "--atomic", "origin", "main", "v1.1.0")
    assert sample.git("for-each-ref", "refs/gonogo")
    board = whole.release(sample.folder, planner.Request(part="minor"), land_date(), Silence(), lambda _: False)
    assert (board.exit_status, board.rows[-1].note) == (Status.GO, "v1.1.0 is already released")
    assert sample.git("for-each-ref", "refs/gonogo") == ""
