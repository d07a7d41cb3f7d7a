"""The members of an sdist or a wheel: a digest of each, and which of them differ between two files."""

import hashlib
import stat
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from gonogo.artifacts.builder import UNREADABLE, BrokenArtifact

Digests = Mapping[str, bytes]  # the sha256 of each member by its path: of kind, mode to run, and content
SHORT = 3  # bytes of a digest that name a member among those of one file


def digests(path: Path) -> Digests:
    """Return the digest of each member of an artifact; BrokenArtifact where it cannot be read."""
    try:
        return dict(in_zip(path) if path.name.endswith((".whl", ".zip")) else in_tar(path))
    except (*UNREADABLE, zipfile.BadZipFile) as error:
        raise BrokenArtifact(filename=path.name, why=error) from error


def in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files in a zip archive, each with its digest."""
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            if not one.is_dir():
                yield one.filename, digest("file", one.external_attr >> 16, archive.read(one))


def in_tar(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files and links in a tar archive, each with its digest."""
    with tarfile.open(path) as archive:
        for one in archive.getmembers():
            content = archive.extractfile(one) if one.isreg() or one.islnk() else None
            if content is not None:
                yield one.name, digest("file", one.mode, content.read())
            elif not one.isdir():
                yield one.name, digest(f"link to {one.linkname}", 0, b"")


def digest(kind: str, mode: int, content: bytes) -> bytes:
    """Return the digest of one member."""
    return hashlib.sha256(b"%s %d\0%s" % (kind.encode(), bool(mode & stat.S_IXUSR), content)).digest()


def of_all(found: Digests) -> str:
    """Return one sha256 over all members, whatever their order and however they are packed."""
    return hashlib.sha256(b"".join(path.encode() + b"\0" + found[path] for path in sorted(found))).hexdigest()


def named(path: str, member: bytes) -> bytes:
    """Return the few bytes that stand for a member with its path."""
    return hashlib.sha256(path.encode() + b"\0" + member).digest()[:SHORT]


def differences(ours: Digests, theirs: Digests, names: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the path of each member that differs between two files, and how: RECORD, which follows the others, last."""
    for path in sorted({*ours, *theirs}, key=lambda path: (path.endswith(".dist-info/RECORD"), path)):
        if path not in theirs:
            yield path, f"is only in {names[0]}"
        elif path not in ours:
            yield path, f"is only in {names[1]}"
        elif ours[path] != theirs[path]:
            yield path, "has other content"
