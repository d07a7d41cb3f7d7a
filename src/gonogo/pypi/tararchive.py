"""Tar archives: opened as the index opens them, read once, within limits taken from their headers."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from gonogo.pypi import limits
from gonogo.pypi.member import Mark, Member, Trouble, code_marks
from gonogo.pypi.paths import shared_top

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BREAKAGE = (
    tarfile.TarError,
    OSError,
    EOFError,
    zlib.error,
    struct.error,
    ValueError,
    OverflowError,
    RecursionError,
    MemoryError,
)
"""What tarfile and gzip raise on broken files."""

REFUSED_QUIETLY = (tarfile.ReadError, gzip.BadGzipFile, EOFError, zlib.error)
"""Those of them that the index answers with a refusal; the others break it."""

DEVICES = (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)

DEEPEST = 5
"""Path parts above which a PKG-INFO is not the sdist's own."""


class TooMuchError(Exception):
    """A limit was reached while reading; its text says which."""


class BoundedGzip(gzip.GzipFile):
    """A gzip stream that refuses one read larger than a header record may ask for."""

    def read(self, size: int | None = -1) -> bytes:
        """Read at most `size` bytes; TooMuchError where a header asks for more than the limit."""
        if size is None or size < 0 or size > limits.TAR_ONE_READ:
            raise TooMuchError("a header record of the archive is too long to read")
        return super().read(size)


class TarArchive:
    """A gzip-compressed tar: its members in order, its metadata files, its marks, and what broke it."""

    kind = "tar"

    def __init__(self, path: Path) -> None:
        """Read the archive through once."""
        self.members: list[Member] = []
        self.sparse: list[str] = []
        self.contents: dict[str, bytes] = {}
        self.marks: list[Mark] = []
        self.unpacked = 0
        self.size = path.stat().st_size
        self.loose = ""
        self.trouble: Trouble | None = None
        try:
            self._read(path)
        except TooMuchError as error:
            self.trouble = Trouble("limit", str(error))
        except BREAKAGE as error:
            self.trouble = Trouble("broken", str(error), crashes=not isinstance(error, REFUSED_QUIETLY))

    def _read(self, path: Path) -> None:
        with path.open("rb") as file, BoundedGzip(fileobj=file) as stream:
            try:
                archive = tarfile.TarFile(fileobj=stream)
            except OSError as error:
                raise tarfile.ReadError("not a gzip file") from error
            with archive:
                self._walk(archive)
            self.loose = loose_end(stream)

    def _walk(self, archive: tarfile.TarFile) -> None:
        while (info := archive.next()) is not None:
            self.unpacked = info.offset_data + info.size
            if self.unpacked > max(limits.TAR_READ, limits.RATIO * self.size):
                raise TooMuchError(f"it unpacks to more than {limits.RATIO} times its size")
            if len(self.members) >= limits.TAR_MEMBERS:
                raise TooMuchError(f"it has more than {limits.TAR_MEMBERS} members")
            self.members.append(Member(info.name, info.size, kind_of(info), info.linkname))
            if info.issparse():
                self.sparse.append(info.name)
            elif info.isreg():
                self._look_into(archive, info)
            archive.members.clear()  # type: ignore[attr-defined]  # or tarfile keeps them all

    def _look_into(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> None:
        name = info.name
        if name.endswith("/PKG-INFO") and info.size <= limits.METADATA_READ and name.count("/") < DEEPEST:
            self.contents[name] = b"".join(pieces(archive, info))
        elif name.lower().endswith((".py", ".pye")) and info.size <= limits.SCANNED_FILE:
            self.marks += code_marks(name, b"".join(pieces(archive, info)))

    @cached_property
    def names(self) -> frozenset[str]:
        """Every member's name, as tarfile gives it."""
        return frozenset(member.name for member in self.members)

    @cached_property
    def top(self) -> str | None:
        """The path that all names share, as the index computes it; None where it cannot be computed."""
        return shared_top(self.names)

    def read(self, name: str) -> bytes | None:
        """Return a kept metadata file's bytes, or None."""
        return self.contents.get(name)


def pieces(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    """Yield a member's bytes in pieces."""
    stream = archive.extractfile(info)
    while stream and (piece := stream.read(limits.MIB)):
        yield piece


def loose_end(stream: BoundedGzip) -> str:
    """Return what is wrong behind a tar's last member: a cut or wrong end of the stream, or too much data."""
    try:
        for _ in range(limits.TAR_END // limits.MIB):
            if not stream.read(limits.MIB):
                return ""
    except BREAKAGE as error:
        return str(error)
    return "too much follows its last member"


def kind_of(info: tarfile.TarInfo) -> str:
    """Return the kind of a tar member."""
    if info.isdir():
        return "dir"
    if info.issym():
        return "link"
    if info.islnk():
        return "hardlink"
    return "device" if info.type in DEVICES else "file"
