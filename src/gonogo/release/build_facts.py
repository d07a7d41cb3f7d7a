"""What only the build backend knows: asked over a copy, where each place gets a version to see which it reads.

The answer is kept in git's folder for as long as no file of the project changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.artifacts import store
from gonogo.git import submodules
from gonogo.git.repository import Git
from gonogo.model.errors import CouldNotTell, GonogoError
from gonogo.model.location import Layout, Location
from gonogo.project.tree import Built, Tree
from gonogo.version.pep440 import is_version, parse, same, spelling_named

if TYPE_CHECKING:
    from gonogo.artifacts.backend import Backend
    from gonogo.artifacts.builder import Metadata

COMMITTING = (
    *("-c", "user.name=gonogo", "-c", "user.email=gonogo@localhost", "-c", "core.hooksPath=/dev/null"),
    *("-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false"),
)
Fill = Callable[[Git, Path], None]  # brings submodules into a copy, the user's own or from their remotes
BASE = "refs/gonogo/base"
NAME = "computed"  # the layout of a project whose version the build computes
NAMELESS = "UNKNOWN"  # what setuptools calls a project without a name
FIRST = 9001  # the first number that is written to see whether the backend reads it
ALONE = 12  # places that are tried one by one, where the backend refuses to read all at once
LARGE = 4_000_000  # bytes from which on an uncommitted file is not copied


@dataclass(frozen=True)
class Scratch:
    """A copy of a project, with a backend that reads it: `root` is the project's folder in the clone `git`."""

    git: Git
    root: Path
    backend: Backend
    numbers: Iterator[int] = field(default_factory=lambda: count(FIRST))

    def metadata(self) -> Metadata:
        """Return what the backend says of the copy as it is now."""
        from gonogo.artifacts.builder import read_metadata

        return read_metadata(self._dist_info() / "METADATA")

    def built(self) -> Built:
        """Return the name, and the import names where the backend lists them."""
        from gonogo.artifacts.builder import read_metadata

        folder = self._dist_info()
        listed = folder / "top_level.txt"
        names = listed.read_text(encoding="utf-8").split() if listed.is_file() else []
        name = read_metadata(folder / "METADATA").name
        return Built("" if name == NAMELESS else name, tuple(names))

    def version(self) -> str:
        """Return the version that the backend gives; empty where it refuses."""
        try:
            return self.metadata().version
        except CouldNotTell:
            raise
        except GonogoError:
            return ""

    def reset(self) -> None:
        """Bring the copy back to what it was."""
        self.git("checkout", "--quiet", "--force", BASE, "--")
        self.git("clean", "-xfdq")

    def _dist_info(self) -> Path:
        return self.backend.metadata(self.backend.server.log.parent / f"metadata-{next(self.numbers)}")


def read(git: Git, root: Path, template: Callable[[str], str]) -> tuple[Layout, str]:
    """Return what `read` does; the backend is asked once for one state of the files."""
    file, key = git.folder / "gonogo" / "build-facts.json", state(git, root)
    known = recalled(file, key)
    if known is None:
        known = asked(git, root, template)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            store.write_durably(file, json.dumps({"state": key, "name": known[1], "layout": asdict(known[0])}))
    return known


def state(git: Git, root: Path) -> str:
    """Return a digest of all that a build can read: the commit, what differs from it, and the untracked files."""
    from gonogo.artifacts.builder import installed

    top = git.top
    found = [installed("gonogo"), root.resolve().relative_to(top.resolve()).as_posix(), git.resolve("HEAD")]
    found += [git("diff", "--binary", "HEAD")] if found[-1] else names(git, "ls-files", "-s")
    for path in untracked(git):
        stat = (top / path).lstat()
        found.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\0".join(found).encode("utf-8", "surrogateescape")).hexdigest()


