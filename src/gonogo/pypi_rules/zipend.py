"""The end of a zip: its last records, held to what zipfile of the index's Python (3.14) holds them to."""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gonogo.pypi_rules.zipframe import CENTRAL, END, END64, LOCATOR

END_SIZE, END64_SIZE, LOCATOR_SIZE, CENTRAL_SIZE = 22, 56, 20, 46
COMMENT = 65535


@dataclass(frozen=True)
class ZipEnd:
    """What the end says: the disks, the directory's count, size and offset, and where the end itself begins."""

    disk: int
    start_disk: int
    count: int
    size: int
    offset: int
    place: int

    @property
    def is_empty(self) -> bool:
        """Whether it ends a zip without members."""
        return self.count == self.size == self.offset == 0


def looks_like_zip(path: Path) -> bool:
    """Whether a file ends as a zip and has a central directory where its end says."""
    with path.open("rb") as file:
        end = end_of(file)
        if end is None or end.is_empty:
            return end is not None
        at = end.place - end.size
        if end.disk != end.start_disk or at < 0 or end.size < CENTRAL_SIZE:
            return False
        file.seek(at)
        return file.read(len(CENTRAL)) == CENTRAL


def end_of(file: IO[bytes]) -> ZipEnd | None:
    """Return the end of a zip, that of ZIP64 where there is one; None where there is none or it is corrupt."""
    length = file.seek(0, os.SEEK_END)
    start = max(length - COMMENT - 1 - END_SIZE, 0)
    file.seek(start)
    tail = file.read()
    at = len(tail) - END_SIZE
    if at < 0 or not (tail.startswith(END, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        return None
    disk, start_disk, count, size, offset = struct.unpack("<4xHH2xHLL2x", tail[at : at + END_SIZE])
    return with_zip64(file, ZipEnd(disk, start_disk, count, size, offset, start + at))


def with_zip64(file: IO[bytes], end: ZipEnd) -> ZipEnd | None:
    """Return the end as the ZIP64 records before it say it; None where those contradict themselves."""
    at = end.place - LOCATOR_SIZE
    if at < 0 or read_at(file, at, len(LOCATOR)) != LOCATOR:
        return end
    disk, place, disks = struct.unpack("<4xLQL", read_at(file, at, LOCATOR_SIZE))
    last = at - END64_SIZE
    if disk or disks > 1 or place > last:
        return None
    begin = place if read_at(file, place, len(END64)) == END64 else last
    record = read_at(file, begin, END64_SIZE)
    if len(record) < END64_SIZE or not record.startswith(END64):
        return None
    own, disk, start_disk, count, size, offset = struct.unpack("<4xQ4xLL8xQQQ", record)
    whole = own + 12 == END64_SIZE + last - begin
    return ZipEnd(disk, start_disk, count, size, offset, begin) if whole and offset + size == place else None


def read_at(file: IO[bytes], place: int, size: int) -> bytes:
    """Read some bytes at a place."""
    file.seek(place)
    return file.read(size)
