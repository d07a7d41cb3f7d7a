"""The work tree follows its branch: path by path, each file whole or untouched, and the user's own edits kept."""

import errno
import hashlib
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from gonogo.git import lookups
from gonogo.git.locks import holding_index
from gonogo.git.repository import Git
from gonogo.model.errors import NoGo
from gonogo.system.writing import flush

ABSENT = "absent"  # what stands for the object id of a file that is not there, however long git's ids are
SPARE_BYTES = 256 << 10  # free bytes that a landing wants beyond the files that it writes: for objects, refs and locks


class NotWritable(NoGo):
    text = "{path} may not be written, and it would have to change"
    hint_text = "nothing was changed; make it writable, then run the command again"


class NoSpace(NoGo):
    text = "the disk of {path} has {free} KiB left, and {needed} KiB are needed"
    hint_text = "nothing was changed; free some space, then run the command again"


@dataclass(frozen=True)
class Change:
    """One path that differs between two commits; a mode of zeros and the blob ABSENT stand for «not there»."""

    path: str
    old_mode: str
    new_mode: str
    old: str
    new: str


@dataclass(frozen=True)
class Follow:
    """What following would do: paths at the old content, in the work tree and in the index; and the user's own."""

    files: tuple[Change, ...]
    entries: tuple[Change, ...]
    users: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return not self.files and not self.entries


def changes(git: Git, old: str, new: str) -> tuple[Change, ...]:
    """Return what differs between two commits, given by their object ids: it never changes, and is asked once."""
    return lookups.in_command((old, new), lambda: listed(git, old, new))


def listed(git: Git, old: str, new: str) -> tuple[Change, ...]:
    """Return what git lists as different between two commits."""
    words = git("diff-tree", "-r", "-z", "--no-renames", old, new).split("\0")
    pairs = zip(words[::2], words[1::2], strict=False)
    found = []
    for head, path in pairs:
        old_mode, new_mode, before, after, _ = head.lstrip(":").split(" ")
        found.append(Change(path, old_mode, new_mode, *(one if one.strip("0") else ABSENT for one in (before, after))))
    return tuple(found)


def look(git: Git, old: str, new: str) -> Follow:
    """Compare work tree and index with both commits, path by path."""
    differing = changes(git, old, new)
    here = contents(git, differing)
    staged = entries(git, [change.path for change in differing])
    files = [change for change in differing if here[change.path] == change.old != change.new]
    index = [change for change in differing if staged.get(change.path, ABSENT) == change.old != change.new]
    users = [change.path for change in differing if here[change.path] not in (change.old, change.new)]
    return Follow(tuple(files), tuple(index), tuple(users))


def contents(git: Git, differing: tuple[Change, ...]) -> dict[str, str]:
    """Return the blob id that each path's file would have; ABSENT where there is none.

    git is asked of a file that holds neither blob as it is: a filter may make one of them of it.
    """
    top = git.top
    found = {change.path: content(f"{top}/{change.path}", change) for change in differing}
    asked = [path for path, oid in found.items() if not oid]
    links = [path for path in asked if (top / path).is_symlink()]
    plain = [path for path in asked if "\n" not in path and path not in links]
    ids = Git(top)("hash-object", "--stdin-paths", text="\n".join([*plain, ""])).splitlines() if plain else []
    found.update(zip(plain, ids, strict=True))
    found.update({path: git("hash-object", "--stdin", text=str((top / path).readlink())) for path in links})
    return found


