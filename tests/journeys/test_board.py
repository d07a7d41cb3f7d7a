"""The board: what a person and a program read of a command, and what its last line says."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def steady(text: str) -> str:
    """Return a board without what differs from run to run: times, ids, the Python."""
    text = re.sub(r" +\d+\.\d\d s", "  0.00 s", text)
    text = re.sub(r"\d+ passed in [\d.]+s", "1 passed", text)
    text = re.sub(r"\d+ rules", "all rules", text)
    return re.sub(r"tests-3\.\d+ *", "tests-3.x ", text)


def test_a_rehearsal_reads_as_its_golden_board_and_changes_nothing(sample):
    before = sample.snapshot()
    done = sample.run("nox", "-s", "rehearse", "--", "--part", "minor")
    assert done.returncode == 0, done.stdout + done.stderr
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / "rehearse.txt").write_text(steady(done.stdout), encoding="utf-8")
    assert steady(done.stdout) == (GOLDEN / "rehearse.txt").read_text(encoding="utf-8")
    assert sample.snapshot() == before


def test_json_has_the_same_rows_is_all_of_standard_output_and_the_job_summary_gets_the_board(sample, tmp_path):
    summary = tmp_path / "summary.md"
    done = sample.run("invoke", "bump", "--part", "minor", "--json", env={"GITHUB_STEP_SUMMARY": str(summary)})
    board = json.loads(done.stdout)
    assert board["verdict"] == "GO"
    names = ["prepare", "read back", "nothing else moves", "land", "not judged"]
    assert [row["name"] for row in board["rows"]] == names
    assert board["next_command"] == "invoke push"
    assert "read back" in summary.read_text()


def test_an_error_is_one_sentence_with_the_next_command_and_its_exit_status(sample):
    done = sample.run("invoke", "bump", "--part", "banana")
    assert done.returncode == 2
    assert "'banana' is not a part of a version" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("NO-GO  next: the parts are: major, minor")
    assert "Traceback" not in done.stdout + done.stderr


def test_without_a_terminal_and_without_yes_a_release_is_refused_and_does_not_hang(sample):
    before = sample.snapshot()
    done = sample.run("invoke", "release", "--part", "minor")
    assert done.returncode == 2
    assert "--yes" in done.stdout
    assert sample.snapshot() == before


def test_every_wrong_setting_is_reported_at_once(sample):
    sample.settings("""
        [tool.gonogo]
        brnch = "main"
        tag = "v1"
        pythons = "3.10"
        """)
    done = sample.run("invoke", "bump", "--part", "minor")
    assert done.returncode == 2
    assert "tool.gonogo.brnch is not a setting; did you mean branch?" in done.stdout
    assert "tool.gonogo.tag must contain {version}" in done.stdout
    assert "tool.gonogo.pythons must be a list" in done.stdout


def test_a_release_with_yes_goes_from_bump_to_push_and_uncommitted_edits_stay_out_of_it(sample):
    sample.settings("""
        [tool.gonogo]
        publish = "nowhere"
        """)
    sample.write("README.md", "edited\n")
    done = sample.run("invoke", "release", "--part", "minor", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")
    assert "not in the release:  M README.md" in done.stderr
    assert sample.git("status", "--porcelain") == "M README.md"
    assert sample.git("show", "v1.1.0:README.md").startswith("# demo")
    again = sample.run("invoke", "release", "--part", "minor", "--yes")
    assert again.returncode == 0
    assert "v1.1.0 is already released" in again.stdout
    other = sample.run("invoke", "release", "--to", "3.0.0", "--yes")
    assert other.returncode == 1
    assert "nothing to release" in other.stdout
