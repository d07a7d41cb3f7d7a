"""A project's files, read and never run: parsed tables, texts and literal assignments, each read once."""

import ast
import configparser
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gonogo.model.errors import GonogoError
from gonogo.system import toml
from gonogo.system.text import OutsideProject, decoded

TEXT_LIMIT = 4_000_000  # bytes of a file that are read at the most


class FileUnreadable(GonogoError):
    text = "{path} cannot be read: {why}"
    hint_text = "fix {path}; nothing was changed"


class WrongType(GonogoError):
    text = "{path}: {key} should be {expected}, not {found}"
    hint_text = "fix {key} in {path}"


@dataclass(frozen=True)
class Built:
    """What the build backend says where no file can be read for it: the name, and what can be imported."""

    name: str = ""
    imported: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """The files of the project in `root`; every path is relative to it, with `/`."""

    root: Path
    built: Built = Built()

    @cached_property
    def real_root(self) -> Path:
        """The folder itself, whatever links lead to it."""
        return self.root.resolve()

    @cached_property
    def pyproject(self) -> dict[str, Any]:
        """The tables of pyproject.toml; none where there is no such file."""
        self.require_inside("pyproject.toml")
        return toml.read(self.root / "pyproject.toml")

    @cached_property
    def setup_cfg(self) -> configparser.ConfigParser:
        """The sections of setup.cfg; none where there is no such file."""
        return self.ini("setup.cfg")

    @property
    def project(self) -> dict[str, Any]:
        """The table `[project]`."""
        return self.table("project")

    @property
    def backend(self) -> str:
        """The build backend that pyproject.toml names; setuptools' where it names none (PEP 517)."""
        backend = self.table("build-system").get("build-backend", "setuptools.build_meta")
        return str(backend) if isinstance(backend, str) else ""

    @property
    def name(self) -> str:
        """The name of the distribution, as the project spells it; empty where neither a file nor its build says it."""
        poetry = self.table("tool.poetry").get("name", "")
        flit = self.table("tool.flit.metadata").get("module", "")
        for said in (
            self.project.get("name"),
            poetry,
            flit,
            self.setup_cfg.get("metadata", "name", fallback=""),
        ):
            if isinstance(said, str) and said:
                return said
        return self.setup_word("name") or str(self.table("tool.gonogo").get("name", "")) or self.built.name

    @property
    def dynamic(self) -> bool:
        """Whether `[project]` leaves the version to the backend."""
        dynamic = self.project.get("dynamic", [])
        return isinstance(dynamic, list) and "version" in dynamic

    def table(self, key: str) -> dict[str, Any]:
        """Return the table at a dotted key of pyproject.toml, empty if absent; WrongType if it is no table."""
        found: dict[str, Any] = self.pyproject
        for part in key.split("."):
            found = found.get(part, {})
            if not isinstance(found, dict):
                raise WrongType(path="pyproject.toml", key=key, expected="a table", found=type(found).__name__)
        return found

    def toml(self, path: str) -> dict[str, Any]:
        """Return the tables of a TOML file; none where there is no such file."""
        self.require_inside(path)
        return toml.read(self.root / path)

    def ini(self, path: str) -> configparser.ConfigParser:
        """Return the sections of an INI file; none where there is no such file."""
        return self.parsed(self.text(path), path)

    def parsed(self, text: str, path: str) -> configparser.ConfigParser:
        """Return the sections of a text in INI form, which stands in a file."""
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(text)
        except configparser.Error as error:
            raise FileUnreadable(path=path, why=error) from error
        return parser

    def has(self, path: str) -> bool:
        """Return whether there is a file at the path."""
        return (self.root / path).is_file()

    def text(self, path: str) -> str:
        """Return a file's text, with plain line ends where they are all alike; empty where there is no such file."""
        self.require_inside(path)
        file = self.root / path
        if not file.is_file():
            return ""
        if file.stat().st_size > TEXT_LIMIT:
            raise FileUnreadable(path=path, why=f"larger than {TEXT_LIMIT} bytes")
        return decoded(file, file.read_bytes(), path).content

    def module(self, path: str) -> ast.Module:
        """Return the syntax tree of a Python file, which is not run."""
        try:
            return ast.parse(self.text(path))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise FileUnreadable(path=path, why=error) from error

    def setup_word(self, name: str) -> str:
        """Return the literal text that setup.py gives to `setup(name=...)`; empty without one."""
        from gonogo.project import setup_files

        said = setup_files.literal(setup_files.keyword(self, name))
        return said if isinstance(said, str) else ""

    def require_inside(self, path: str) -> None:
        """Raise OutsideProject for an absolute path, one with `..`, or a link out of the project."""
        outside = path.startswith(("/", "~")) or ".." in path.split("/") or "\0" in path
        if not outside and "/" not in path and not (self.root / path).is_symlink():
            return  # of most files this is asked, and links above them need not be followed
        if outside or not (self.root / path).resolve().is_relative_to(self.real_root):
            raise OutsideProject(path=path, why="it points out of the project")


def strings(value: object) -> list[str]:
    """Return the strings of a list, and of anything else none."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
