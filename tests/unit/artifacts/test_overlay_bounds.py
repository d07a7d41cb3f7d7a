"""The overlay touches nothing outside the clean clone, wherever the project's settings point."""

from __future__ import annotations

import pytest

from gonogo.artifacts.environments import Environment
from gonogo.artifacts.overlay import lay


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "outside" / "demo").mkdir(parents=True)
    (tmp_path / "outside" / "demo" / "__init__.py").write_text("precious\n")
    (tmp_path / "clone").mkdir()
    return tmp_path / "clone"


def lay_demo(tree, text, name="demo"):
    (tree / "pyproject.toml").write_text(text)
    lay(tree, [name], Environment(tree.parent / "env"))
    return (tree.parent / "outside" / "demo" / "__init__.py").read_text()


def test_a_pythonpath_that_is_absolute_or_leads_up_is_left_alone(tree):
    for path in (str(tree.parent / "outside"), "../outside"):
        assert lay_demo(tree, f'[tool.pytest.ini_options]\npythonpath = ["{path}"]\n') == "precious\n"


def test_a_link_in_the_clone_that_leads_out_is_not_followed(tree):
    (tree / "lib").symlink_to(tree.parent / "outside")
    assert lay_demo(tree, '[tool.pytest.ini_options]\npythonpath = "lib"\n') == "precious\n"


def test_a_name_that_leads_out_is_left_alone(tree):
    assert lay_demo(tree, "", "../outside/demo") == "precious\n"


def test_a_package_in_the_clone_is_replaced(tree):
    (tree / "demo").mkdir()
    (tree / "demo" / "__init__.py").write_text("source\n")
    lay_demo(tree, "")
    assert not (tree / "demo").exists()
