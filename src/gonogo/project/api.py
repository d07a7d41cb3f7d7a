"""The public API of a package, read from its sources by griffe and never imported."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from gonogo.model.errors import CouldNotTell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gonogo.git.repository import Git

BASES = ("src", "", "lib", "python")
"""Folders, from the project's root, in which an import package is looked for."""

QUIET = frozenset(
    {"ATTRIBUTE_CHANGED_VALUE", "ATTRIBUTE_CHANGED_TYPE", "PARAMETER_CHANGED_DEFAULT", "RETURN_CHANGED_TYPE"}
)
"""What griffe tells of that no import and no call fails by: other values, defaults and annotations."""


PROTOCOL = frozenset({"__getattr__", "__dir__"})
"""How a module answers to the names that callers use; nobody calls these themselves."""


@dataclass(frozen=True)
class Break:
    """One thing that a caller of the old version can trip over: what it is, its dotted name, and where it
    stands."""

    what: str
    name: str
    where: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.name}: {self.what}"


def found_in(root: Path, name: str) -> Path | None:
    """Return the folder that holds an import package or module, or None."""
    for base in BASES:
        here = root / base if base else root
        if (here / name / "__init__.py").is_file() or (here / f"{name}.py").is_file():
            return here
    return None


def breaks(old: Path, new: Path, names: Sequence[str]) -> tuple[Break, ...]:
    """Return what broke between two trees of one project, for its import packages.

    A package that the old tree lacks is new, and breaks nothing. Raises CouldNotTell where a source cannot be read.
    """
    import griffe

    known = [name for name in names if found_in(old, name)]
    before, after = read(old, known), read(new, [name for name in known if found_in(new, name)])
    try:
        return tuple(one for name in known for one in _of_package(name, before[name], after.get(name)))
    except (griffe.GriffeError, RecursionError) as error:
        raise CouldNotTell(what="what broke in the API", why=error) from error


def read(root: Path, names: Sequence[str]) -> dict[str, Any]:
    """Return what griffe reads of import packages, all in one collection, since they may show each other's names."""
    import griffe

    folders = dict.fromkeys(str(found_in(root, name)) for name in names)
    loader = griffe.GriffeLoader(search_paths=list(folders), allow_inspection=False)
    try:
        packages = {name: loader.load(name, try_relative_path=False) for name in names}
        loader.resolve_aliases(implicit=False, external=False)
    except (griffe.GriffeError, SyntaxError, ImportError, OSError, UnicodeDecodeError, RecursionError) as error:
        raise CouldNotTell(what=f"the API of {', '.join(names)}", why=error) from error
    return packages


def _of_package(name: str, before: Any, after: Any) -> Iterator[Break]:
    """Yield what broke in one import package."""
    import griffe

    if after is None:
        yield Break("the import package was removed", name, "")
        return
    for one in griffe.find_breaking_changes(before, after):
        if one.kind.name not in QUIET and _is_public(one.obj):
            where = "" if one.obj.is_alias else Path(str(one.obj.filepath)).name
            yield Break(str(one.kind.value).lower(), _name(one), where)


def _is_public(thing: Any) -> bool:
    """Return whether a name can be meant for callers: no part of its path is private or of the tests."""
    parts = str(thing.path).split(".")
    if parts[-1] in PROTOCOL and getattr(thing.parent, "is_module", False):
        return False
    return not any((part.startswith("_") and not part.startswith("__")) or part in {"tests", "test"} for part in parts)


def _name(one: Any) -> str:
    """Return the dotted name of what broke, with the parameter where it is one."""
    values = (one.new_value, one.old_value) if one.kind.name.startswith("PARAMETER") else ()
    parameter = next((str(value.name) for value in values if getattr(value, "name", "")), "")
    return f"{one.obj.path}({parameter})" if parameter else str(one.obj.path)


def unpack(git: Git, root: Path, commit: str, folder: Path) -> Path:
    """Unpack a commit's Python sources into a folder and return the project's root there.

    The repository is not touched. A stub is taken only where it has no source beside it, as for a compiled module:
    merging both needs every name that the stub takes from elsewhere.
    """
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    git("archive", "--format=tar", f"--output={archive}", commit)
    with tarfile.open(archive) as tar:
        members = {one.name: one for one in tar.getmembers() if one.isfile() and is_source(one.name)}
        for name, member in members.items():
            if name.endswith(".pyi") and name[:-1] in members:
                continue
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = tar.extractfile(member)
            target.write_bytes(source.read() if source else b"")
    archive.unlink()
    return folder / root.resolve().relative_to(git.top.resolve())


def is_source(name: str) -> bool:
    """Return whether a path in an archive is a Python source inside it."""
    path = PurePosixPath(name)
    return path.suffix in {".py", ".pyi"} and not path.is_absolute() and ".." not in path.parts


def changed(git: Git, old: str, new: str) -> bool:
    """Return whether any Python source differs between two commits."""
    return not git.ok("diff", "--quiet", "--no-renames", old, new, "--", "*.py", "*.pyi")