def content(path: str, change: Change) -> str:
    """Return the id of the blob of a change that a file holds as it is; ABSENT for no file, empty for another."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    if not stat.S_ISREG(mode):
        return "" if stat.S_ISLNK(mode) else ABSENT
    with FileIO(path) as file:
        whole = file.readall()
    whole = b"blob %d\0%b" % (len(whole), whole)
    ids = {hashlib.sha1(whole, usedforsecurity=False).hexdigest(), hashlib.sha256(whole).hexdigest()}
    return next(iter(ids & {change.old, change.new}), "")


FEW = 50  # paths that git looks for one by one; beyond, it lists its whole index


def entries(git: Git, paths: list[str]) -> dict[str, str]:
    """Return the blob ids in the index for the paths that are in it; an unmerged path has none of ours."""
    if not paths:
        return {}
    few = [f":(literal){path}" for path in paths] if len(paths) <= FEW else []
    wanted = frozenset(paths)
    found: dict[str, str] = {}
    for line in Git(git.top)("ls-files", "-s", "-z", "--", *few).split("\0"):
        head, _, path = line.partition("\t")
        if path in wanted:
            _, oid, stage = head.split(" ")
            found[path] = oid if stage == "0" else "unmerged"
    return found


def follow(git: Git, old: str, new: str) -> tuple[str, ...]:
    """Bring work tree and index from one commit to another; return the paths that are kept as the user's."""
    todo = look(git, old, new)
    if todo.files:
        write(git, new, todo.files)
    if todo.entries:
        stage(git, todo.entries)
    return todo.users


def write(git: Git, commit: str, files: tuple[Change, ...]) -> None:
    """Write files as git would check them out, each beside its place and then renamed in."""
    folder = git.own_folder / "gonogo" / "checkout"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    top = Git(git.top)
    private = {"GIT_INDEX_FILE": str(folder / ".index")}
    top("read-tree", commit, env=private)
    wanted = "\0".join(change.path for change in files if change.new != ABSENT)
    top("checkout-index", "-q", "-f", "-z", "--stdin", f"--prefix={folder}/", text=wanted, env=private)
    for change in files:
        if change.new == ABSENT:
            with suppress(FileNotFoundError):
                os.unlink(f"{git.top}/{change.path}")  # noqa: PTH108 - of thousands, a Path takes longer than the removal
            continue
        target = git.top / change.path
        target.parent.mkdir(parents=True, exist_ok=True)
        move(folder / change.path, target)
    shutil.rmtree(folder, ignore_errors=True)


def move(source: Path, target: Path) -> None:
    """Put a file or link into its place by one rename, across file systems too; content is on the disk first."""
    if not source.is_symlink():
        flush(source)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.gonogo")
        shutil.copy2(source, beside, follow_symlinks=False)
        beside.replace(target)


def require_writable(git: Git, clone: Git, old: str, new: str) -> None:
    """Raise NotWritable or NoSpace before anything moves; the files in `clone` show how much space is needed."""
    needed = SPARE_BYTES + 3 * index_size(git)
    differing = changes(clone, old, new)
    targets = [git.top / change.path for change in differing]
    folders = {lowest(folder) for folder in {target.parent for target in targets}}
    for path in (*sorted(folders), *filter(Path.is_file, targets)):
        if not os.access(path, os.W_OK):
            raise NotWritable(path=path.relative_to(git.top.parent))
    made = (clone.root / change.path for change in differing if change.new != ABSENT)
    needed += sum(2 * path.stat().st_size for path in made if path.is_file())
    for place in (git.top, git.folder):
        free = shutil.disk_usage(place).free
        if free < needed:
            raise NoSpace(path=place, free=free // 1024, needed=needed // 1024)


def lowest(folder: Path) -> Path:
    """Return a folder, or the lowest one above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.is_dir())


def index_size(git: Git) -> int:
    """Return the size of the index in bytes."""
    index = git.own_folder / "index"
    return index.stat().st_size if index.is_file() else 0


def stage(git: Git, todo: tuple[Change, ...]) -> None:
    """Bring index entries along, in a copy of the index that replaces it in one rename."""
    ids = {change.path: "0" * len(change.old) if change.new == ABSENT else change.new for change in todo}
    lines = "".join(f"{change.new_mode} {ids[change.path]}\t{change.path}\0" for change in todo)
    with holding_index(git) as private:
        env = {"GIT_INDEX_FILE": str(private)}
        top = Git(git.top)
        top("update-index", "-z", "--index-info", text=lines, env=env)
        top.run("update-index", "-q", "--refresh", env=env)
