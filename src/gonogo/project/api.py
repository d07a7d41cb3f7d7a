"""The public API of a package, read from its sources by griffe and never imported."""

from __future__ import annotations

import sys
import tarfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gonogo.git.repository import Git

BASES = ("src", "", "lib", "python")  # folders, from the project's root, in which an import package is looked for

QUIET = frozenset(
    {"ATTRIBUTE_CHANGED_VALUE", "ATTRIBUTE_CHANGED_TYPE", "PARAMETER_CHANGED_DEFAULT", "RETURN_CHANGED_TYPE"}
)
"""What griffe reports that no import and no call fails by: other values, defaults and annotations."""


PROTOCOL = frozenset({"__getattr__", "__dir__"})  # how a module answers to names; nobody calls these


UNREADABLE = (SyntaxError, ImportError, OSError, ValueError, RecursionError)
"""What griffe raises over sources that it cannot read, beside errors of its own."""


@dataclass(frozen=True)
class Break:
    """One thing that a caller of the old version can trip over: what it is, its dotted name, and where it stands."""

    what: str
    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"


def found_in(root: Path, name: str) -> Path | None:
    """Return the folder that holds an import package or module, or None."""
    for base in BASES:
        here = root / base if base else root
        if (here / name / "__init__.py").is_file() or (here / f"{name}.py").is_file():
            return here
    return None


@dataclass(frozen=True)
class Compared:
    """What broke between two versions, and what could not be compared and why; `unread` are whole packages."""

    broken: tuple[Break, ...] = ()
    left: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def compare(old: Path, new: Path, names: Sequence[str]) -> Compared:
    """Compare two trees of one project by their import packages; a package that the old tree lacks breaks nothing."""
    known = [name for name in names if found_in(old, name)]
    left: dict[str, str] = {}
    before, after = read(old, known, left), read(new, [name for name in known if found_in(new, name)], left)
    unread = [*left]
    both = [name for name in known if name not in unread]
    for name in both:
        if name in after:
            left |= take_unparsed(before[name], after[name])
            left |= take_unresolved(before[name], after[name], known)
    broken = [one for name in both for one in _of_package(name, before[name], after.get(name), left)]
    return Compared(tuple(broken), left, tuple(unread))


def read(root: Path, names: Sequence[str], left: dict[str, str]) -> dict[str, Any]:
    """Return what griffe reads of import packages in one collection; what cannot be read goes to `left`, with why."""
    import griffe

    folders = dict.fromkeys(str(found_in(root, name)) for name in names)
    loader = griffe.GriffeLoader(search_paths=list(folders), allow_inspection=False)
    packages: dict[str, Any] = {}
    for name in names:
        try:
            packages[name] = loader.load(name, try_relative_path=False)
        except (griffe.GriffeError, *UNREADABLE) as error:
            left[name] = str(error).partition("\n")[0]
    with suppress(griffe.GriffeError, *UNREADABLE):
        loader.resolve_aliases(implicit=False, external=False)
    return packages


def take_unparsed(before: Any, after: Any) -> dict[str, str]:
    """Take out of two trees the modules whose source this Python does not parse in one of them, and return them."""
    lost = unparsed(before) | unparsed(after)
    for tree in (before, after):
        for dotted in lost:
            with suppress(KeyError):
                tree.del_member(dotted)
    version = ".".join(map(str, sys.version_info[:2]))
    return {f"{before.path}.{dotted}": f"Python {version} does not parse its source" for dotted in sorted(lost)}


def unparsed(package: Any) -> set[str]:
    """Return the modules of a package whose file is there and which griffe left out, by their path below it."""
    if not package.is_package:
        return set()
    folder = Path(str(package.filepath)).parent
    found = set()
    for file in folder.rglob("*.py"):
        parts = file.relative_to(folder).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if parts and all(part.isidentifier() for part in parts) and is_lost(package, parts):
            found.add(".".join(parts))
    return found


def is_lost(package: Any, parts: tuple[str, ...]) -> bool:
    """Return whether a module is missing from a package of which the parent module is there."""
    try:
        parent = package[".".join(parts[:-1])] if parts[:-1] else package
    except (KeyError, ValueError):
        return False
    return bool(parent.is_module) and parts[-1] not in parent.members


def take_unresolved(before: Any, after: Any, names: Sequence[str]) -> dict[str, str]:
    """Take out of two trees what points to no object that is known; return what may have changed unseen by that.

    What comes from outside the project is the same as long as both point to the same name. A name that only one tree
    has stays, unless it is an import in the body of a class, which is no part of the class.
    """
    old, new = unresolved(before), unresolved(after)
    for path, member in (*old.items(), *new.items()):
        if member.parent.is_class or (path in old and path in new):
            member.parent.members.pop(member.name, None)
    inside = tuple(f"{name}." for name in names)
    targets = {path: str(member.target_path) for path, member in old.items() if path in new}
    return {
        path: f"it is {target}, whose source cannot be found"
        for path, target in targets.items()
        if target.startswith(inside) or target != new[path].target_path
    }


def unresolved(thing: Any) -> dict[str, Any]:
    """Return the members below a module or class, by path, that callers see and that point to no known object."""
    found: dict[str, Any] = {}
    for member in list(thing.members.values()):
        if member.is_alias:
            if (thing.is_class or member.is_public) and not is_resolved(member):
                found[member.path] = member
        elif member.is_module or member.is_class:
            found |= unresolved(member)
    return found


def is_resolved(alias: Any) -> bool:
    """Return whether an imported name leads to an object that is known."""
    import griffe

    try:
        return alias.final_target is not None
    except (griffe.GriffeError, RecursionError):
        return False


def _of_package(name: str, before: Any, after: Any, left: dict[str, str]) -> Iterator[Break]:
    """Yield what broke in one import package; where griffe stops, the package is added to what is left."""
    import griffe

    if after is None:
        yield Break("the import package was removed", name, "")
        return
    try:
        for one in griffe.find_breaking_changes(before, after):
            if one.kind.name not in QUIET and _is_public(one.obj):
                where = "" if one.obj.is_alias else Path(str(one.obj.filepath)).name
                yield Break(str(one.kind.value).lower(), _name(one), where)
    except (griffe.GriffeError, RecursionError) as error:
        left[name] = f"not all of it: {error}"


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
    """Unpack a commit's Python sources, and stubs of what has none, into a folder; return the project's root there."""
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
