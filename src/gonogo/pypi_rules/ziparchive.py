"""Zip archives: opened as the index opens them, within limits taken from their headers."""

import stat
import struct
import warnings
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.members import Mark, Member, Trouble, code_marks, is_python, shared_top
from gonogo.pypi_rules.zipend import end_of
from gonogo.pypi_rules.zipframe import UNICODE_PATH, FrameError, walk

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
UNICODE_PATH_HEAD = 5
UNICODE_PATH_ID = b"up"
UTF8_FLAG = 0x800


class ZipArchive:
    """A zip: its members, its readable files, its marks, its framing fault, and what broke it."""

    kind = "zip"

    def __init__(self, path: Path) -> None:
        """Read the central directory and, unless the archive is a bomb, look through its Python code."""
        self.path = path
        self.infos: list[zipfile.ZipInfo] = []
        self.by_name: dict[str, zipfile.ZipInfo] = {}
        self.marks: list[Mark] = []
        self.frame: FrameError | None = None
        self.oddity = ""
        self.unscanned = False
        self._contents: dict[str, bytes | None] = {}
        self.overlapped: frozenset[str] = frozenset()
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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._archive = zipfile.ZipFile(self.path)
        self.infos = self._archive.infolist()
        self.by_name = {stated_name(info): info for info in self.infos}
        self.frame = self._framing()
        if self.frame is None and not self.is_bomb and self.is_plain:
            self._scan()

    def _framing(self) -> FrameError | None:
        sizes = {info.orig_filename: (info.compress_size, info.file_size) for info in self.infos}
        with self.path.open("rb") as file:
            try:
                seen = walk(file, sizes)
            except FrameError as error:
                return error
        self.oddity = seen.oddity
        self.overlapped = overlapped(self.infos, seen.ends)
        return None

    def _scan(self) -> None:
        total = 0
        for name, info in self.by_name.items():
            if not is_python(name):
                continue
            total += info.file_size
            if total > limits.SCAN_TOTAL:
                self.unscanned = True
                return
            self._scan_one(name, info)

    def _scan_one(self, name: str, info: zipfile.ZipInfo) -> None:
        if info.file_size > limits.SCANNED_FILE:
            deque(self.pieces(info), maxlen=0)
        else:
            self.marks += code_marks(name, b"".join(self.pieces(info)))

    def pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a member's bytes in pieces; one of BREAKAGE where they overlap or cannot be unpacked."""
        if self._archive is None:
            return
        if info.orig_filename in self.overlapped:
            raise zipfile.BadZipFile(f"Overlapped entries: {info.orig_filename!r}")
        if info.compress_type not in PLAIN:
            raise NotImplementedError(f"compression method {info.compress_type}")
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
        """Every member in the directory's order, the last of those that share a name."""
        return [Member(name, info.file_size, kind_of(name, info)) for name, info in self.by_name.items()]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every member's name."""
        return frozenset(self.by_name)

    @cached_property
    def top(self) -> str | None:
        """The path that all names share, as the index computes it; None where it cannot be computed."""
        return shared_top(self.names)

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes; None where it is absent, too long, or does not unpack."""
        if name not in self._contents:
            self._contents[name] = self._read(name)
        return self._contents[name]

    def _read(self, name: str) -> bytes | None:
        if self._archive is None or name not in self.names:
            return None
        info = self.by_name[name]
        if info.file_size > limits.MEMBER_READ or info.compress_type not in PLAIN:
            return None
        try:
            return b"".join(self.pieces(info))
        except BREAKAGE:
            return None

    def unpacks(self, name: str) -> bool:
        """Whether a member is there and unpacks, however long it is."""
        info = self.by_name.get(name)
        if info is None or self.is_bomb:
            return info is not None
        try:
            return not deque(self.pieces(info), maxlen=0)
        except BREAKAGE:
            return False

    def close(self) -> None:
        """Let the file go."""
        if self._archive is not None:
            self._archive.close()


def kind_of(name: str, info: zipfile.ZipInfo) -> str:
    """Return the kind of a zip member, from its Unix mode where it has one."""
    if name.endswith("/"):
        return "dir"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "link"
    strange = stat.S_IFMT(mode) and not stat.S_ISREG(mode)
    return "device" if strange else "file"


def overlapped(infos: list[zipfile.ZipInfo], ends: Mapping[str, int]) -> frozenset[str]:
    """Return the members into whose data the directory puts another one, as zipfile finds since Python 3.12."""
    rising = sorted(infos, key=lambda info: info.header_offset)
    return frozenset(
        one.orig_filename
        for one, following in pairwise(rising)
        if one.header_offset < following.header_offset < ends[one.orig_filename]
    )


def stated_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name, from its Unicode path extra as zipfile does since 3.13; BadZipFile where that is bad."""
    name, extra = info.filename, info.extra if UNICODE_PATH_ID in info.extra else b""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH:
            name = unicode_path(info, body) or name
    return name


def unicode_path(info: zipfile.ZipInfo, body: bytes) -> str:
    """Return the name that a Unicode path extra gives; empty where it is not meant for this member's name."""
    if len(body) < UNICODE_PATH_HEAD:
        raise zipfile.BadZipFile("Corrupt unicode path extra field (0x7075)")
    version, crc = struct.unpack("<BL", body[:UNICODE_PATH_HEAD])
    raw = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8_FLAG else "cp437")
    if version != 1 or crc != zlib.crc32(raw):
        return ""
    try:
        return body[UNICODE_PATH_HEAD:].decode("utf-8").partition("\0")[0]
    except UnicodeDecodeError as error:
        raise zipfile.BadZipFile("Corrupt unicode path extra field (0x7075)") from error


def directory_size(path: Path) -> int:
    """Return the central directory's length in bytes as the end record says it; 0 where there is none."""
    with path.open("rb") as file:
        end = end_of(file)
    return min(end.size, path.stat().st_size) if end else 0
