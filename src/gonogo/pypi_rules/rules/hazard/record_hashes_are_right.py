"""RECORD's hashes are those of the members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.record import record_of, wrong_hashes
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.ziparchive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 60, source="Binary distribution format specification, RECORD; PEP 427")
def record_hashes_are_right(upload: Upload) -> Iterator[Fault]:
    """A hash in RECORD is missing, weak, or not the member's.

    The index does not look; installers refuse such a wheel or warn.

    Mend: build the wheel again; do not change it by hand.
    """
    artifact = upload.artifact
    record = record_of(artifact) if artifact.is_wheel and not artifact.trouble else None
    if record and isinstance(artifact.archive, ZipArchive) and not artifact.archive.is_bomb:
        for name in wrong_hashes(artifact.archive, record, artifact.dist_info):
            yield Fault(f"RECORD's hash of {name!r} is not the member's", name)
