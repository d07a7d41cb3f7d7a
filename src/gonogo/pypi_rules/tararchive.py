"""Tar archives: opened as the index opens them, read once, within limits taken from their headers."""

import gzip
import os
import re
import struct
import tarfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.members import Mark, Member, Trouble, code_marks, is_python, is_utf8, shared_top

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

PLAIN_TYPES = frozenset([*(b"%d" % flag for flag in range(8)), b"\0"])
"""Type flags of plain files, links, devices, folders and pipes, as POSIX has them."""

VENDOR = re.compile(r"([A-Z]+|com\.apple)\..*", re.DOTALL)  # keywords of PAX headers that belong to one vendor's tar


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
        self.members: list[Member] = []
        self.sparse: list[str] = []
        self.contents: dict[str, bytes] = {}
        self.marks: list[Mark] = []
        self.unpacked = 0
        self.size = path.stat().st_size
        self.loose = ""
        self.oddity = ""
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
            self._finish(stream)

    def _walk(self, archive: tarfile.TarFile) -> None:
        while (info := archive.next()) is not None:
            if ends_before(info):
                self.loose = "a member has a negative size"
                break
            self.oddity = self.oddity or oddity(info)
            self.unpacked = info.offset_data + info.size
            if self.unpacked > max(limits.TAR_READ, limits.RATIO * self.size):
                raise TooMuchError(f"it unpacks to more than {limits.RATIO} times its size")
            if len(self.members) >= limits.TAR_MEMBERS:
                raise TooMuchError(f"it has more than {limits.TAR_MEMBERS} members")
            self.members.append(Member(info.name, info.size, kind_of(info), info.linkname))
            if info.issparse():
                self.sparse.append(info.name)
            elif info.isreg():
                name = info.name
                if self._keeps(name) and info.size <= limits.MEMBER_READ:
                    self.contents[name] = b"".join(pieces(archive, info))
                elif is_python(name) and info.size <= limits.SCANNED_FILE:
                    self.marks += code_marks(name, b"".join(pieces(archive, info)))
            archive.members.clear()  # type: ignore[attr-defined]  # or tarfile keeps them all

    def _keeps(self, name: str) -> bool:
        """Whether a PKG-INFO can be the sdist's own: its folder must hold the first member too."""
        folder, _, last = name.rpartition("/")
        return last == "PKG-INFO" and shared_top((self.members[0].name, folder)) == folder

    def _finish(self, stream: BoundedGzip) -> None:
        """Read behind the last member, of whose end tarfile has read the first block."""
        payload = bool(self.members) and self.members[-1].kind != "file" and self.members[-1].size > 0
        try:
            if stream.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE) and not payload:
                self.oddity = self.oddity or "it does not end with two empty blocks"
            self.loose = self.loose or loose_end(stream)
        except BREAKAGE as error:
            self.loose = str(error)

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


def ends_before(info: tarfile.TarInfo) -> bool:
    """Whether a tar ends before a member: its header says a negative size; ReadError where a PAX header does."""
    has_data = info.isreg() or info.type not in tarfile.SUPPORTED_TYPES
    if info.size >= 0 or not has_data or "GNU.sparse.realsize" in info.pax_headers:
        return False
    if "size" in info.pax_headers:
        raise tarfile.ReadError("invalid offset")
    return True


def pieces(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    """Yield a member's bytes in pieces."""
    stream = archive.extractfile(info)
    while stream and (piece := stream.read(limits.MIB)):
        yield piece


def loose_end(stream: BoundedGzip) -> str:
    """Return whether too much follows a tar's last member; whatever breaks in what follows is raised."""
    for _ in range(limits.TAR_END // limits.MIB):
        if not stream.read(limits.MIB):
            return ""
    return "too much follows its last member"


def oddity(info: tarfile.TarInfo) -> str:
    """Return what a strict reader of tars, as uv is, does not take in a member; empty where that is nothing."""
    vendors = [key for key in info.pax_headers if VENDOR.fullmatch(key)]
    if vendors:
        return f"{info.name!r} has the header {vendors[0]!r} of one vendor's tar"
    if info.type not in PLAIN_TYPES:
        return f"{info.name!r} is of the type {info.type!r}"
    return f"the name {info.name!r} is not UTF-8" if not is_utf8(os.fsencode(info.name)) else ""


def kind_of(info: tarfile.TarInfo) -> str:
    """Return the kind of a tar member."""
    if info.isdir():
        return "dir"
    if info.issym():
        return "link"
    if info.islnk():
        return "hardlink"
    return "file" if info.isreg() else "device"
