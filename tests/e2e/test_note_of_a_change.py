"""`gonogo news --check` as a user, a hook and a workflow type it: whether a change has its note."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from ruamel.yaml import YAML
from tests.doubles import forge as double

from gonogo import ci
from gonogo.ci.workflow import Workflow, command
from gonogo.model.errors import Status
from gonogo.release.survey import survey

BY_HAND = "# Changelog\n\n## Unreleased\n\n- Old news.\n\n## 1.0.0 (2026-01-01)\n\n- The first.\n"


@pytest.fixture
def changed(sample):
    """The sample with a change on a branch of its own, which has no note."""
    sample.git("switch", "-qc", "change")
    sample.commit("src/demo/more.py", "MORE = 1\n")
    return sample


def by_hand(sample, text):
    """Let the sample keep its changelog by hand, as it is on the remote."""
    shutil.rmtree(sample.folder / "changelog.d")
    pyproject = (sample.folder / "pyproject.toml").read_text().partition("[tool.towncrier]")[0]
    sample.write("CHANGELOG.md", text)
    sample.commit("pyproject.toml", pyproject)
    sample.git("push", "-q")


def test_a_change_without_a_note_is_no_go_and_the_command_that_writes_one_makes_it_go(changed, typed_here):
    status, printed = typed_here("news", "--check")
    assert status == Status.NO_GO
    assert "1 file changed since" in printed
    assert "src/demo/more.py" in printed
    assert 'invoke news --type feature --text "What changed."' in printed
    assert typed_here("news", "--type", "feature", "--text", "What changed.")[0] == 0
    status, printed = typed_here("news", "--check")
    assert status == Status.NO_GO
    assert "git add changelog.d/+" in printed
    changed.git("add", "--all")
    status, printed = typed_here("news", "--check")
    assert (status, "the note is changelog.d/+" in printed) == (0, True), printed
    assert "git commit, then: git push" in printed
    changed.git("commit", "-qm", "note")
    status, printed = typed_here("news", "--check", "--base", "origin/main")
    assert (status, "next: git push" in printed) == (0, True), printed


def test_a_misc_note_is_enough(changed, typed_here):
    assert typed_here("news", "--type", "misc", "--text", "Tidied.")[0] == 0
    changed.git("add", "--all")
    assert typed_here("news", "--check")[0] == 0


def test_a_note_that_was_there_before_is_none_of_the_change(changed, typed_here):
    assert (changed.folder / "changelog.d/1.feature.md").is_file()
    assert typed_here("news", "--check")[0] == Status.NO_GO


def test_a_fragment_that_is_none_is_refused(changed, typed_here):
    changed.commit("changelog.d/2.feeture.md", "Something.\n")
    status, printed = typed_here("news", "--check")
    assert (status, "changelog.d/2.feeture.md is refused" in printed) == (Status.USAGE, True), printed


@pytest.mark.parametrize("path", ["tests/test_more.py", "docs/page.md", ".github/workflows/x.yml", "uv.lock"])
def test_paths_of_the_settings_need_no_note(sample, typed_here, path):
    sample.git("switch", "-qc", "change")
    sample.commit(path, "new\n")
    status, printed = typed_here("news", "--check")
    assert (status, "1 changed file without need of a note" in printed) == (0, True), printed


def test_the_settings_choose_the_paths(sample, typed_here):
    sample.settings('[tool.gonogo]\nnews-exempt = ["/src/demo/generated/"]\n')
    sample.git("switch", "-qc", "change")
    sample.commit("src/demo/generated/x.py", "")
    assert typed_here("news", "--check")[0] == 0
    sample.commit("tests/test_more.py", "")
    assert typed_here("news", "--check")[0] == Status.NO_GO


def test_a_label_makes_up_for_the_note(changed, typed_here):
    assert typed_here("news", "--check", "--label", "bug", "--label", "skip-news")[0] == 0
    assert typed_here("news", "--check", "--label", "bug")[0] == Status.NO_GO
    assert typed_here("news", "--label", "skip-news", "text")[0] == Status.USAGE


def test_the_release_itself_needs_no_note(sample, typed_here):
    sample.landed()
    status, printed = typed_here("news", "--check")
    assert (status, "the section 1.1.0 of CHANGELOG.md" in printed) == (0, True), printed


def test_an_entry_in_a_changelog_by_hand_is_a_note(sample, typed_here):
    by_hand(sample, BY_HAND)
    sample.git("switch", "-qc", "change")
    sample.commit("src/demo/more.py", "MORE = 1\n")
    status, printed = typed_here("news", "--check")
    assert (status, "under its heading Unreleased" in printed) == (Status.NO_GO, True), printed
    sample.commit("CHANGELOG.md", BY_HAND.replace("The first.", "The very first."))
    assert typed_here("news", "--check")[0] == Status.NO_GO
    sample.commit("CHANGELOG.md", BY_HAND.replace("- Old news.", "- Old news.\n- More."))
    status, printed = typed_here("news", "--check")
    assert (status, "an entry in CHANGELOG.md" in printed) == (0, True), printed


def test_a_note_for_a_changelog_by_hand_is_written_under_its_heading(sample, typed_here):
    by_hand(sample, BY_HAND)
    status, printed = typed_here("news", "--type", "feature", "--text", "More.")
    assert status == Status.USAGE
    assert "write them into the changelog, under its heading Unreleased (CHANGELOG.md)" in printed
    assert "changelog.d" not in printed


def test_a_folder_of_fragments_beside_a_section_that_is_kept_by_hand_is_refused(sample, typed_here):
    by_hand(sample, BY_HAND)
    sample.commit("changelog.d/1.feature.md", "More.\n")
    before = sample.snapshot()
    for words in (["init", "--yes"], ["bump", "--part", "minor"], ["changelog"]):
        status, printed = typed_here(*words)
        assert (status, "two-ways" in printed) == (Status.USAGE, True), printed
    assert sample.snapshot() == before


def test_what_init_writes_for_sessions_and_tasks_needs_no_note(sample, typed_here):
    sample.git("switch", "-qc", "change")
    sample.commit("tasks.py", "# other\n")
    sample.commit("noxfile.py", "# other\n")
    assert typed_here("news", "--check")[0] == 0


def test_nothing_to_compare_with_is_said(changed, typed_here):
    changed.git("remote", "remove", "origin")
    assert typed_here("news", "--check")[0] == Status.USAGE
    status, printed = typed_here("news", "--check", "--base", "nowhere")
    assert (status, "nowhere is none" in printed) == (Status.USAGE, True), printed
    assert typed_here("news", "--check", "--base", "main")[0] == Status.NO_GO


@pytest.mark.journey
def test_a_workflow_s_run_asks_the_forge_for_the_labels_that_the_pull_request_has_now(changed, monkeypatch, tmp_path):
    """The command of the rendered workflow, with the variables that GitHub gives it."""
    workflow = Workflow.parse(ci.render(survey(changed.folder))[".github/workflows/ci.yml"], "ci.yml")
    (job,) = (job for job in workflow.jobs if job.id == "news")
    typed = command(job.steps[-1])
    with double.open_forge() as forge:
        changed.git("remote", "set-url", "origin", forge.remote)
        pull = {"number": 7, "state": "open", "labels": []}
        forge.state.pulls.append(pull)
        (tmp_path / "gonogo").write_text(
            f'#!/bin/sh\nexec {sys.executable} -c "from gonogo.cli.program import main; main()" "$@"\n'
        )
        (tmp_path / "gonogo").chmod(0o755)
        env = {**os.environ, **forge.environ, "BASE": "main", "NUMBER": "7", "GITHUB_TOKEN": double.TOKEN}
        env["PATH"] = f"{tmp_path}:{env['PATH']}"

        def run():
            argv = ["sh", "-c", typed]
            return subprocess.run(argv, cwd=changed.folder, env=env, capture_output=True, text=True, check=False)

        refused = run()
        assert refused.returncode == Status.NO_GO, refused.stdout
        assert "give the pull request the label skip-news" in refused.stdout
        pull["labels"].append({"name": "skip-news"})
        assert run().returncode == 0
        forge.state.faults.append(double.Fault("GET", "/pulls/7", 502))
        assert run().returncode == Status.UNKNOWN


CONFIG = "repos:\n  - repo: https://example.org/hooks\n    rev: v1\n    hooks:\n      - id: one\n"


@pytest.mark.parametrize("text", [CONFIG, CONFIG + "\nci:\n  autofix_prs: false\n", CONFIG.replace("\n  ", "\n")])
def test_init_offers_the_hook_where_pre_commit_is_used_and_only_there(sample, typed_here, text):
    sample.commit(".pre-commit-config.yaml", text)
    assert typed_here("init", "--yes")[0] == 0
    after = (sample.folder / ".pre-commit-config.yaml").read_text()
    said = YAML(typ="safe").load(after)
    (hook,) = said["repos"].pop()["hooks"]
    assert said == YAML(typ="safe").load(text)
    assert (hook["entry"], hook["stages"]) == ("gonogo news --check", ["pre-push"])
    assert typed_here("init", "--yes")[0] == 0
    assert (sample.folder / ".pre-commit-config.yaml").read_text() == after


def test_init_brings_no_pre_commit(sample, typed_here):
    assert typed_here("init", "--yes")[0] == 0
    assert not (sample.folder / ".pre-commit-config.yaml").exists()
