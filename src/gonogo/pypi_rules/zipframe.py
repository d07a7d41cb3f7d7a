"""The framing of a zip, record by record as APPNOTE.TXT lays it out, up to the first on which readers could differ."""

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

LOCAL, CENTRAL, END, END64, LOCATOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7"
FULL, FULL_SHORT = 0xFFFFFFFF, 0xFFFF
ENDS_FULL = (FULL_SHORT, FULL, FULL)
ZIP64, UNICODE_PATH = 0x0001, 0x7075
STORED = 0
DESCRIPTOR_FLAG = 0x08
MALFORMED = "Malformed zip file"
BAD_NAME = "Invalid character in filename"


class FrameError(Exception):
    """A record on which two readers could differ: the kind of fault, and the index's words for it."""

    def __init__(self, kind: str, message: str = MALFORMED) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass
class Walk:
    """What was seen so far; `ends` are the ends of members' data, and `oddity` is what uv alone refuses."""

    local: set[bytes] = field(default_factory=set)
    central: set[bytes] = field(default_factory=set)
    records: int = 0
    start: int | None = None
    size: int = 0
    said: tuple[int, int, int] | None = None
    end64: bool = False
    locator: bool = False
    ends: dict[str, int] = field(default_factory=dict)
    oddity: str = ""


def walk(file: IO[bytes], sizes: Mapping[str, tuple[int, int]]) -> Walk:
    """Read every record, FrameError at the first fault; `sizes` are those that the directory gives each name."""
    file.seek(0)
    seen = Walk()
    while not record(file, seen, sizes):
        pass
    if seen.central != seen.local:
        raise FrameError("listing", "Mis-matched local headers and central directory")
    here = file.tell()
    if file.seek(0, os.SEEK_END) != here:
        raise FrameError("trailing", "Trailing data")
    return seen


def record(file: IO[bytes], seen: Walk, sizes: Mapping[str, tuple[int, int]]) -> bool:
    """Read one record; return whether it was the last."""
    signature = exactly(file, 4)
    if signature == END and seen.end64 and not seen.locator:
        raise FrameError("end")
    if signature == LOCAL:
        note_local(seen, local_header(file, sizes), file.tell())
    elif signature == CENTRAL:
        note_central(seen, file)
    elif signature == END64:
        seen.end64, seen.said = True, end64(file)
    elif signature == LOCATOR:
        exactly(file, 16)
        seen.locator = True
    elif signature == END:
        close(file, seen)
    else:
        raise FrameError("record", "Unknown record signature")
    return signature == END


def note_local(seen: Walk, name: bytes, end: int) -> None:
    """Note a local header's name and where its data end; FrameError where it is there already."""
    if name in seen.local:
        raise FrameError("duplicate", "Duplicate filename in local headers")
    seen.local.add(name)
    seen.ends[name.decode("utf-8")] = end


def note_central(seen: Walk, file: IO[bytes]) -> None:
    """Read one entry of the central directory and note its name, place and size."""
    if seen.start is None:
        seen.start = file.tell() - 4
    head = exactly(file, 42)
    name_size, extra_size, comment_size = struct.unpack("<24xHHH12x", head)
    if comment_size:
        raise FrameError("comment", "Comment in central directory")
    name, extra = exactly(file, name_size), exactly(file, extra_size)
    require_printable(name)
    if extra and not fits_zip64(head, extra):
        seen.oddity = (
            f"the ZIP64 extra of {name.decode('utf-8', 'replace')!r} has another length than its header asks for"
        )
    if name in seen.central:
        raise FrameError("duplicate", "Duplicate filename in central directory")
    if name not in seen.local:
        raise FrameError("listing", "Missing filename in local headers")
    seen.central.add(name)
    seen.records += 1
    seen.size += 46 + name_size + extra_size


def fits_zip64(head: bytes, extra: bytes) -> bool:
    """Whether a central entry has at most one ZIP64 extra, and in it just what its header leaves out."""
    packed, unpacked, disk, offset = struct.unpack("<16xLL6xH6xL", head)
    needed = 8 * [packed, unpacked, offset].count(FULL) + 4 * (disk == FULL_SHORT)
    sizes = []
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        sizes += [size] if kind == ZIP64 else []
        extra = extra[4 + size :]
    return sizes in ([], [needed])


