"""Python versions, as classifiers and requirements say them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.project import pythons
from gonogo.project.tree import Tree

CLASSIFIED = 'classifiers = ["Programming Language :: Python :: 3.8", "Programming Language :: Python :: 3.12"]\n'


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, pythons.KNOWN),
        ({"pyproject.toml": "[project]\n" + CLASSIFIED}, ("3.12",)),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.12"\n'}, ("3.12", "3.13")),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.11.4,<3.13"\n'}, ("3.11", "3.12")),
        ({"pyproject.toml": '[project]\nrequires-python = "nonsense"\n'}, pythons.KNOWN),
        ({"setup.cfg": "[options]\npython_requires = >=3.13\n"}, ("3.13",)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.13"\n'}, ("3.13",)),
        ({"setup.py": "from setuptools import setup\nsetup(python_requires='>=3.13')\n"}, ("3.13",)),
    ],
)
def test_the_versions_are_found(files: dict[str, str], found: tuple[str, ...], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert pythons.find(Tree(tmp_path)) == found
