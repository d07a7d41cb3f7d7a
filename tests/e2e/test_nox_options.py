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
