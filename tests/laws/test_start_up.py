"""Start-up is a feature: importing sessions and tasks imports nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "bumpversion",
    "build",
    "bs4",
    "check_manifest",
    "check_wheel_contents",
    "docutils",
    "email_validator",
    "griffe",
    "id",
    "jinja2",
    "keyring",
    "packaging.metadata",
    "pydantic",
    "pypi_attestations",
    "pypi_simple",
    "readme_renderer",
    "requests",
    "rich",
    "ruamel",
    "sigstore",
    "stamina",
    "tomlkit",
    "towncrier",
    "twine",
    "urllib3",
)
OPENED = {
    "gonogo": "import gonogo",
    "the tasks": "import gonogo; gonogo.tasks()",
    "the program": "import gonogo.cli.program",
}
ASK = "; import json, sys; print(json.dumps(sorted(sys.modules)))"


def imported(code: str) -> set[str]:
    """Return the modules that are there after a piece of code, in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", code + ASK], capture_output=True, check=True, text=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("opened", OPENED)
def test_importing_an_entry_point_imports_nothing_heavy(opened: str) -> None:
    assert imported(OPENED[opened]) & set(HEAVY) == set()


def test_registering_the_sessions_imports_nothing_heavy_that_nox_does_not() -> None:
    ours = imported("import nox, gonogo; gonogo.sessions()") - imported("import nox, nox._cli")
    assert ours & set(HEAVY) == set()


def test_importing_gonogo_imports_no_package_below_it() -> None:
    assert {name for name in imported("import gonogo") if name.startswith("gonogo")} == {"gonogo"}


def test_the_tasks_import_cli_and_model_only() -> None:
    packages = {name.split(".")[1] for name in imported(OPENED["the tasks"]) if name.startswith("gonogo.")}
    assert packages <= {"cli", "model"}


def test_asking_where_a_release_stands_imports_no_client_of_an_index(sample) -> None:
    code = f"import os; os.chdir({str(sample.folder)!r}); from pathlib import Path; from gonogo.commands import status"
    assert imported(f"{code}; status.board(Path.cwd())") & {"pypi_simple", "requests", "twine"} == set()
