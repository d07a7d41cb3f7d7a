"""What a user types at `gonogo` and `invoke`: Invoke's own options, misspelt words, help, completion and bytecode."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gonogo
from gonogo.cli.tasks import all_tasks
from gonogo.model.errors import Status

CORRECTED = {
    "bump minor": "bump --part minor",
    "bump mnior": "bump --part minor",
    "bump --prat minor": "bump --part minor",
    "bump --prat=minor": "bump --part=minor",
    "bmup --part minor": "bump --part minor",
    "release v1.4.0 --yes": "release --to 1.4.0 --yes",
    "changelog major": "changelog --part major",
    "undo --remot": "undo --remote",
    "resume handed": "resume --from handed",
    "--lsit": "--list",
    "bump --part minor patch": "--help bump",
    "bump -x": "--help bump",
    "bump --part": "--help bump",
    "news": "--help news",
}
"""What is typed, and the command that the answer names."""

OPTIONS = [
    ["--echo"],
    ["-w"],
    ["--hide", "both"],
    ["--pty"],
    ["--command-timeout=3"],
    ["-T", "3"],
]
"""Invoke's options for commands that it runs itself."""


@pytest.mark.parametrize("task", [task.name for task in all_tasks()])
def test_a_task_that_is_asked_for_its_help_shows_it_and_does_nothing(sample, typed_here, task):
    before = sample.snapshot()
    usage = {"inspect": "inspect FILE...", "demo": "demo [FOLDER]"}.get(task, task)
    for option in ("--help", "-h"):
        status, shown = typed_here(task, option)
        assert (status, shown.splitlines()[0]) == (0, f"Usage: gonogo {usage} [OPTIONS]")
    assert sample.snapshot() == before


@pytest.mark.parametrize("words", [["news", "-h"], ["forward-port", "--help"], ["news", "--type", "bugfix", "--help"]])
def test_an_option_is_never_taken_for_a_value(sample, words):
    before = sample.snapshot()
    done = sample.run("invoke", *words)
    assert done.returncode in (0, Status.USAGE)
    assert f"invoke --help {words[0]}" in done.stdout or "Docstring:" in done.stdout
    assert sample.snapshot() == before


@pytest.mark.parametrize("words", CORRECTED)
def test_gonogo_answers_a_misspelt_command_with_the_right_one(typed_here, words):
    status, printed = typed_here(*words.split())
    assert status == Status.USAGE
    assert printed.endswith(f": gonogo {CORRECTED[words]}\n")


def test_the_name_of_a_session_is_answered_with_nox(sample, typed_here):
    status, printed = typed_here("rules")
    assert status == Status.USAGE
    assert printed.endswith("type: nox -s rules\n")
    assert sample.run("invoke", "build").stderr.endswith("type: nox -s build\n")


@pytest.mark.parametrize("words", ["bump --prat=minor", "bmup --part minor"])
def test_invoke_answers_a_misspelt_command_with_the_right_one(sample, words):
    done = sample.run("invoke", *words.split())
    assert done.returncode == 1  # Invoke's own status for it
    assert done.stderr.endswith(f": invoke {CORRECTED[words]}\n")
    assert sample.git("tag") == ""


def test_a_prefix_and_tasks_of_the_project_s_own_are_known(sample):
    own = '@task\ndef deploy(c, where="here"):\n    """Deploy."""\n'
    sample.write(
        "tasks.py", f'import gonogo\nfrom invoke import task\n\nns = gonogo.tasks("our-")\n{own}ns.add_task(deploy)\n'
    )
    assert sample.run("invoke", "our-bump", "minor").stderr.endswith(": invoke our-bump --part minor\n")
    assert sample.run("invoke", "deplyo").stderr.endswith(": invoke deploy\n")
    of_another = sample.run("invoke", "deploy", "--whre", "there").stderr
    assert of_another == "No idea what '--whre' is!\n"
    assert sample.run("invoke", "deploy").stderr == ""


@pytest.mark.parametrize(
    "words", [["--dry", "bump", "--part", "minor"], ["-R", "bump", "-p", "minor"], ["bump", "--dry"]]
)
def test_a_dry_run_is_refused_and_changes_nothing(sample, typed_here, words):
    before = sample.snapshot()
    status, printed = typed_here(*words)
    assert status == Status.USAGE
    assert "no dry run" in printed
    assert "nox -s rehearse" in printed
    assert sample.snapshot() == before


