"""Nox's own options do what its manual says."""

from __future__ import annotations


def test_install_only_fills_the_environment_of_the_tests_which_a_later_run_reuses(sample):
    sample.commit("tests/test_demo.py", "def test_red():\n    assert False\n")
    sample.git("tag", "-am", "Release 1.0.0", "v1.0.0")
    first = sample.run("nox", "-s", "build", "tests", "check", "--install-only")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "installed what the tests need; no test was run" in first.stdout
    assert "build installs nothing" in first.stderr
    assert "check installs nothing" in first.stderr
    assert list((sample.folder / ".nox/tests").rglob("pytest")), "the environment holds what the tests need"
    again = sample.run("nox", "-R", "-s", "tests")
    assert "Reusing existing virtual environment" in again.stderr
    assert "1 failed" in again.stdout
    assert again.returncode == 1


def test_a_session_that_is_asked_for_its_help_shows_its_options_and_does_nothing(sample):
    done = sample.run("nox", "-s", "rehearse", "--", "--help")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Usage: nox -s rehearse -- [OPTIONS]\n\nOptions:\n  --to NAME\n")
    assert "--wheels" not in done.stdout
