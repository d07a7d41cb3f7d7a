"""Python sources of a commit, unpacked beside the repository to be read and never run."""

from __future__ import annotations

import tarfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gonogo.git.repository import Git


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
