"""How tests run: group, extra, tox, tools' tables and files, the first that says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.project import test_setup
from gonogo.project.test_setup import TestSetup

GROUPS = '[dependency-groups]\nlint = ["ruff"]\ndev = [{ include-group = "Tests" }]\ntests = ["pytest"]\n'
POETRY = '[tool.poetry.dev-dependencies]\npytest = "^7.0.0"\nblack = "^0.22"\n'
TOX = """\
[testenv]
deps =
    pytest
    webtest  # for the web
    -r requirements/web.txt
commands =
    coverage erase
    coverage run -m pytest {posargs:tests} --cov-report term-missing --cov=demo --durations=20
"""

TOX_PATHS = """\
[testenv]
changedir = .tox
deps = pytest
commands =
    pytest --cov demo --cov --doctest-modules --cov-report html \\
        {env_site_packages_dir}/demo {tox_root}/tests --junitxml={envtmpdir}/x.xml \\
        --rootdir={toxinidir} -n {env:JOBS:4} {posargs:-q}
"""

TOX_TOML = """\
[env_run_base]
deps = ["pytest", "-r req.txt"]
uv_seed = true
extras = ["cli"]
commands = [
  ["python", "-c", "print(1)"],
  ["pytest", { replace = "posargs", extend = true, default = [
    "--durations", "0", "-n", { replace = "env", name = "WORKERS", default = "auto" },
    "--junitxml", "{work_dir}{/}x.xml", "--cov", "{env_site_packages_dir}{/}demo", "tests",
  ] }],
]
"""

NOX = """\
import nox


@nox.session
def docs(session):
    session.install("sphinx")


@nox.session(python=["3.10", "3.13"])
def tests(session: nox.Session) -> None:
    session.install("--upgrade", "Twisted", "pytest")
    session.install("-r", "req/t.txt")
    session.install("-e", ".[cli]")
    session.run("coverage", "run", "-m", "pytest", "-q", "--cov=demo", "tests", *session.posargs)
"""
MODULE = ("python", "-m", "pytest")
NOX_GROUPS = """\
import nox

PYPROJECT = nox.project.load_toml()


@nox.session
def test(s):
    s.install(".", *nox.project.dependency_groups(PYPROJECT, "checks"))
    s.run("pytest", "-n", str(4), *s.posargs)
