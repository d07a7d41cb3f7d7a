"""Python sources of a commit, unpacked beside the repository to be read and never run."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gonogo.world.git import Git


def unpack(git: Git, root: Path, commit: str, folder: Path) -> Path:
    """Unpack a commit's Python sources into a folder, without touching the repository; return the project's
    root there."""
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    git("archive", "--format=tar", f"--output={archive}", commit)
    with tarfile.open(archive) as tar:
        members = [one for one in tar.getmembers() if one.isfile() and one.name.endswith((".py", ".pyi"))]
        for member in members:
            if Path(member.name).is_absolute() or ".." in Path(member.name).parts:
                continue
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = tar.extractfile(member)
            target.write_bytes(source.read() if source else b"")
    archive.unlink()
    return folder / root.resolve().relative_to(git.top.resolve())
