"""RECORD lists exactly the wheel's members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.record import SIGNATURES, record_of
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 50, source="Binary distribution format specification, RECORD")
def record_lists_every_member(upload: Upload) -> Iterator[Fault]:
    """RECORD leaves out a member, lists one that is absent, or lists one twice.

    The index takes the wheel and sends its owners an e-mail about it; it means to refuse it later.

    Mend: build the wheel again; do not change it by hand.
    """
    artifact = upload.artifact
    record = record_of(artifact) if artifact.is_wheel and not artifact.trouble else None
    if record is None:
        return
    signed = {f"{artifact.dist_info}/{name}" for name in SIGNATURES[1:]}
    members = {member.name for member in artifact.members if not member.name.endswith("/")} - signed
    for name in sorted(members - record.paths):
        yield Fault(f"RECORD does not list {name!r}", name)
    for name in sorted(record.paths - members):
        yield Fault(f"RECORD lists {name!r}, which is not in the wheel", name)
