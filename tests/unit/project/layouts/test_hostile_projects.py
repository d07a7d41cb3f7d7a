"""Broken and hostile projects (H43 to H46, H51): an error that names file and key, and nothing is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.changelog.find import kind_and_path
from gonogo.model.errors import GonogoError
from gonogo.project import layouts, test_setup

Write = Callable[[dict[str, str]], Path]
SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n'
DYNAMIC = '[project]\nname = "demo"\ndynamic = ["version"]\n'
HATCH = SETUPTOOLS.replace("setuptools.build_meta", "hatchling.build") + DYNAMIC

HOSTILE = {
    "broken": "[project\n",
    "duplicate keys": "[project]\nname = 'a'\nname = 'b'\n",
    "nested too deeply": f"a = {'[' * 10_000}{']' * 10_000}\n",
    "nul": "[project]\nname = 'a\0'\n",
    "version is a number": SETUPTOOLS + "[project]\nname = 'demo'\nversion = 1\n",
    "version is a date": SETUPTOOLS + "[project]\nname = 'demo'\nversion = 2026-01-01\n",
    "project is a list": SETUPTOOLS + "project = []\n",
    "tool is a text": "tool = 'x'\n",
    "dynamic is a table": SETUPTOOLS + "[project]\nname = 'demo'\n[tool.setuptools]\ndynamic = 3\n",
    "path outside": HATCH + '[tool.hatch.version]\npath = "../outside.py"\n',
    "absolute path": HATCH + '[tool.hatch.version]\npath = "/etc/hostname"\n',
    "path is a list": HATCH + '[tool.hatch.version]\npath = ["a"]\n',
    "file is absent": HATCH + '[tool.hatch.version]\npath = "absent.py"\n',
    "no package at all": "[tool.ruff]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pyproject_is_refused_in_words(name: str, write: Write) -> None:
    root = write({"pyproject.toml": HOSTILE[name]})
    with pytest.raises(GonogoError) as caught:
        layouts.recognise(root)
    assert caught.value.hint
    assert len(caught.value.sentence) < 1000
    assert caught.value.sentence.isprintable()


def test_a_byte_order_mark_is_read_past(write: Write) -> None:
    root = write({"pyproject.toml": "\ufeff" + SETUPTOOLS + '[project]\nname = "demo"\nversion = "1.2.3"\n'})
    assert layouts.recognise(root).name == "setuptools_static"


def test_latin_1_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[project]\nname = 'd\xe9mo'\n")
    with pytest.raises(GonogoError, match=r"pyproject\.toml"):
        layouts.recognise(tmp_path)


def test_a_link_to_a_version_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text('__version__ = "1.2.3"\n')
    root = tmp_path / "project"
    root.mkdir()
    (root / "inside.py").symlink_to(tmp_path / "outside.py")
    (root / "pyproject.toml").write_text(HATCH + '[tool.hatch.version]\npath = "inside.py"\n')
    with pytest.raises(GonogoError, match=r"inside\.py"):
        layouts.recognise(root)


@pytest.mark.parametrize("path", ["setup.py", "src/demo/__init__.py", "noxfile.py"])
def test_no_code_of_the_project_runs(path: str, write: Write) -> None:
    bomb = 'raise SystemExit("this ran")\n__version__ = "1.2.3"\n'
    more = '[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__" }\n'
    files = {"src/demo/__init__.py": '__version__ = "1.2.3"\n', path: bomb}
    root = write({"pyproject.toml": SETUPTOOLS + DYNAMIC + more, **files})
    assert layouts.recognise(root).name == "setuptools_attr"
    assert test_setup.find(root).argv[0] == "pytest"
    assert kind_and_path(root) == ("none", "")


def test_python_that_does_not_parse_is_refused(write: Write) -> None:
    more = '[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__" }\n'
    root = write({"pyproject.toml": SETUPTOOLS + DYNAMIC + more, "demo/__init__.py": "def ("})
    with pytest.raises(GonogoError, match=r"demo/__init__\.py"):
        layouts.recognise(root)


def test_a_pattern_of_the_project_s_own_is_not_run(write: Write) -> None:
    slow = "[tool.hatch.version]\npath = 'demo.py'\npattern = '(a+)+$'\n"
    root = write({"pyproject.toml": HATCH + slow, "demo.py": f'# {"a" * 50_000}!\n__version__ = "1.2.3"\n'})
    assert layouts.recognise(root).name == "hatchling_path"