"""


@pytest.mark.parametrize(
    ("files", "setup"),
    [
        ({}, TestSetup(("pytest",), ("pytest",))),
        ({"pyproject.toml": GROUPS}, TestSetup(("pytest",), groups=("tests",))),
        ({"pyproject.toml": GROUPS.replace("ests", "hings")}, TestSetup(("pytest",), groups=("dev",))),
        (
            {"pyproject.toml": '[project.optional-dependencies]\ntesting = ["pytest"]\n'},
            TestSetup(("pytest",), extras=("testing",)),
        ),
        ({"pyproject.toml": POETRY}, TestSetup(("pytest",), ("pytest>=7.0.0,<8", "black>=0.22,<0.23"))),
        (
            {"pyproject.toml": '[tool.cibuildwheel]\ntest-requires = "-r req/t.txt"\n'},
            TestSetup(("pytest",), ("-rreq/t.txt", "pytest")),
        ),
        (
            {"tox.ini": TOX},
            TestSetup((*MODULE, "tests", "--durations=20"), ("pytest", "webtest", "-rrequirements/web.txt")),
        ),
        (
            {"tox.ini": TOX_PATHS},
            TestSetup(("pytest", "--doctest-modules", "tests", "--rootdir=.", "-n", "4", "-q"), ("pytest",)),
        ),
        (
            {"tox.toml": TOX_TOML},
            TestSetup(
                ("pytest", "--durations", "0", "-n", "auto", "tests"), ("pytest", "-rreq.txt", "pip"), extras=("cli",)
            ),
        ),
        (
            {"pyproject.toml": '[tool.tox.env_run_base]\ndeps = ["pytest"]\ncommands = [["pytest", "-q"]]\n'},
            TestSetup(("pytest", "-q"), ("pytest",)),
        ),
        (
            {"requirements.txt": "-e .[http2]\npytest==9\n", "tests/test_x.py": ""},
            TestSetup(("pytest", "tests"), ("pytest==9",), extras=("http2",)),
        ),
        (
            {"noxfile.py": NOX},
            TestSetup((*MODULE, "-q", "tests"), ("Twisted", "pytest", "-rreq/t.txt"), extras=("cli",)),
        ),
        ({"noxfile.py": NOX_GROUPS}, TestSetup(("pytest",), ("pytest",), groups=("checks",))),
        ({"noxfile.py": "import gonogo\n\ngonogo.sessions()\n"}, TestSetup(("pytest",), ("pytest",))),
        (
            {"setup.cfg": "[options.extras_require]\ntest =\n    pytest\n    x\n"},
            TestSetup(("pytest",), extras=("test",)),
        ),
        (
            {"requirements-dev.txt": "pytest\n", "tests/test_x.py": ""},
            TestSetup(("pytest", "tests"), ("-rrequirements-dev.txt",)),
        ),
        (
            {"pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["t"]\n', "t/x": ""},
            TestSetup(("pytest", "t"), ("pytest",)),
        ),
    ],
)
def test_the_set_up_is_found(files: dict[str, str], setup: TestSetup, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = test_setup.find(tmp_path)
    assert (found.argv, found.requires, found.groups, found.extras) == (
        setup.argv,
        setup.requires,
        setup.groups,
        setup.extras,
    )


def test_the_project_s_own_source_is_never_among_the_requirements(tmp_path: Path) -> None:
    (tmp_path / "req").mkdir()
    (tmp_path / "requirements-dev.txt").write_text("-e .[socks]  # self\n-r req/more.txt\npytest>=2.8\n")
    found = test_setup.find(tmp_path)
    assert found.requires == ("-rreq/more.txt", "pytest>=2.8")
    assert found.extras == ("socks",)


def test_what_poetry_locked_is_what_the_tests_get(tmp_path: Path) -> None:
    own = '[tool.poetry.dependencies]\npython = "^3.8"\nPygments = "^2"\nwidgets = { version = "*", optional = true }\n'
    (tmp_path / "pyproject.toml").write_text(own + POETRY)
    entries = {"pygments": "2.19.2", "pytest": "7.4.0", "widgets": "1"}
    lock = "".join(f'[[package]]\nname = "{name}"\nversion = "{version}"\n' for name, version in entries.items())
    (tmp_path / "poetry.lock").write_text(lock)
    assert test_setup.find(tmp_path).requires == ("pytest==7.4.0", "black>=0.22,<0.23", "Pygments==2.19.2")


def test_extras_that_tox_names_are_needed_besides_one_called_test(tmp_path: Path) -> None:
    extras = '[project.optional-dependencies]\ntest = ["pytest"]\ncover = ["pytest-cov"]\n'
    (tmp_path / "pyproject.toml").write_text(extras)
    (tmp_path / "tox.ini").write_text("[testenv]\nextras =\n\ttest\n\tcover\ncommands =\n\tpytest {posargs}\n")
    found = test_setup.find(tmp_path)
    assert (found.argv, found.extras) == (("pytest",), ("test", "cover"))


@pytest.mark.parametrize(("holds", "requires"), [("twisted", ("coverage", "pytest")), ("pytest-xdist", ("coverage",))])
def test_pytest_is_needed_where_no_extra_holds_it(holds: str, requires: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project.optional-dependencies]\nscripts = ["{holds}"]\n')
    (tmp_path / "tox.ini").write_text("[testenv]\nextras = tests: scripts\ndeps = tests: coverage\n")
    found = test_setup.find(tmp_path)
    assert (found.requires, found.extras) == (requires, ("scripts",))


def test_the_pip_that_tox_gives_its_environments_comes_with_a_group_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(GROUPS)
    (tmp_path / "tox.toml").write_text("[env_run_base]\nuv_seed = true\n")
    found = test_setup.find(tmp_path)
    assert (found.requires, found.groups) == (("pip",), ("tests",))