def recalled(file: Path, key: str) -> tuple[Layout, str] | None:
    """Return what is kept for a state of the files; None where that is another, or the file cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["state"] != key:
            return None
        fields = {**kept["layout"], "import_names": tuple(kept["layout"]["import_names"])}
        return Layout(**{**fields, "places": tuple(Location(**one) for one in fields["places"])}), str(kept["name"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def asked(git: Git, root: Path, template: Callable[[str], str]) -> tuple[Layout, str]:
    """Return the layout and the name of a project as its build backend knows them.

    `template` gives the template of its tags for a name. Raises VersionPlaceUnclear and VersionNowhere where no place
    moves the version, and what the backend raises. Where it refuses to work without a submodule that is not here, that
    is asked for, and SubmoduleMissing where it cannot be had.
    """
    from gonogo.artifacts.backend import BuildFailed

    try:
        return asked_with(submodules.fill_from_here, git, root, template)
    except BuildFailed:
        if not (git.top / submodules.GITMODULES).is_file():
            raise
        return asked_with(submodules.fill, git, root, template)


def asked_with(fill: Fill, git: Git, root: Path, template: Callable[[str], str]) -> tuple[Layout, str]:
    """Return what `asked` does, of a copy with submodules as they are filled in."""
    from gonogo.project import layouts
    from gonogo.project.find_version import VersionPlaceUnclear
    from gonogo.project.layouts.last_resort import VersionNowhere

    with scratch(git, root, fill) as copy:
        built = copy.built()
        tree = Tree(root, built)
        try:
            return layouts.recognise(root, built), tree.name
        except (VersionPlaceUnclear, VersionNowhere):
            found = computed(copy, tree, template(tree.name))
            if found is None:
                raise
            return found, tree.name


@contextmanager
def scratch(git: Git, root: Path, fill: Fill) -> Iterator[Scratch]:
    """Give a copy of the project as it is now, uncommitted files and all, with its backend in a kept environment."""
    from gonogo.artifacts import workshops
    from gonogo.system.folders import temporary

    with temporary() as folder:
        copy = copied(git, folder / "tree", fill)
        here = copy.root / root.resolve().relative_to(git.top.resolve())
        with workshops.kept_workshop(here, {}) as backend:
            yield Scratch(copy, here, backend)


def copied(git: Git, folder: Path, fill: Fill) -> Git:
    """Clone a repository into a folder, and commit there what is not committed yet."""
    from gonogo.release.build import checked_out

    head = git.resolve("HEAD")
    if head:
        copy = Git(checked_out(git, head, folder))
        fill(copy, git.folder)
        paths = [*names(git, "diff", "--name-only", "--no-renames", "HEAD"), *untracked(git)]
    else:
        folder.mkdir()
        copy = Git(folder)
        copy("init", "--quiet")
        paths = [*names(git, "ls-files"), *untracked(git)]
    for path in paths:
        take(git.top / path, folder / path)
    if paths:
        copy(*COMMITTING, "add", "--all")
        copy(*COMMITTING, "commit", "--quiet", "--allow-empty", "-m", "Uncommitted")
    copy("update-ref", BASE, "HEAD")
    return copy


def names(git: Git, *words: str) -> list[str]:
    """Return the paths that git lists from the top of the repository."""
    return [path for path in Git(git.top)(*words, "-z").split("\0") if path]


def untracked(git: Git) -> list[str]:
    """Return the paths of the files that git neither tracks nor ignores."""
    return names(git, "ls-files", "--others", "--exclude-standard")


def take(source: Path, target: Path) -> None:
    """Bring one file of the copy to what it is in the work tree; links and large files stay as they were."""
    if target.is_symlink() or source.is_symlink() or target.is_dir():
        return
    if not source.is_file():
        target.unlink(missing_ok=True)
    elif source.stat().st_size < LARGE:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def computed(copy: Scratch, tree: Tree, template: str) -> Layout | None:
    """Return the layout with the one place, or the tag, that moves the backend's version; None without one."""
    from gonogo.project import import_names, version_literals
    from gonogo.project.layouts import layout

    version = copy.version()
    if not is_version(version):
        return None
    if reads_tag(copy, version, template.format(version="{version}", name=tree.name)):
        return Layout(NAME, tree.backend, from_tag=True, import_names=import_names.find(tree))
    paths = Git(copy.root)("ls-files", "-z").split("\0")
    place = read_place(copy, version_literals.find(Tree(copy.root, tree.built), paths, version), version)
    return layout.placed(tree, NAME, place) if place else None


def reads_tag(copy: Scratch, version: str, template: str) -> bool:
    """Return whether the backend takes the version from the tag: it follows one that the copy is given."""
    new = other(version, next(copy.numbers))
    tag = template.replace("{version}", new)
    copy.git(*COMMITTING, "commit", "--quiet", "--allow-empty", "-m", "Another version")
    copy.git(*COMMITTING, "tag", "--annotate", "-m", tag, tag)
    found = copy.version()
    copy.git("tag", "--delete", tag)
    copy.reset()
    return is_version(found) and same(found, new)


def read_place(copy: Scratch, places: tuple[Location, ...], version: str) -> Location | None:
    """Return the place from which the backend reads the version, by one build or one build each; None without one."""
    for tried in (places, *((place,) for place in places[:ALONE])):
        given = {place: other(version, next(copy.numbers)) for place in tried}
        write(copy.root, given)
        found = copy.version()
        copy.reset()
        found_at = [place for place, new in given.items() if is_version(found) and same(found, new)]
        if found_at or (tried is places and found == version):
            return next(iter(found_at), None)
    return None


def write(root: Path, given: dict[Location, str]) -> None:
    """Write a version at each place, from the end of each file to its beginning."""
    from gonogo.project import locations

    spots = {place: locations.find(root, place) for place in given}
    for place in sorted(given, key=lambda place: -spots[place].start):
        spot, written = spots[place], spelling_named(place.spelling).write(given[place])
        text = (root / place.path).read_text(encoding="utf-8")
        (root / place.path).write_text(text[: spot.start] + written + text[spot.end :], encoding="utf-8")


def other(version: str, number: int) -> str:
    """Return a version of the same shape with another last number.

    >>> other("1.2.3rc1", 9001)
    '1.2.9001'
    """
    old = parse(version)
    epoch = f"{old.epoch}!" if old.epoch else ""
    return epoch + ".".join(map(str, (*old.release[:-1], number)))
