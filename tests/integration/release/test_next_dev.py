import pytest

from gonogo.engine.next_dev import NotReleased, next_dev
from gonogo.model.verdict import Verdict
from gonogo.steps.prepare import today


def test_the_development_version_is_an_ordinary_commit_on_top_of_the_release(sample):
    assert sample.bump("minor").verdict is Verdict.GO
    released, tags = sample.git("rev-parse", "HEAD"), sample.git("tag")
    board = next_dev(sample.folder, today())
    assert board.verdict is Verdict.GO
    assert sample.git("rev-parse", "HEAD^") == released
    assert sample.git("tag") == tags
    assert sample.git("log", "-1", "--format=%s") == "Back to development: 1.1.1.dev0"
    assert sample.git("diff", "--name-only", "HEAD^") == "pyproject.toml"
    assert sample.git("status", "--porcelain") == ""
    assert 'version = "1.1.1.dev0"' in (sample.folder / "pyproject.toml").read_text()


def test_the_users_own_edits_stay(sample):
    sample.bump("minor")
    sample.write("src/demo/extra.py", "x = 1\n")
    next_dev(sample.folder, today())
    assert sample.git("status", "--porcelain") == "?? src/demo/extra.py"


def test_a_second_time_is_refused_and_nothing_changed(sample):
    sample.bump("minor")
    next_dev(sample.folder, today())
    before = sample.snapshot()
    with pytest.raises(NotReleased):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before


def test_a_pre_release_leads_to_no_development_version(sample):
    sample.bump("minor", pre="rc")
    with pytest.raises(NotReleased):
        next_dev(sample.folder, today())