def end64(file: IO[bytes]) -> tuple[int, int, int]:
    """Read a ZIP64 end record; return the count, size and offset that it says of the directory."""
    own_size, on_disk, count, size, offset = struct.unpack("<Q12xQQQQ", exactly(file, 52))
    if on_disk != count:
        raise FrameError("end")
    if own_size != 44:
        raise FrameError("end", "ZIP64 extensible data not allowed")
    return count, size, offset


def close(file: IO[bytes], seen: Walk) -> None:
    """Read the end record and hold what it, or its ZIP64 form, says against what was seen."""
    start = file.tell() - 4 if seen.start is None else seen.start
    on_disk, count, size, offset, comment = struct.unpack("<4xHHLLH", exactly(file, 18))
    if on_disk != count:
        raise FrameError("end")
    file.seek(comment, os.SEEK_CUR)
    if not (seen.locator and seen.said):
        seen.said = (count, size, offset)
    elif any(
        word not in {full, true} for word, full, true in zip((count, size, offset), ENDS_FULL, seen.said, strict=True)
    ):
        seen.oddity = "the end record and the ZIP64 end record differ"
    found = (seen.records, seen.size, start)
    for word, stated, true in zip(("records", "size", "offset"), seen.said, found, strict=True):
        if stated != true:
            raise FrameError("end", f"Mismatched central directory {word}")


def local_header(file: IO[bytes], sizes: Mapping[str, tuple[int, int]]) -> bytes:
    """Read one local header and step over its data; return its name."""
    flags, method, packed, unpacked, name_size, extra_size = struct.unpack("<2xHH8xLLHH", exactly(file, 26))
    name, extra = exactly(file, name_size), exactly(file, extra_size)
    require_printable(name)
    packed, unpacked = sizes_with_extras(extra, method, packed, unpacked)
    if flags & DESCRIPTOR_FLAG:
        raise FrameError("descriptor", "ZIP contains a data descriptor")
    try:
        listed = sizes[name.decode("utf-8")]
    except UnicodeDecodeError as error:
        raise FrameError("name", "Filename not unicode") from error
    except KeyError as error:
        raise FrameError("listing", "Filename not in central directory") from error
    if listed[0] != packed:
        raise FrameError("sizes", "Mis-matched data size")
    if listed[1] != unpacked:
        raise FrameError("sizes", "Mis-matched file size")
    file.seek(packed, os.SEEK_CUR)
    return name


def sizes_with_extras(extra: bytes, method: int, packed: int, unpacked: int) -> tuple[int, int]:
    """Return the packed and unpacked sizes, taken from a ZIP64 extra where there is one."""
    seen: set[int] = set()
    while extra:
        if len(extra) < 4:
            raise FrameError("extra")
        kind, size = struct.unpack("<HH", extra[:4])
        body, rest = extra[4 : 4 + size], extra[4 + size :]
        if len(body) < size:
            raise FrameError("extra")
        if kind in seen and kind in {ZIP64, UNICODE_PATH}:
            raise FrameError("extra", "Invalid duplicate extra in local file")
        seen.add(kind)
        if kind == ZIP64:
            packed, unpacked = zip64_sizes(body, method, packed, unpacked)
        elif kind == UNICODE_PATH:
            require_unicode(body[5:])
        extra = rest
    return packed, unpacked


def zip64_sizes(body: bytes, method: int, packed: int, unpacked: int) -> tuple[int, int]:
    """Return the sizes that a ZIP64 extra gives; FrameError where readers would take different ones."""
    if len(body) not in {0, 8, 16, 24, 28}:
        raise FrameError("extra")
    if not body:
        if FULL in {packed, unpacked}:
            raise FrameError("extra")
        return packed, unpacked
    first = struct.unpack("<Q", body[:8])[0]
    whole = first if unpacked == FULL else unpacked
    if len(body) > 8:
        return struct.unpack("<Q", body[8:16])[0], whole
    if method != STORED:
        raise FrameError("extra")
    return first, whole


def require_printable(name: bytes) -> None:
    """Raise FrameError where a name holds control characters."""
    if any(byte < 0x20 or byte == 0x7F for byte in name):
        raise FrameError("name", BAD_NAME)


def require_unicode(name: bytes) -> None:
    """Raise FrameError where the name in a Unicode path extra is not one."""
    require_printable(name)
    try:
        name.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FrameError("name", "Filename not valid UTF-8") from error


def exactly(file: IO[bytes], size: int) -> bytes:
    """Read exactly so many bytes; FrameError where the file ends before."""
    data = file.read(size)
    if len(data) != size:
        raise FrameError("record")
    return data
