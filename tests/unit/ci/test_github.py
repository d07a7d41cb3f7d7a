import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gonogo import ci
from gonogo.ci import github
from gonogo.ci.wiring import UnfitForWorkflow
from gonogo.ci.workflow import Workflow, action, command, inputs
from gonogo.model.board import Board, Row
from gonogo.model.project import Prefixes, Project
from gonogo.model.settings import Settings
from gonogo.model.verdict import Finding, Verdict

Make = Callable[..., Project]
ENVIRON = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_REF": "refs/tags/v1.2.3",
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_REPOSITORY": "someone/demo",
    "GITHUB_SERVER_URL": "https://forge.example",
    "GITHUB_RUN_ID": "7",
}


def program(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is in the dependency group of the tests"
    return found


@pytest.fixture
def rendered(make_project: Make, render_several: Callable[[], dict[str, str]], tmp_path: Path) -> tuple[Path, ...]:
    """The folders of three projects and of several packages, each with the files that are rendered for it."""
    projects = {
        "demo": ci.render(make_project(), chosen=github.CHOSEN),
        "gonogo": ci.render(make_project("gonogo"), chosen=github.CHOSEN),
        "pythons": ci.render(make_project(pythons=("3.11", "3.12"))),
        "several": render_several(),
    }
    for folder, files in projects.items():
        for path, text in files.items():
            target = tmp_path / folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return tuple(tmp_path / folder for folder in projects)


def test_zizmor_in_its_strictest_persona_finds_nothing(rendered: tuple[Path, ...]) -> None:
    argv = [program("zizmor"), "--offline", "--persona=auditor", "--no-ignores", "--no-config"]
    done = subprocess.run([*argv, *map(str, rendered)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings" in done.stdout + done.stderr
    assert "failed to parse" not in done.stdout + done.stderr
    assert done.stderr.count("completed ") == sum(1 for folder in rendered for _ in folder.rglob("*.yml"))


def test_the_schemas_accept_the_files(rendered: tuple[Path, ...]) -> None:
    check = [program("check-jsonschema"), "--builtin-schema"]
    workflows = [str(path) for folder in rendered for path in sorted((folder / ".github/workflows").iterdir())]
    subprocess.run([*check, "vendor.github-workflows", *workflows], check=True)
    dependabot = [str(folder / ".github/dependabot.yml") for folder in rendered]
    subprocess.run([*check, "vendor.dependabot", *dependabot], check=True)


def test_only_the_publishing_jobs_have_an_identity(publish_text: str) -> None:
    workflow = Workflow.parse(publish_text, "publish.yml")

    assert [job.id for job in workflow.jobs if job.grants("id-token")] == ["publish-pypi", "publish-testpypi"]
    assert [job.id for job in workflow.publishers] == ["publish-pypi", "publish-testpypi"]
    assert [job.id for job in workflow.jobs if job.grants("contents")] == ["announce"]


def test_pypi_gets_its_files_from_the_action_and_testpypi_from_our_session(publish_text: str) -> None:
    workflow = Workflow.parse(publish_text, "publish.yml")
    by_action = [
        (job.id, inputs(step).get("repository-url")) for job, step in workflow.steps() if publishes_by_action(step)
    ]
    by_session = [(job.id, command(step)) for job, step in workflow.steps() if "nox -s publish" in command(step)]

    assert by_action == [("publish-pypi", None)]
    assert by_session == [
        ("publish-testpypi", 'nox -s publish -- --to testpypi --tag "$GITHUB_REF_NAME" --from "$HANDED"')
    ]
    assert "https://" not in publish_text


def publishes_by_action(step: Mapping[str, Any]) -> bool:
    return action(step) == "pypa/gh-action-pypi-publish"


@pytest.mark.parametrize(
    ("tag", "version", "pattern", "prefix"),
    [
        ("v{version}", "1.2.3", '"v*.*.*"', "'refs/tags/v'"),
        ("{version}", "2026.1", '"*.*"', "'refs/tags/'"),
        ("{name}/v{version}", "1.2.3.4", '"demo/v*.*.*"', "'refs/tags/demo/v'"),
        ("v{version}", "", '"v*.*.*"', "'refs/tags/v'"),
        ("it's-{version}", "1.2.3", '"it\'s-*.*.*"', "'refs/tags/it''s-'"),
    ],
)
def test_the_tag_template_decides_the_trigger_and_the_guard(
    make_project: Make, tag: str, version: str, pattern: str, prefix: str
) -> None:
    text = ci.render(make_project(tag=tag, version=version))[".github/workflows/publish.yml"]

    assert f"      - {pattern}\n" in text
    assert f"startsWith(github.ref, {prefix})" in text


def test_the_pythons_are_those_of_the_settings_else_of_the_metadata(make_project: Make, tmp_path: Path) -> None:
    path = ".github/workflows/ci.yml"
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.12"\n', encoding="utf-8")

    assert 'python: ["3.12", "3.13", "3.14"]' in ci.render(make_project())[path]
    assert 'python: ["3.11"]' in ci.render(make_project(pythons=("3.11",)))[path]


def test_jobs_that_release_have_every_python_that_the_settings_test_on(make_project: Make) -> None:
    files = ci.render(make_project(pythons=("3.11", "3.12")))

    assert 'python-version: "3.11\\n3.12\\n3.13"' in files[".github/workflows/publish.yml"]
    assert 'run: nox -s tests-"$PYTHON"' in files[".github/workflows/ci.yml"]


def test_a_release_is_made_on_a_python_that_the_project_is_for(make_project: Make, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.14"\n', encoding="utf-8")

    assert 'python-version: "3.14"' in ci.render(make_project())[".github/workflows/publish.yml"]


@pytest.mark.parametrize(
    "values",
    [
        {"tag": "v{version}: &anchor"},
        {"tag": "v+{version}"},
        {"tag": "v${{ secrets.X }}{version}"},
        {"branch": "main\n  pull_request_target:"},
        {"branch": "release*"},
        {"prefixes": Prefixes(sessions='x"; curl evil; "')},
        {"prefixes": Prefixes(sessions="x tests ")},
        {"settings": Settings(pythons=("3.12", '3.13"]\n        os: ["evil'))},
    ],
)
def test_a_value_that_is_no_name_stands_in_no_workflow(make_project: Make, values: dict[str, Any]) -> None:
    """The kind: a value that a YAML parser, GitHub's filters or a shell would read as more than itself."""
    tag = values.pop("tag", "v{version}")

    with pytest.raises(UnfitForWorkflow):
        ci.render(replace(make_project(tag=tag), **values))


@pytest.mark.parametrize("branch", ["main", "release/1.x", "yes", "1.0", "größe", "it's", "a#b", "@x"])
def test_a_branch_is_read_back_as_it_was_written(make_project: Make, branch: str) -> None:
    text = ci.render(replace(make_project(), branch=branch))[".github/workflows/ci.yml"]

    assert Workflow.parse(text, "ci.yml").triggers["push"] == {"branches": [branch]}


@pytest.mark.parametrize(("lock", "code", "said"), [("nox==1\n", 0, ""), ("", 1, "::error::requirements/release.txt")])
def test_a_job_whose_lock_is_not_committed_says_so_before_it_installs(
    make_project: Make, tmp_path: Path, lock: str, code: int, said: str
) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "release.txt").write_text(lock)
    for path, text in ci.render(make_project()).items():
        jobs = Workflow.parse(text, path).jobs if "workflows" in path else ()
        for first, *rest in ([command(step) for step in job.steps if command(step)] or [""] for job in jobs):
            if any("--requirement" in one for one in rest):
                done = subprocess.run(["sh", "-c", first], cwd=tmp_path, capture_output=True, text=True, check=False)
                assert done.returncode == code
                assert done.stdout.startswith(said)


def test_gonogo_itself_is_tested_weekly_with_the_newest_and_the_lowest_versions(make_project: Make) -> None:
    text = ci.render(make_project("gonogo"))[".github/workflows/ci.yml"]
    workflow = Workflow.parse(text, "ci.yml")
    job = next(job for job in workflow.jobs if job.id == "versions")

    assert {"schedule", "workflow_dispatch"} <= set(workflow.triggers)
    assert [one["resolution"] for one in job.body["strategy"]["matrix"]["include"]] == ["newest", "lowest"]
    assert command(job.steps[-1]) == 'nox -s tests -- --resolution "$RESOLUTION"'
    assert "schedule" not in Workflow.parse(ci.render(make_project())[".github/workflows/ci.yml"], "ci.yml").triggers


def test_an_unknown_provider_is_refused_with_the_known_ones(make_project: Make) -> None:
    with pytest.raises(ci.UnknownProvider, match="github"):
        ci.render(make_project(), "nosuch")


def test_a_run_is_detected_and_its_absence_too() -> None:
    run = ci.detect(ENVIRON)

    assert run is not None
    assert (run.provider, run.tag, run.event) == ("github", "v1.2.3", "push")
    assert run.url == "https://forge.example/someone/demo/actions/runs/7"
    assert ci.detect({}) is None


def test_a_branch_is_no_tag() -> None:
    run = ci.detect({**ENVIRON, "GITHUB_REF": "refs/heads/v1.2.3"})

    assert run is not None
    assert run.tag == ""


def test_the_summary_shows_text_of_others_as_plain_text() -> None:
    finding = Finding(
        "x-y", "a|b\n::error::boo <script>alert(1)</script> @everyone [l](javascript:x)", "f`g`", "do *it*"
    )
    board = Board("check", (Row("one", Verdict.NO_GO, 1.5, "n\x1b[31m", (finding,)),), "nox -s check")

    text = github.annotate(board)

    assert "### check: NO-GO" in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "<script>" not in text
    assert "@everyone" not in text
    assert "\\](javascript" in text
    assert "\x1b" not in text
    assert all(line.replace("\\|", "").count("|") == 5 for line in text.splitlines() if line.startswith("|"))


@pytest.mark.parametrize("line", ["::set-output name=a::b", "  ::add-mask::x", "see ##[group]x", "ok\n::error::x"])
def test_no_line_of_a_log_is_a_workflow_command(line: str) -> None:
    from gonogo.ci.text import in_log

    safe = in_log(line)

    assert not any(one.lstrip().startswith("::") for one in safe.splitlines())
    assert "##[" not in safe


def test_what_blocks_is_annotated_at_its_file_and_line(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    places = ("pyproject.toml:12", "pyproject.toml, line 7", "pyproject.toml", "demo-1.0.whl", "../x:1", "")
    found = tuple(Finding("c", "100% wrong,\n::stop", where, "fix, it") for where in places)
    row = Row("a: b", Verdict.NO_GO, findings=(*found, Finding("c", "an advice", blocking=False)))
    lines = github.errors(Board("b", (row,)), tmp_path)
    message = "::100%25 wrong, / ::stop; fix: fix, it"
    title = "::error title=a%3A b%3A NO-GO"
    assert lines == [
        f"{title},file=pyproject.toml,line=12{message}",
        f"{title},file=pyproject.toml,line=7{message}",
        f"{title},file=pyproject.toml{message}",
        *[f"{title}{message}"] * 3,
    ]


@pytest.mark.parametrize("command", ["invoke push", "a `b` c", "x | y <z> @all", "``", "nox -s " + "tests " * 60])
def test_what_comes_next_is_code_in_the_summary(command):
    import markdown_it

    text = github.annotate(Board("b", (Row("r", Verdict.GO),), command))
    html = markdown_it.MarkdownIt().enable("table").render(text)
    import html as escapes

    assert f"<code>{escapes.escape(command.strip(), quote=False)}</code>" in html.replace("&quot;", '"')
