"""A wheel's RECORD: which members it lists, with which hashes."""

from __future__ import annotations

import base64
import csv
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.pypi_rules.ziparchive import BREAKAGE, ZipArchive

if TYPE_CHECKING:
    import zipfile

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
    rows = [(path, infos[path], told) for path, told, _ in record.rows if path in infos and path not in exempt]
    return [path for path, info, told in rows if not is_right(archive, info, told)]


def is_right(archive: ZipArchive, info: zipfile.ZipInfo, told: str) -> bool:
    """Whether a hash, as RECORD spells it, is a strong one and the member's."""
    algorithm, _, digest = told.partition("=")
    if algorithm not in HASHES:
        return False
    maker = hashlib.new(algorithm)
    try:
        for piece in archive.pieces(info):
            maker.update(piece)
    except BREAKAGE:
        return False
    return base64.urlsafe_b64encode(maker.digest()).rstrip(b"=").decode("ascii") == digest.rstrip("=")
