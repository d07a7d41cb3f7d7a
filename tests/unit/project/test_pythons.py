"""Python versions, as classifiers and requirements say them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.project import pythons
from gonogo.project.tree import Tree

CLASSIFIED = 'classifiers = ["Programming Language :: Python :: 3.8", "Programming Language :: Python :: 3.12"]\n'

NEWER = CLASSIFIED.replace("3.12", "3.14").replace("]", ', "Programming Language :: Python :: 3.16"]')


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, pythons.KNOWN),
        ({"pyproject.toml": "[project]\n" + CLASSIFIED}, ("3.12",)),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.12"\n'}, ("3.12", "3.13", "3.14")),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.11.4,<3.13"\n'}, ("3.11", "3.12")),
        ({"pyproject.toml": '[project]\nrequires-python = "nonsense"\n'}, pythons.KNOWN),
        ({"setup.cfg": "[options]\npython_requires = >=3.13\n"}, ("3.13", "3.14")),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.13"\n'}, ("3.13", "3.14")),
        ({"setup.py": "from setuptools import setup\nsetup(python_requires='>=3.13')\n"}, ("3.13", "3.14")),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.15"\n'}, ("3.15",)),
        ({"pyproject.toml": '[project]\nrequires-python = "~=3.15.2"\n'}, ("3.15",)),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.12,<3.99"\n'}, ("3.12", "3.13", "3.14")),
        ({"pyproject.toml": '[project]\nrequires-python = "<3.10"\n'}, ("3.14",)),
        ({"pyproject.toml": "[project]\n" + NEWER}, ("3.14", "3.16")),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.14"\n' + CLASSIFIED}, ("3.14",)),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.14,<3.16"\n' + NEWER}, ("3.14",)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = ">=3.15,<4"\n'}, ("3.15",)),
        ({"setup.cfg": "[options]\npython_requires = >=3.15\n"}, ("3.15",)),
    ],
)
def test_the_versions_are_found(files: dict[str, str], found: tuple[str, ...], tmp_path: Path) -> None:
    """The kind: a list that is empty, or lacks a Python that the project is for, because gonogo is older than it."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert pythons.find(Tree(tmp_path)) == found