def test_invoke_refuses_a_dry_run_too(sample):
    status, printed = refused(sample, "--dry", "bump", "--part", "minor")
    assert status == Status.USAGE
    assert "no dry run" in printed
    assert "nox -s rehearse" in printed
    assert sample.git("tag") == ""


def test_a_dry_run_that_the_environment_or_a_file_asks_for_is_refused_too(sample):
    assert "no dry run" in refused(sample, "bump", "--part", "minor", env={"INVOKE_RUN_DRY": "1"})[1]
    sample.write("invoke.yaml", "run:\n  dry: true\n")
    assert "no dry run" in refused(sample, "bump", "--part", "minor")[1]
    assert sample.git("tag") == ""


@pytest.mark.parametrize("option", OPTIONS, ids=" ".join)
def test_an_option_of_invoke_s_that_would_have_no_effect_is_no_option_of_gonogo(sample, typed_here, option):
    assert typed_here(*option, "bump", "--part", "minor")[0] == Status.USAGE
    assert sample.git("tag") == ""


@pytest.mark.parametrize("option", OPTIONS[::2], ids=" ".join)
def test_an_option_of_invoke_s_that_would_have_no_effect_is_refused(sample, option):
    status, printed = refused(sample, *option, "bump", "--part", "minor")
    assert status == Status.USAGE
    assert "has no effect on bump" in printed
    assert sample.git("tag") == ""


def test_what_the_configuration_says_of_other_tasks_stops_none_of_gonogo_s(sample):
    sample.write("invoke.yaml", "run:\n  echo: true\n  warn: true\n  pty: true\n  hide: out\n")
    done = sample.run("invoke", "status")
    assert done.returncode == 0, done.stdout


def refused(sample, *words, env=None):
    done = sample.run("invoke", *words, env=env)
    return done.returncode, done.stdout + done.stderr


def test_help_shows_the_tasks_first_and_only_options_that_mean_something(typed_here):
    status, printed = typed_here("--help")
    assert status == 0
    assert printed.startswith("Usage: gonogo TASK [OPTIONS]\n\nTasks:\n")
    assert printed.index("  bump ") < printed.index("Options:")
    for option in ("--dry", "--echo", "--pty", "--hide", "--sudo", "--config", "--complete ", "--write-pyc"):
        assert option not in printed
    assert typed_here()[1] == printed
    assert "--part" in typed_here("bump", "--help")[1]


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes_tasks_and_their_options(sample, tmp_path):
    for name, main in {
        "gonogo": "gonogo.cli.program import main",
        "invoke": "invoke.main import program as main",
    }.items():
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        run = "main()" if name == "gonogo" else "main.run()"
        script.write_text(f"#!{sys.executable}\nfrom {main}\n{run}\n")
        script.chmod(0o755)
    lines = []
    for name in ("gonogo", "invoke"):
        lines.append(f"source <({name} --print-completion-script bash)")
        for words in (f"{name} bump --p", f"{name} re"):
            last = words.split()[-1]
            lines.append(f'COMP_WORDS=({words}); _complete_{name} {name} {last} x; echo "${{COMPREPLY[*]}}"')
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=sample.folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        *("--part --pre", "release report reproduce resume"),
        *("--part --pre", "release report resume"),
    ], done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_that_asks_gonogo(typed_here, shell):
    status, printed = typed_here("--print-completion-script", shell)
    assert status == 0
    assert "gonogo" in printed
    assert "--complete --" in printed


def test_what_gonogo_imports_is_compiled_once_although_invoke_switches_that_off(sample, tmp_path):
    package = shutil.copytree(
        Path(gonogo.__file__).parent, tmp_path / "src" / "gonogo", ignore=shutil.ignore_patterns("__pycache__")
    )
    sample.write("own.py", "")
    sample.write("tasks.py", "import gonogo\n\nns = gonogo.tasks()\nimport own\n")
    env = {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": ""}
    refused_by_python = sample.run("invoke", "status", env={**env, "PYTHONDONTWRITEBYTECODE": "1"})
    assert refused_by_python.returncode == 0
    assert compiled(package) == set()
    assert sample.run("invoke", "status", env=env).returncode == 0
    assert {"commands/status", "cli/tasks/bump", "git/repository"} <= compiled(package)
    assert compiled(sample.folder) == set()


def compiled(folder: Path) -> set[str]:
    return {
        f"{path.parent.parent.relative_to(folder).as_posix()}/{path.name.partition('.')[0]}"
        for path in folder.rglob("__pycache__/*.pyc")
    }
