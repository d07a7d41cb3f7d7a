"""The file name was never used before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.DUPLICATE + 30, source="The index's own rule on file name reuse")
def filename_was_never_used(upload: Upload) -> Iterator[Fault]:
    """A file of this name was on the index and has been deleted; the index never lets a name be used again.

    Mend: release a new version.
    """
    if upload.facts and upload.filename in upload.facts.burnt:
        message = "This filename was previously used by a file that has since been deleted."
        yield Fault(f"{message} Use a different version.", upload.filename)
