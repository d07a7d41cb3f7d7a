"""What else moves with a version: lock files, the citation, and snippets that the settings name."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError, Status
from gonogo.project import citation, lock_file
from gonogo.project.locations import find, label, lookup, read
from gonogo.system import toml
from gonogo.version.spelling import named

if TYPE_CHECKING:
    from datetime import date

    from gonogo.model.location import Place
    from gonogo.model.project import Project


class FollowerLags(GonogoError):
    """A file that follows the version does not say the new one after it was written."""

    status = Status.NO_GO
    text = "{place} says {said} instead of {version}"
    hint_text = "fix the location under also in [tool.gonogo]"


def write(top: Path, root: Path, project: Project, version: str, day: date) -> list[str]:
    """Bring everything that follows the version to it; return the changed paths, relative to `top`.

    `top` is the top of the work tree and `root` the project's folder in it: a workspace has its lock file
    above.
    Each place is read back; FollowerLags names one that does not say the version.
    """
    prefix = root.relative_to(top)
    changed = [(prefix / place.path).as_posix() for place in project.settings.also if _snippet(root, place, version)]
    if citation.write(root, version, day):
        changed.append((prefix / citation.NAME).as_posix())
        if citation.read(root) != version:
            raise FollowerLags(place=citation.NAME, said=citation.read(root), version=version)
    return changed + write_locks(top, root, project, version)


def write_locks(top: Path, root: Path, project: Project, version: str) -> list[str]:
    """Bring the project's own entry in its lock files to the version; return the changed paths, relative to `top`."""
    changed = []
    for path in locks(top, root, project):
        name = crate(root, project) if PurePosixPath(path).name == "Cargo.lock" else project.name
        if name and lock_file.write(top, path, name, version):
            changed.append(path)
    return changed


def _snippet(root: Path, place: Place, version: str) -> bool:
    """Write the version into a snippet, whatever it says now; return whether that changed it."""
    spot = find(root, place)
    written = named(place.spelling).write(version)
    spot.replaced(written).save()
    if find(root, place).raw != written:
        raise FollowerLags(place=label(place), said=read(root, place), version=version)
    return spot.raw != written


def locks(top: Path, root: Path, project: Project) -> tuple[str, ...]:
    """Return the lock files to follow, relative to `top`: those that the settings name, else the nearest of
    each kind."""
    if project.settings.locks:
        return tuple((root.relative_to(top) / path).as_posix() for path in project.settings.locks)
    folders = [root, *(one for one in root.parents if one.is_relative_to(top))]
    extra = [(root / place.path).parent for place in project.places if place.path.endswith("/Cargo.toml")]
    found = []
    for name in lock_file.NAMES:
        nearest = next((one / name for one in (*extra, *folders) if (one / name).is_file()), None)
        found += [nearest.relative_to(top).as_posix()] if nearest else []
    return tuple(found)


def crate(root: Path, project: Project) -> str:
    """Return the name of the crate whose version is the project's; empty where no Cargo.toml holds it."""
    for place in project.places:
        if PurePosixPath(place.path).name == "Cargo.toml":
            return str(lookup(toml.read(root / place.path), "package.name") or "")
    return ""
