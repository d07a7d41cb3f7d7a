"""What the tests' own runner sets or lets through is part of how they run: tox in all its files, Nox, Hatch."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.project import test_variables
from gonogo.project.tree import Tree
from gonogo.release import tests

INI = """\
[testenv]
deps = pytest
passenv = CI_*  HOME, TZ
setenv =
    # a comment
    MODE = test
    HERE = {toxinidir}/data
    CHOSEN = {env:CHOSEN_MODE:by default}
    AGAIN = {env:MODE}
    py310: ONLY = then
    TEMPORARY = {envtmpdir}/x
    PATH = {toxinidir}/bin
commands = pytest {posargs}
"""
SECTIONS = """\
[base]
setenv =
    MODE = test

[testenv:lint]
commands = ruff check
setenv = MODE = lint

[testenv:tests]
commands = pytest
setenv =
    {[base]setenv}
    MORE = 1
"""
TOML = """\
[env_run_base]
commands = [["pytest"]]
pass_env = ["TZ"]
set_env.MODE = "test"
set_env.HERE = "{tox_root}{/}data"
set_env.CHOSEN = { replace = "env", name = "CHOSEN_MODE", default = "d" }
"""
NOX = """\
import nox

BASE = {"MODE": "test"}


@nox.session
def lint(session):
    session.env["MODE"] = "lint"


@nox.session
def tests(session):
    session.env["ONE"] = "1"
    session.env.update({"TWO": "2"}, THREE="3")
    session.run("pytest", env={**BASE, "FOUR": "4", "FIVE": compute()})
"""
HATCH = '[tool.hatch.envs.test]\ndependencies = ["pytest"]\n[tool.hatch.envs.test.env-vars]\nMODE = "test"\n'
ALL = {
    "tox.ini": (
        {"tox.ini": INI},
        {"MODE": "test", "HERE": "{root}/data", "CHOSEN": "by default", "AGAIN": "test"},
        ("CI_*", "HOME", "TZ"),
        ("TEMPORARY",),
        "tox.ini",
    ),
    "a section for the tests": ({"tox.ini": SECTIONS}, {"MODE": "test", "MORE": "1"}, (), (), "tox.ini"),
    "setup.cfg": (
        {"setup.cfg": "[tox:tox]\nenvlist = py\n[testenv]\nset_env = MODE=test\npass_env = TZ\ncommands = pytest\n"},
        {"MODE": "test"},
        ("TZ",),
        (),
        "tox's settings",
    ),
    "legacy_tox_ini": (
        {"pyproject.toml": f'[tool.tox]\nlegacy_tox_ini = """\n{SECTIONS}"""\n'},
        {"MODE": "test", "MORE": "1"},
        (),
        (),
        "tox's settings",
    ),
    "a file of variables": (
        {"tox.ini": "[testenv]\nset_env = file|{tox_root}/.env\n", ".env": "# one\nMODE=test\n"},
        {"MODE": "test"},
        (),
        (),
        "tox.ini",
    ),
    "tox.toml": ({"tox.toml": TOML}, {"MODE": "test", "HERE": "{root}/data", "CHOSEN": "d"}, ("TZ",), (), "tox.toml"),
    "[tool.tox]": (
        {"pyproject.toml": TOML.replace("[env_run_base]", "[tool.tox.env_run_base]")},
        {"MODE": "test", "HERE": "{root}/data", "CHOSEN": "d"},
        ("TZ",),
        (),
        "[tool.tox]",
    ),
    "noxfile.py": (
        {"noxfile.py": NOX},
        {"MODE": "test", "ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4"},
        (),
        (),
        "noxfile.py",
    ),
    "Hatch": ({"pyproject.toml": HATCH}, {"MODE": "test"}, (), (), "Hatch"),
    "nothing": ({"pyproject.toml": ""}, {}, (), (), ""),
}


@pytest.mark.parametrize("kind", ALL)
def test_variables_are_read_where_they_are_set(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHOSEN_MODE", raising=False)
    files, given, passed, unknown, source = ALL[kind]
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    found = test_variables.find(Tree(tmp_path))
    assert found.given == {name: value.replace("{root}", str(tmp_path)) for name, value in given.items()}
    assert (found.passed, found.unknown, found.source) == (passed, unknown, source)


def test_what_passes_is_of_this_machine_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tox.ini").write_text("[testenv]\npassenv = *\nsetenv =\n    A = {env:DEMO_APIKEY:none}\n")
    for name in ("DEMO_APIKEY", "GITHUB_TOKEN", "UV_PUBLISH_URL"):
        monkeypatch.setenv(name, "hidden-value")
    monkeypatch.setenv("DEMO_MODE", "test")
    found = test_variables.find(Tree(tmp_path))
    given = tests.variables(found, ())
    assert given["DEMO_MODE"] == "test"
    assert given["A"] == "none"
    assert "hidden-value" not in given.values()
    assert tests.variables(found, ("DEMO_APIKEY",))["DEMO_APIKEY"] == "hidden-" + "value"
