from __future__ import annotations

import textwrap
from pathlib import Path

import pytest


@pytest.fixture
def tiny(tmp_path: Path):
    """A function that writes a tiny project from its files and returns its folder."""

    def write(files: dict[str, str], name: str = "project") -> Path:
        root = tmp_path / name
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(textwrap.dedent(text), encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def tiny_wheel(tmp_path_factory) -> Path:
    """The wheel of a tiny pure package, built for real."""
    from gonogo.world import builder

    root = tmp_path_factory.mktemp("tiny")
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["flit_core>=3.11"]\nbuild-backend = "flit_core.buildapi"\n'
        '[project]\nname = "tiny"\ndynamic = ["version", "description"]\n'
    )
    (root / "tiny.py").write_text('"""A tiny module."""\n__version__ = "0.9"\n')
    return builder.build(root, root / "out", 1_700_000_000, {})[1]
