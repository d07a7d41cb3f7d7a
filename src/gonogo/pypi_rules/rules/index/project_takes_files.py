"""The project is open to uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.PROJECT + 30, source="PEP 792, project status markers", status=403)
def project_takes_files(upload: Upload) -> Iterator[Fault]:
    """The project is archived or quarantined; nobody may upload to it.

    Mend: an owner takes it out of the archive on the index's pages; a quarantine ends with the index's
    support.
    """
    if upload.facts and upload.facts.status in {"archived", "quarantined"}:
        yield Fault(f"The project {upload.one('name')!r} is {upload.facts.status}.", "name")
