import pytest

from gonogo.engine import release
from gonogo.engine.driver import Silence
from gonogo.engine.next_dev import NotReleased, next_dev
from gonogo.model.verdict import Verdict
from gonogo.steps.prepare import today


def released(sample, **words):
    """Bump and push."""
    assert sample.bump("minor", **words).verdict is Verdict.GO
    assert release.push(sample.folder, Silence()).verdict is Verdict.GO


def test_the_development_version_is_an_ordinary_commit_on_top_of_the_release(sample):
    released(sample)
    release_commit, tags = sample.git("rev-parse", "HEAD"), sample.git("tag")
    board = next_dev(sample.folder, today())
    assert board.verdict is Verdict.GO
    assert sample.git("rev-parse", "HEAD^") == release_commit
    assert sample.git("tag") == tags
    assert sample.git("log", "-1", "--format=%s") == "Back to development: 1.1.1.dev0"
    assert sample.git("diff", "--name-only", "HEAD^") == "pyproject.toml"
    assert sample.git("status", "--porcelain") == ""
    assert 'version = "1.1.1.dev0"' in (sample.folder / "pyproject.toml").read_text()


def test_the_users_own_edits_stay(sample):
    released(sample)
    sample.write("src/demo/extra.py", "x = 1\n")
    next_dev(sample.folder, today())
    assert sample.git("status", "--porcelain") == "?? src/demo/extra.py"


def test_a_second_time_is_refused_and_nothing_changed(sample):
    released(sample)
    next_dev(sample.folder, today())
    before = sample.snapshot()
    with pytest.raises(NotReleased):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before


def test_a_pre_release_leads_to_no_development_version(sample):
    released(sample, pre="rc")
    with pytest.raises(NotReleased):
        next_dev(sample.folder, today())


def test_no_commit_stands_on_top_of_a_release_that_is_not_pushed(sample):
    sample.bump("minor")
    before = sample.snapshot()
    with pytest.raises(release.ReleaseOpen):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before
