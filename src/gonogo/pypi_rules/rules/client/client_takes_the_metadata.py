"""The client takes the metadata as it stands in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 45, source="twine 7, package.py")
def client_takes_the_metadata(upload: Upload) -> Iterator[Fault]:
    """twine validates the metadata file before it sends anything, and stops at a field which it never sends or
    which the index would drop because it is empty.

    The index itself would take the file.

    Mend: correct the field or leave it out; uv sends the file as it is.
    """
    for fault in upload.client.faults.get("client_takes_the_metadata", ()):
        if fault.where not in upload.spec.errors and fault.where not in upload.spec.unread:
            yield fault
