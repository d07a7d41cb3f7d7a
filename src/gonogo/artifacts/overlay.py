"""Overlay: what is installed, laid in the place of its source, so that tests find it wherever they look."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from gonogo.artifacts.environments import Environment
from gonogo.system import toml
from gonogo.system.folders import temporary

SITES = ("lib/python*/site-packages", "lib/pypy*/site-packages", "Lib/site-packages")
TEST_FOLDERS = frozenset({"test", "tests"})
TEST_PACKAGE = re.compile(r"tests?(_.*)?|.*_tests?")
TEST_FILE = re.compile(r"test_.*\.py|.*_test\.py|conftest\.py")


def lay(tree: Path, names: Sequence[str], environment: Environment, tests: Sequence[str] = (), path: str = "") -> None:
    """Put the installed packages where tests could import their source from a clean clone.

    No file of the source is left there but tests that a package holds and its wheel leaves out, and a package that is
    not installed and holds the `tests` which are to run. `path` is the PYTHONPATH of the tests. Nothing but the clone
    and the environment is touched, wherever the project's settings point.
    """
    homes = [tree / one for one in tests if (tree / one).exists()]
    for folder in (*import_folders(tree), *(tree / one for one in path.split(os.pathsep) if one)):
        for name in names:
            for found in filter(partial(is_inside, tree), (folder / name, folder / f"{name}.py")):
                installed = [site / found.name for site in sites(environment)]
                if any(one.exists() for one in installed) or not any(map(partial(holds, found), homes)):
                    replace(found, installed)


def holds(package: Path, home: Path) -> bool:
    """Return whether a package is one of tests: what runs stands in it, and in no folder of tests inside it."""
    return home.is_relative_to(package) and not TEST_FOLDERS & set(home.relative_to(package).parts)


def is_inside(tree: Path, path: Path) -> bool:
    """Return whether a path stands in a tree, links followed."""
    return path.parent.resolve().is_relative_to(tree.resolve())


def import_folders(tree: Path) -> tuple[Path, ...]:
    """Return the folders from which tests may import: the project's own, and pytest's `pythonpath`."""
    pytest = toml.read(tree / "pyproject.toml").get("tool", {}).get("pytest", {})
    options = {**pytest, **pytest.get("ini_options", {})}
    on_path = options.get("pythonpath", [])
    return (tree, *(tree / one for one in ([on_path] if isinstance(on_path, str) else on_path)))


def sites(environment: Environment) -> tuple[Path, ...]:
    """Return the folders into which an environment installs."""
    return tuple(found for shape in SITES for found in sorted(environment.folder.glob(shape)))


def replace(source: Path, installed: Sequence[Path]) -> None:
    """Put what is installed in the place of its source; where nothing is, the source is gone all the same."""
    if source.is_symlink() or source.is_file():
        source.unlink()
        for one in installed:
            if one.is_file():
                shutil.copyfile(one, source)
    elif source.is_dir() and not left_out(source, installed):
        with temporary() as scratch:
            shutil.move(source, scratch / "source")
            for one in installed:
                if one.is_dir():
                    add_tests(scratch / "source", one)
                    shutil.copytree(one, source, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def left_out(package: Path, installed: Sequence[Path]) -> bool:
    """Return whether a package is one of tests that no wheel holds; it is its own and stays where it is."""
    return bool(TEST_PACKAGE.fullmatch(package.name)) and not any(one.is_dir() for one in installed)


def add_tests(source: Path, target: Path) -> None:
    """Lay the tests inside a package beside its installed files: one that is imported already looks nowhere else."""
    for path in tests_in(source):
        place = target / path.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def tests_in(package: Path) -> Iterator[Path]:
    """Yield the files of a package that are tests: below a folder of tests, or named as pytest finds them."""
    for path in sorted(package.rglob("*")):
        inside = TEST_FOLDERS & set(path.relative_to(package).parts[:-1])
        if path.is_file() and not path.is_symlink() and (inside or TEST_FILE.fullmatch(path.name)):
            yield path
