"""GitLab and Forgejo as providers of CI: what is rendered, the run that is recognised, and what the log shows."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo import ci
from gonogo.ci import gitlab
from gonogo.ci.workflow import load
from gonogo.cli import progress, report, terminal
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row
from gonogo.model.project import Project
from gonogo.model.verdict import Finding, Verdict

Make = Callable[..., Project]
GITLAB, PUBLISH = ".gitlab-ci.yml", ".forgejo/workflows/publish.yml"


def program(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is in the dependency group of the tests"
    return found


def hosted(project: Project, address: str) -> Project:
    Git(project.root)("init", "-q")
    Git(project.root)("remote", "add", "origin", address)
    return project


def written(project: Project, name: str, texts: dict[str, str] | None = None) -> list[str]:
    """Write what is rendered, the files to choose too, and return the paths."""
    paths = []
    for path, text in (texts or ci.render(project, name, ci.provider(name).CHOSEN)).items():
        paths.append(str(project.root / path))
        Path(paths[-1]).parent.mkdir(parents=True, exist_ok=True)
        Path(paths[-1]).write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize("address", ["https://gitlab.com/group/part/demo", "https://own.example/a/demo"])
def test_the_schema_accepts_the_pipeline(make_project: Make, address: str) -> None:
    project = hosted(make_project(pythons=("3.11", "3.13"), runner="big.one", forge="gitlab"), address)
    check = [program("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci"]
    subprocess.run([*check, *written(project, "gitlab")], check=True)


@pytest.mark.parametrize("kind", ["one", "several"])
def test_zizmor_and_the_schema_accept_the_workflows_of_forgejo(
    make_project: Make, render_several: Callable[..., dict[str, str]], kind: str
) -> None:
    project = hosted(make_project(), "https://codeberg.org/someone/demo")
    paths = written(project, "forgejo", render_several("forgejo") if kind == "several" else None)
    subprocess.run([program("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *paths], check=True)
    argv = [program("zizmor"), "--offline", "--persona=auditor", "--no-config", *paths]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings" in done.stdout + done.stderr


def test_on_gitlab_the_publishing_jobs_alone_have_an_identity_and_the_first_runs_nothing_of_the_project(
    make_project: Make,
) -> None:
    jobs = load(ci.render(hosted(make_project(), "https://gitlab.com/a/demo"), "gitlab")[GITLAB])

    assert [name for name, job in jobs.items() if "id_tokens" in job] == ["publish-pypi", "publish-testpypi"]
    assert jobs["default"]["before_script"][-1].startswith("python -I -m pip install")  # nothing of the current folder
    assert jobs["publish-pypi"]["environment"] == {"name": "pypi"}
    assert jobs["publish-pypi"]["rules"][0]["when"] == "manual"
    assert [line.split()[0] for line in jobs["publish-pypi"]["script"]] == ["pypi-attestations", "twine"]


@pytest.mark.parametrize(("name", "path"), [("gitlab", GITLAB), ("forgejo", PUBLISH)])
def test_where_no_identity_is_accepted_the_one_job_that_needs_the_token_names_it(
    make_project: Make, name: str, path: str
) -> None:
    project = hosted(make_project(forge=name), "https://own.example/a/demo")
    text = ci.render(project, name)[path]

    assert "id_tokens:" not in text
    assert [line for line in text.splitlines() if "PYPI_TOKEN" in line and "TWINE_PASSWORD" in line]
    assert load(text)["jobs" if name == "forgejo" else "publish-pypi"]


@pytest.mark.parametrize(
    ("address", "runner", "label"),
    [
        ("https://codeberg.org/a/demo", "", "codeberg-small"),
        ("https://own.example/a/demo", "", "docker"),
        ("https://own.example/a/demo", "my-label", "my-label"),
    ],
)
def test_the_label_of_the_runner_is_that_of_the_host_or_of_the_settings(
    make_project: Make, address: str, runner: str, label: str
) -> None:
    project = hosted(make_project(forge="forgejo", runner=runner), address)
    assert {job["runs-on"] for job in load(ci.render(project, "forgejo")[PUBLISH])["jobs"].values()} == {label}


@pytest.mark.parametrize(
    ("tag", "rule"),
    [("v{version}", "/^v/"), ("{name}/v{version}", r"/^demo\/v/"), ("{version}", "/^/"), ("a.{version}", r"/^a\./")],
)
def test_the_tag_template_decides_the_rule(make_project: Make, tag: str, rule: str) -> None:
    jobs = load(ci.render(hosted(make_project(tag=tag), "https://gitlab.com/a/demo"), "gitlab")[GITLAB])
    assert jobs[".tag"]["rules"] == [{"if": f"$CI_COMMIT_TAG =~ {rule}"}]


def test_without_its_token_the_job_that_proposes_says_what_is_missing(make_project: Make) -> None:
    path = ".gitlab/release-pr.yml"
    jobs = load(ci.render(hosted(make_project(), "https://gitlab.com/a/demo"), "gitlab", [path])[path])
    first = jobs["act-on-release"]["script"][0]
    done = subprocess.run(["bash", "-c", first], env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, "GITLAB_TOKEN of the environment release-pr is missing" in done.stdout) == (1, True)
    assert subprocess.run(["bash", "-c", first], env={"GITLAB_TOKEN": "x"}, check=False).returncode == 0
    assert "environment" not in jobs["judge-release"]


def test_the_run_of_gitlab_and_that_of_forgejo_are_recognised() -> None:
    found = ci.detect({"GITLAB_CI": "true", "CI_COMMIT_TAG": "v1", "CI_PROJECT_PATH": "a/b", "CI_PIPELINE_URL": "u"})
    assert found == ci.Run("gitlab", "", "refs/tags/v1", "v1", "a/b", "u")
    found = ci.detect({"GITHUB_ACTIONS": "true", "FORGEJO_ACTIONS": "true", "GITHUB_REF": "refs/heads/main"})
    assert found is not None
    assert (found.provider, found.tag) == ("forgejo", "")


def test_in_gitlab_what_a_stage_prints_is_a_section(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GITLAB_CI", "true")
    shown = progress.Progress()
    shown.began("build it")
    shown.heard("a line\x1b[0Ksection_end:1:build_it\r")
    shown.ended(Row("build it", Verdict.GO))

    begin, line, end, _ = capsys.readouterr().err.split("\n")
    assert re.fullmatch(r"\x1b\[0Ksection_start:\d+:build_it\[collapsed=true\]\r\x1b\[0Kbuild it", begin)
    assert not set("\x1b\r") & set(line)
    assert re.fullmatch(r"\x1b\[0Ksection_end:\d+:build_it\r\x1b\[0K", end)


def test_what_blocks_is_in_the_code_quality_report_of_the_job(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("GONOGO_CODE_QUALITY", "quality.json")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").touch()
    found = Finding("left-over", "a thing", "a.py:7", "remove it")
    for findings in ((), (found,), (Finding("no-place", "another"),)):
        report.annotate(Board("check", (Row("tree", Verdict.NO_GO, findings=findings),)))

    first, second = json.loads((tmp_path / "quality.json").read_text())
    assert first["description"] == "tree: a thing; fix: remove it"
    assert first["location"] == {"path": "a.py", "lines": {"begin": 7}}
    assert second["location"]["path"] == "pyproject.toml"
    assert first["fingerprint"] != second["fingerprint"]
    assert gitlab.errors(Board("x", ()), tmp_path) == []
    assert not terminal.in_actions()
