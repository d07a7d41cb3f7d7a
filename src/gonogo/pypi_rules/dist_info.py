"""A wheel's RECORD and entry_points.txt, read as installers read them."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.pypi_rules.ziparchive import BREAKAGE, ZipArchive

if TYPE_CHECKING:
    import zipfile
    from configparser import ConfigParser

    from gonogo.pypi_rules.artifact import Artifact


SIGNATURES = ("RECORD", "RECORD.jws", "RECORD.p7s")
HASHES = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True)
class Record:
    """RECORD's rows: path, hash as it is spelled there, size."""

    rows: tuple[tuple[str, str, str], ...]

    @property
    def paths(self) -> frozenset[str]:
        """The listed paths, with forward slashes."""
        return frozenset(path for path, _, _ in self.rows)


def record_of(artifact: Artifact) -> Record | None:
    """Return a wheel's RECORD, or None where it is absent or cannot be decoded."""
    data = artifact.read(f"{artifact.dist_info}/RECORD")
    if data is None:
        return None
    try:
        rows = list(csv.reader(data.decode("utf-8").replace("\0", "\ufffd").splitlines()))
        padded = [[*row, "", ""] for row in rows]
        return Record(tuple((row[0].replace("\\", "/"), row[1], row[2]) for row in padded))
    except (UnicodeDecodeError, csv.Error, IndexError):
        return None


def wrong_hashes(archive: ZipArchive, record: Record, dist_info: str) -> list[str]:
    """Return the members whose hash in RECORD is missing, weak or wrong; RECORD and signatures have none."""
    infos = archive.by_name
    exempt = {f"{dist_info}/{name}" for name in SIGNATURES}
    rows = [(path, infos[path], stated) for path, stated, _ in record.rows if path in infos and path not in exempt]
    return [path for path, info, stated in rows if not is_right(archive, info, stated)]


def is_right(archive: ZipArchive, info: zipfile.ZipInfo, stated: str) -> bool:
    """Whether a hash, as RECORD spells it, is a strong one and the member's."""
    algorithm, _, digest = stated.partition("=")
    if algorithm not in HASHES:
        return False
    maker = hashlib.new(algorithm)
    try:
        for piece in archive.pieces(info):
            maker.update(piece)
    except BREAKAGE:
        return False
    return base64.urlsafe_b64encode(maker.digest()).rstrip(b"=").decode("ascii") == digest.rstrip("=")


SCRIPTS = ("console_scripts", "gui_scripts")
NAME = re.compile(r"[\w.-]+")


OBJECT = re.compile(r"[\w.]+\s*:\s*[\w.]+\s*(\[[\w\s,.-]*\])?")
"""A module, a colon, an object in it, and extras: all that a script's entry point may be."""


def reader(*, plain: bool = False) -> ConfigParser:
    """Return an INI reader that keeps the case of names; a `plain` one leaves `%` as it is."""
    from configparser import BasicInterpolation, ConfigParser, Interpolation

    parser = ConfigParser(delimiters=("=",), interpolation=Interpolation() if plain else BasicInterpolation())
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    return parser


def fault_in(data: bytes) -> str:
    """Return what is wrong with an entry_points.txt, or an empty string."""
    from configparser import Error

    parser = reader()
    try:
        parser.read_string(data.decode("utf-8"))
        names = [name for section in SCRIPTS if parser.has_section(section) for name in parser[section]]
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    except Error as error:
        return str(error).splitlines()[0]
    odd = next((name for name in names if not NAME.fullmatch(name)), "")
    return f"{odd!r} is not a name for a script" if odd else ""


def odd_scripts(data: bytes) -> list[str]:
    """Return the scripts whose entry point is not an object in a module; none where the file cannot be read."""
    from configparser import Error

    parser = reader(plain=True)
    try:
        parser.read_string(data.decode("utf-8"))
    except (UnicodeDecodeError, Error):
        return []
    scripts = [pair for section in SCRIPTS if parser.has_section(section) for pair in parser.items(section)]
    return [f"{name} = {value}" for name, value in scripts if not OBJECT.fullmatch(value)]
