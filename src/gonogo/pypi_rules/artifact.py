"""An artifact: a file that is meant to be an sdist or a wheel, opened once."""

import hashlib
import tarfile
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.members import Member, Trouble
from gonogo.pypi_rules.tararchive import BREAKAGE, TarArchive
from gonogo.pypi_rules.ziparchive import ZipArchive
from gonogo.pypi_rules.zipend import looks_like_zip

Archive = ZipArchive | TarArchive

DIST_INFO = ("METADATA", "WHEEL", "RECORD", "entry_points.txt")  # files of a wheel's metadata that the index reads
DIGESTS: dict[str, Any] = {
    "sha256": hashlib.sha256,
    "blake2_256": partial(hashlib.blake2b, digest_size=32),
}
"""The digests that a form may give, by name."""

MAGIC = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\0"}  # how compressed files begin, to try one unpacker


class Digests(dict[str, str]):
    """A file's digests in hex, by name; it is read for each that is asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def __missing__(self, name: str) -> str:
        found = DIGESTS[name]()
        with self.path.open("rb") as file:
            while piece := file.read(1024 * 1024):
                found.update(piece)
        self[name] = found.hexdigest()
        return self[name]


@dataclass(frozen=True)
class Artifact:
    """A file under the name that it is sent with; `archive` is None where that says neither zip nor tar."""

    path: Path
    filename: str
    size: int
    archive: Archive | None
    looks_like: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_wheel(self) -> bool:
        """Whether the name says that it is a wheel."""
        return self.filename.endswith(".whl")

    @property
    def trouble(self) -> Trouble | None:
        """Why it could not be read, or None."""
        return self.archive.trouble if self.archive else Trouble("name", "too large, or neither zip nor tar by name")

    @property
    def members(self) -> list[Member]:
        """Its members; none where it could not be read."""
        return self.archive.members if self.archive else []

    @property
    def names(self) -> frozenset[str]:
        """Its members' names."""
        return self.archive.names if self.archive else frozenset()

    @property
    def dist_info(self) -> str:
        """The folder of a wheel's metadata, as its file name spells it; empty where that has no version."""
        parts = self.filename.split("-", 2)
        return f"{parts[0]}-{parts[1]}.dist-info" if self.is_wheel and len(parts) == 3 else ""

    @property
    def sdist_top(self) -> str | None:
        """The path that all of an sdist's names share; None for a wheel and for what cannot be read."""
        if self.archive is None or self.archive.trouble or self.is_wheel:
            return None
        return self.archive.top

    @property
    def inner_metadata(self) -> bytes | None:
        """The METADATA or PKG-INFO that installers and the index take; None where it is absent."""
        if self.is_wheel:
            return self.read(f"{self.dist_info}/METADATA")
        top = self.archive.top if self.archive else None
        return None if top is None else self.read(f"{top}/PKG-INFO")

    @cached_property
    def digests(self) -> Digests:
        """The file's sha256 and blake2 (256 bits) in hex, by name."""
        return Digests(self.path)

    def read(self, name: str) -> bytes | None:
        """Return a metadata file's bytes, or None."""
        return self.archive.read(name) if self.archive else None

    @property
    def excess(self) -> str:
        """Which of gonogo's own limits it goes beyond, so that it was not read whole; empty where none."""
        if self.trouble and self.trouble.kind == "limit":
            return self.trouble.why
        if isinstance(self.archive, ZipArchive) and self.archive.unscanned:
            return f"it has more than {limits.SCAN_TOTAL} bytes of Python code"
        own = [f"{self.dist_info}/{name}" for name in DIST_INFO] if self.is_wheel else [f"{self.sdist_top}/PKG-INFO"]
        name = next(filter(self.is_long, own), "")
        return f"{name} has more than {limits.MEMBER_READ} bytes" if name else ""

    def lacks(self, name: str) -> bool:
        """Whether a file cannot be read from a sound archive, for another reason than gonogo's own limits."""
        return not self.trouble and self.read(name) is None and not self.is_long(name)

    def is_long(self, name: str) -> bool:
        """Whether a file is there and longer than gonogo reads."""
        return any(one.name == name and one.size > limits.MEMBER_READ for one in self.members)

    def close(self) -> None:
        """Let the file go."""
        if isinstance(self.archive, ZipArchive):
            self.archive.close()


def open_artifact(path: Path, filename: str = "") -> Artifact:
    """Open a file as the index would, under `filename` or its own name; broken files open as troubled."""
    filename = filename or path.name
    size = path.stat().st_size
    archive = None if size > limits.FILE_SIZE_CAP else read(path, filename)
    return Artifact(path, filename, size, archive, appearance(path))


def read(path: Path, filename: str) -> Archive | None:
    """Read a file as the archive that its name says; None where it says neither."""
    if filename.endswith((".whl", ".zip")):
        return ZipArchive(path)
    return TarArchive(path) if filename.endswith(".tar.gz") else None


def appearance(path: Path) -> frozenset[str]:
    """Return what a file can be read as: «zip», «tar», both or neither."""
    found = {"zip"} if looks_like_zip(path) else set()
    try:
        with path.open("rb") as file:
            kind = next((kind for kind, magic in MAGIC.items() if file.peek(8).startswith(magic)), "")
        with tarfile.open(path, f"r:{kind}"):  # type: ignore[call-overload]
            found.add("tar")
    except BREAKAGE:
        pass
    return frozenset(found)
