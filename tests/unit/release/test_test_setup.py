"""How tests run: what was found, with what the settings say."""

from __future__ import annotations

import pytest

from gonogo.artifacts.environments import Environment
from gonogo.project.test_setup import TestSetup
from gonogo.release import tests


def test_what_the_settings_require_stands_beside_what_was_found(tmp_path):
    (tmp_path / "tox.ini").write_text("[testenv]\ndeps = pytest\ncommands = pytest -q\n")
    (tmp_path / "pyproject.toml").write_text('[tool.gonogo]\ntest-requires = ["pytest<9"]\n')
    found = tests.setup(tmp_path)
    assert (found.argv, found.requires) == (("pytest", "-q"), ("pytest", "pytest<9"))


@pytest.mark.parametrize(
    ("argv", "said"), [(("pytest", "--doctest-modules"), True), (("python", "-m", "unittest"), False)]
)
def test_files_that_call_gonogo_are_none_that_pytest_imports_for_doctests(tmp_path, argv, said):
    """The kind: following an advice leads on; gonogo is in no environment of tests, and what init wrote needs it."""
    (tmp_path / "tasks.py").write_text("import gonogo\n\nns = gonogo.tasks()\n")
    (tmp_path / "noxfile.py").write_text("import nox\n")
    prepared = tests.Prepared(Environment(tmp_path), tmp_path, TestSetup(argv))
    assert tests.left_out(prepared) == (["--ignore=tasks.py"] if said else [])
