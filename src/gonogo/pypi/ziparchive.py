"""Zip archives: opened as the index opens them, within limits taken from their headers."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections import deque
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gonogo.pypi import limits
from gonogo.pypi.member import Mark, Member, Trouble, code_marks
from gonogo.pypi.paths import shared_top
from gonogo.pypi.zipframe import UNICODE_PATH, FrameError, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

BREAKAGE = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    zlib.error,
    struct.error,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    MemoryError,
)
"""What zipfile raises on broken files; all but the first break the index itself."""

PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
END = b"PK\5\6"
END_SIZE = 22
UNICODE_PATH_HEAD = 5
END_WINDOW = 65535 + END_SIZE


class ZipArchive:
    """A zip: its members, its readable files, its marks, its framing fault, and what broke it."""

    kind = "zip"

    def __init__(self, path: Path) -> None:
        """Read the central directory and, unless the archive is a bomb, look through its Python code."""
        self.path = path
        self.infos: list[zipfile.ZipInfo] = []
        self.marks: list[Mark] = []
        self.frame: FrameError | None = None
        self.trouble: Trouble | None = None
        self._archive: zipfile.ZipFile | None = None
        try:
            if directory_size(path) > limits.DIRECTORY_READ:
                self.trouble = Trouble("limit", "its central directory is too long to read")
            else:
                self._open()
        except BREAKAGE as error:
            self.trouble = Trouble("broken", str(error), crashes=not isinstance(error, zipfile.BadZipFile))

    def _open(self) -> None:
        self._archive = zipfile.ZipFile(self.path)
        self.infos = self._archive.infolist()
        for info in self.infos:
            require_sound_path(info)
        self.frame = self._framing()
        if self.frame is None and not self.is_bomb and self.is_plain:
            self._scan()

    def _framing(self) -> FrameError | None:
        sizes = {info.orig_filename: (info.compress_size, info.file_size) for info in self.infos}
        with self.path.open("rb") as file:
            try:
                walk(file, sizes)
            except FrameError as error:
                return error
        return None

    def _scan(self) -> None:
        total = 0
        for info in self.infos:
            if info.is_dir() or PurePosixPath(info.filename).suffix.lower() not in {".py", ".pye"}:
                continue
            total += info.file_size
            if total > limits.SCAN_TOTAL:
                return
            self._scan_one(info)

    def _scan_one(self, info: zipfile.ZipInfo) -> None:
        if info.file_size > limits.SCANNED_FILE:
            deque(self.pieces(info), maxlen=0)
        else:
            self.marks += code_marks(info.filename, b"".join(self.pieces(info)))

    def pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a member's bytes in pieces."""
        if self._archive is None:
            return
        with self._archive.open(info) as stream:
            while piece := stream.read(limits.MIB):
                yield piece

    @cached_property
    def unpacked(self) -> int:
        """Bytes that all members say to unpack to."""
        return sum(info.file_size for info in self.infos)

    @property
    def is_bomb(self) -> bool:
        """Whether it unpacks to far more than its own size, by the index's measure."""
        size = max(self.path.stat().st_size, 1)
        return self.unpacked > limits.RATIO_FROM and self.unpacked / size > limits.RATIO

    @property
    def is_plain(self) -> bool:
        """Whether all members are stored or deflated."""
        return all(info.compress_type in PLAIN for info in self.infos)

    @cached_property
    def members(self) -> list[Member]:
        """Every member in the directory's order."""
        return [Member(info.filename, info.file_size, kind_of(info)) for info in self.infos]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every member's name."""
        return frozenset(info.filename for info in self.infos)

    @cached_property
    def top(self) -> str | None:
        """The path that all names share, as the index computes it; None where it cannot be computed."""
        return shared_top(self.names)

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes; None where it is absent, too long, or does not unpack."""
        if self._archive is None or name not in self.names:
            return None
        info = self._archive.getinfo(name)
        if info.file_size > limits.METADATA_READ or info.compress_type not in PLAIN:
            return None
        try:
            return b"".join(self.pieces(info))
        except BREAKAGE:
            return None

    def close(self) -> None:
        """Let the file go."""
        if self._archive is not None:
            self._archive.close()


def kind_of(info: zipfile.ZipInfo) -> str:
    """Return the kind of a zip member, from its Unix mode where it has one."""
    if info.is_dir():
        return "dir"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "link"
    strange = stat.S_IFMT(mode) and not stat.S_ISREG(mode)
    return "device" if strange else "file"


def require_sound_path(info: zipfile.ZipInfo) -> None:
    """Raise BadZipFile for a Unicode path extra that is too short, as zipfile does since Python 3.13."""
    extra = info.extra if b"up" in info.extra else b""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH and len(body) < UNICODE_PATH_HEAD:
            raise zipfile.BadZipFile("Corrupt unicode path extra field (0x7075)")


def directory_size(path: Path) -> int:
    """Return the central directory's length in bytes as the end record says it; 0 where there is none."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - END_WINDOW - 76, 0))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or at + END_SIZE > len(tail):
        return 0
    said = int(struct.unpack("<L", tail[at + 12 : at + 16])[0])
    if said == 0xFFFFFFFF and at >= 76:
        said = int(struct.unpack("<Q", tail[at - 36 : at - 28])[0])
    return min(said, size)
