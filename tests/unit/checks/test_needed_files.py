"""Which files an sdist may not leave out: the build's, the package's code, and the data that its code names."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from gonogo.checks.sdist_holds_what_git_tracks import is_needed

FILES = {
    "pyproject.toml": "",
    "setup.py": "",
    "README.md": "",
    "src/demo/__init__.py": 'open("words.txt"); FOLDER = "schemas"; glob("*.toml")\n',
    "src/demo/words.txt": "",
    "src/demo/notes.txt": "",
    "src/demo/a.toml": "",
    "src/demo/py.typed": "",
    "src/demo/schemas/a.json": "",
    "src/demo/other/a.json": "",
    "src/demo/command/__init__.py": '"command"\n',
    "src/demo/command/template": "",
    "src/demo/tests/data.txt": "",
    "src/demo/tests/test_it.py": '"notes.txt"\n',
}
NEEDED = {
    "pyproject.toml",
    "src/demo/__init__.py",
    "src/demo/words.txt",
    "src/demo/a.toml",
    "src/demo/py.typed",
    "src/demo/schemas/a.json",
    "src/demo/command/__init__.py",
}


@pytest.mark.parametrize("path", FILES)
def test_what_an_sdist_needs(path: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    layout = SimpleNamespace(backend="hatchling.build", import_names=("demo",))
    reader = SimpleNamespace(tree=tmp_path, tracked=tuple(FILES), project=SimpleNamespace(layout=layout))

    assert is_needed(path, reader) == (path in NEEDED)  # type: ignore[arg-type]
