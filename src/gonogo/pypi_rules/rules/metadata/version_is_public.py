"""The version has no local part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 2, source="PEP 440, local version identifiers")
def version_is_public(upload: Upload) -> Iterator[Fault]:
    """The version has a local part such as `+g1a2b3c`; these are for private builds, and the index refuses
    them.

    Mend: release from a commit that is tagged and clean, or set the version by hand.
    """
    if upload.version and upload.version.local:
        yield Fault(f"The use of local versions in '{upload.version}' is not allowed.", "version", "version")
