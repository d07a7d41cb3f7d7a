"""Tests see what is installed wherever they look, and themselves; never the source."""

from __future__ import annotations

from datetime import date

import pytest

from gonogo.artifacts import overlay
from gonogo.artifacts.environments import Environment
from gonogo.commands import rehearse
from gonogo.model.verdict import Verdict
from gonogo.release.planner import Request
from gonogo.release.runner import Silence


@pytest.fixture
def installed(tmp_path):
    """An environment that holds a package and a module, and a clean clone with other bytes of them."""
    site = tmp_path / "env/lib/python3.11/site-packages"
    tree = tmp_path / "tree"
    for folder, text in ((site, "installed"), (tree, "source")):
        (folder / "demo/sub").mkdir(parents=True)
        for path in ("demo/__init__.py", "demo/sub/data.txt", "single.py"):
            (folder / path).write_text(text)
    (tree / "demo/forgotten.py").write_text("source")
    (tree / "demo/tests/data").mkdir(parents=True)
    for path in ("demo/tests/test_it.py", "demo/tests/data/x.json", "demo/conftest.py"):
        (tree / path).write_text("test")
    return tree, Environment(tmp_path / "env")


def files(tree):
    return {path.relative_to(tree).as_posix(): path.read_text() for path in tree.rglob("*") if path.is_file()}


def test_what_is_installed_stands_where_the_source_was_with_the_tests_that_the_wheel_lacks(installed):
    tree, environment = installed
    overlay.lay(tree, ("demo", "single"), environment)

    assert files(tree) == {
        "demo/__init__.py": "installed",
        "demo/sub/data.txt": "installed",
        "single.py": "installed",
        "demo/tests/test_it.py": "test",
        "demo/tests/data/x.json": "test",
        "demo/conftest.py": "test",
    }
    (site,) = overlay.sites(environment)
    assert (site / "demo/tests/test_it.py").read_text() == "test"
    assert not (site / "demo/forgotten.py").exists()


def test_a_package_that_is_not_installed_is_not_there_at_all(installed):
    tree, environment = installed
    (tree / "other/tests").mkdir(parents=True)
    (tree / "other/tests/test_other.py").write_text("test")
    overlay.lay(tree, ("other",), environment)

    assert not (tree / "other").exists()


def test_a_package_of_tests_that_is_not_installed_stays(installed):
    tree, environment = installed
    (tree / "test_demo").mkdir()
    (tree / "test_demo/test_other.py").write_text("test")
    overlay.lay(tree, ("test_demo",), environment)

    assert (tree / "test_demo/test_other.py").read_text() == "test"


def test_a_package_that_holds_the_tests_to_run_stays_whatever_its_name(installed):
    tree, environment = installed
    (tree / "t/unit").mkdir(parents=True)
    (tree / "t/helpers.py").write_text("help")
    (tree / "t/unit/test_other.py").write_text("test")
    overlay.lay(tree, ("t",), environment, tests=("pytest", "t/unit/"))

    assert (tree / "t/helpers.py").read_text() == "help"
    assert (tree / "t/unit/test_other.py").read_text() == "test"


def test_a_package_that_was_forgotten_does_not_stay_for_the_tests_inside_it(installed):
    tree, environment = installed
    (tree / "other/tests").mkdir(parents=True)
    (tree / "other/tests/test_other.py").write_text("test")
    overlay.lay(tree, ("other",), environment, tests=("pytest", "other/tests"))

    assert not (tree / "other").exists()


def test_a_pythonpath_of_the_tests_is_no_way_around(installed):
    tree, environment = installed
    (tree / "code").mkdir()
    (tree / "demo").rename(tree / "code/demo")
    overlay.lay(tree, ("demo",), environment, path=f"{tree}/code:elsewhere")

    assert (tree / "code/demo/__init__.py").read_text() == "installed"


def test_folders_of_pytests_path_are_no_way_around(installed):
    tree, environment = installed
    (tree / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["src"]\n')
    (tree / "src").mkdir()
    (tree / "demo").rename(tree / "src/demo")
    overlay.lay(tree, ("demo",), environment)

    assert (tree / "src/demo/__init__.py").read_text() == "installed"
    assert not (tree / "src/demo/forgotten.py").exists()


@pytest.mark.journey
def test_tests_inside_a_package_that_leaves_them_out_of_its_wheel_run(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    text = text.replace('packages = ["src/demo"]', 'packages = ["demo"]\nexclude = ["tests"]')
    sample.git("mv", "src/demo", "demo")
    sample.git("mv", "tests", "demo/tests")
    sample.write("demo/tests/__init__.py", "")
    sample.write("demo/tests/test_demo.py", "from demo import main\n\n\ndef test_main():\n    main()\n")
    sample.commit("pyproject.toml", text)
    sample.git("push", "-q")
    board = rehearse.rehearse(sample.folder, Request(part="minor"), date(2026, 11, 23), Silence())

    assert board.verdict is Verdict.GO
    assert "1 passed" in next(row.note for row in board.rows if row.name.startswith("tests"))


@pytest.mark.journey
def test_tests_in_a_package_that_the_build_excludes_run_with_what_tox_sets(sample):
    """setuptools leaves `checks` out by a pattern in setup.cfg; tox sets a variable and passes another."""
    sample.git("rm", "-rq", "tests", "noxfile.py")
    sample.git("mv", "src/demo", "demo")
    text = "[build-system]\nrequires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n"
    sample.write("setup.cfg", SETUP_CFG)
    sample.write("checks/__init__.py", "")
    sample.write("checks/helpers.py", "ONE = '1'\n")
    sample.write("checks/test_demo.py", TEST)
    sample.write("tox.ini", "[testenv]\ndeps = pytest\nsetenv =\n    ONE = 1\ncommands = pytest checks\n")
    sample.commit("pyproject.toml", text)
    sample.git("push", "-q")
    board = rehearse.rehearse(sample.folder, Request(part="minor"), date(2026, 11, 23), Silence())

    row = next(row for row in board.rows if row.name.startswith("tests"))
    assert (row.verdict, row.note.split(" in ")[0]) == (Verdict.GO, "1 passed")
    assert "ONE from tox.ini" in row.note


TEST = """\
import os

import demo
from checks import helpers


def test_it():
    assert demo.main
    assert os.environ["ONE"] == helpers.ONE
"""
SETUP_CFG = """\
[metadata]
name = demo-sample
version = 1.0.0
long_description = A sample.

[options]
packages = find:

[options.packages.find]
exclude =
    checks*
"""
