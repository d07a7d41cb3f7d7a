"""What the samples of all layouts share: a package `demo`, its test, and its pyproject.toml."""

from __future__ import annotations

from textwrap import dedent

VERSION = "1.2.3"
AS_ARGUMENTS = "1, 2, 3"
"""The same, as Incremental holds it."""
README = "# demo\n\nA sample project.\n"
TEST = """\
from importlib.metadata import version

import demo


def test_it_answers():
    assert demo.answer() == 42


def test_it_is_installed():
    assert version("demo-sample")
"""
CODE = '''\
"""A sample."""


def answer():
    """Return the answer."""
    return 42
'''
CODE_WITH_VERSION = CODE.replace('"""A sample."""\n', f'"""A sample."""\n\n__version__ = "{VERSION}"\n')

PROJECT = """\
[project]
name = "demo-sample"
{version}
description = "A sample project."
readme = "README.md"
requires-python = ">=3.10"
license = "MIT"

[project.optional-dependencies]
look-alike = ["packaging>=1.2.3"]

[project.urls]
Homepage = "https://example.org/demo"

[dependency-groups]
test = ["pytest"]
"""
STATIC = f'version = "{VERSION}"'
DYNAMIC = 'dynamic = ["version"]'


def pyproject(requires: str, backend: str, version: str, more: str = "") -> str:
    """Return a pyproject.toml for a backend; `requires` is a list of requirements as TOML."""
    system = f'[build-system]\nrequires = [{requires}]\nbuild-backend = "{backend}"\n\n'
    return system + PROJECT.format(version=version) + ("\n" + dedent(more).lstrip("\n") if more else "")


def common(code: str = CODE, package: str = "src/demo") -> dict[str, str]:
    """Return the files that all samples share."""
    return {
        "README.md": README,
        ".gitignore": "dist/\nbuild/\n*.egg-info/\n__pycache__/\n.nox/\n.venv/\n",
        f"{package}/__init__.py": code,
        "tests/test_demo.py": TEST,
    }
