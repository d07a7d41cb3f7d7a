"""The stages are chained: after a red one none runs, and nothing reaches the index."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from gonogo.system import folders
from gonogo.test_index import open_index

STAGES = ("build", "tests", "check", "publish", "verify")
CHOICES = [("publish", "verify"), ("build", "publish", "verify")]
"""Stages that share the embedded index, opened by the first of them, by a later one; in all five `check` opens it."""

QUICK = 'tests = ["python", "-c", "import demo; demo.main()"]'
"""The sample's tests without pytest, for what is proved of the chain alone."""


@pytest.fixture
def embedded(tmp_path):
    with open_index(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def released(sample, embedded):
    """The sample, set up to publish to a local index; its tests are quick."""
    sample.settings(f"""
        [tool.gonogo]
        index = "local"
        {QUICK}
        [tool.gonogo.indexes.local]
        upload = "{embedded.index.upload_url}"
        simple = "{embedded.index.simple_url}"
        """)
    return sample


def tag(sample):
    sample.git("tag", "-a", "-m", "1.0.0", "v1.0.0")
    sample.git("push", "-q", "--follow-tags")


def nox(sample, embedded, *sessions, token=""):
    env = {"GONOGO_TOKEN_LOCAL": token or embedded.token}
    return sample.run("nox", "-s", *sessions, "--", "--to", "local", env=env)


def uploads(embedded):
    return [request for request in embedded.requests if request.method == "POST"]


def no_backend(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('"hatchling.build"', '"hatchling.nothing"'))


def red_test(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace("import demo; demo.main()", "assert False"))


def no_section(sample):
    sample.commit("CHANGELOG.md", "# Changelog\n\n<!-- towncrier release notes start -->\n")


@pytest.mark.journey
@pytest.mark.parametrize(("spoil", "red"), [(no_backend, "build"), (red_test, "tests"), (no_section, "check")])
def test_after_a_red_stage_nothing_reaches_the_index(released, embedded, spoil, red):
    spoil(released)
    tag(released)
    for sessions in (STAGES, ("release",)):
        done = nox(released, embedded, *sessions)
        assert done.returncode == 1, sessions
        assert uploads(embedded) == []
        for later in STAGES[STAGES.index(red) + 1 :] if sessions == STAGES else ():
            assert f"{later}: success" not in done.stderr
        assert "Traceback" not in done.stdout


@pytest.mark.journey
def test_five_green_stages_publish_the_judged_files_once_with_the_right_token_and_read_them_back(released, embedded):
    tag(released)
    refused = nox(released, embedded, *STAGES, token="pypi-wrong-wrong-wrong")  # noqa: S106 - wrong on purpose
    assert refused.returncode == 1
    assert "check: success" in refused.stderr
    assert "publish was NO-GO in this run" in refused.stdout
    assert "verify: success" not in refused.stderr
    assert "wrong-wrong" not in refused.stdout + refused.stderr
    tried = len(uploads(embedded))
    for _ in range(2):
        done = nox(released, embedded, *STAGES)
        assert done.returncode == 0, done.stdout + done.stderr
        assert [request.status for request in uploads(embedded)[tried:]] == [200, 200]


def test_what_has_no_tag_or_was_not_judged_goes_to_no_index(released, embedded):
    untagged = nox(released, embedded, "release")
    assert untagged.returncode == 1
    assert "HEAD has no tag" in untagged.stdout
    tag(released)
    done = nox(released, embedded, "build", "publish")
    assert done.returncode == 1
    assert "build: success" in done.stderr
    assert "the verdict on these files is not GO" in done.stdout
    assert uploads(embedded) == []


def plain(sample, *words):
    """Type `nox -s ...`, with the defaults, and return what was printed."""
    done = sample.run("nox", "-s", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_stages_that_share_the_embedded_index_run_in_one_nox_run_however_they_are_chosen(sample):
    sample.settings(f"[tool.gonogo]\n{QUICK}\n")
    printed = plain(sample, "rehearse", *STAGES, "--", "--part", "minor")
    assert "rehearsal: demo-sample 1.0.0 -> 1.1.0" in printed
    assert printed.count("rehearsal serves what was verified here") == 2
    assert printed.count("next: ") == 1 + len(STAGES)
    for some in CHOICES:
        assert "serves what was verified here" in plain(sample, *some), some


def test_a_temporary_folder_in_use_outlives_the_session_that_made_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    inside = ExitStack()
    with folders.own():
        index = inside.enter_context(folders.temporary())
    with folders.own():
        assert index.is_dir()
    inside.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.journey
def test_a_stage_that_nox_itself_failed_is_red_in_that_run_and_repairs_itself_in_the_next(released, embedded):
    """The kind: a stage whose own code never ran, such as for an environment that cannot be made, is not GO."""
    tag(released)
    (released.folder / ".nox").write_text("a file where nox makes its environments\n")
    done = nox(released, embedded, *STAGES)
    assert done.returncode == 1
    assert uploads(embedded) == []
    assert "tests was UNKNOWN in this run; nothing after it runs" in done.stdout
    assert "check: success" not in done.stderr
    (released.folder / ".nox").unlink()
    assert nox(released, embedded, "build", "tests", "check").returncode == 0
