"""The metadata inside has the file name's name and version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.names import identity, normalized
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 40, source="Binary and source distribution format specifications")
def metadata_fits_the_file_name(upload: Upload) -> Iterator[Fault]:
    """The METADATA or PKG-INFO that an installer reads has another name or version than the file name.

    The index takes it; an installer could be harmed by it or refuse it.

    Mend: build the file again; do not rename it.
    """
    inner, outer = identity(upload.artifact.inner_metadata), version_of(upload.filename)
    if inner and outer and inner != (normalized(upload.filename), outer):
        yield Fault(f"the metadata inside says {inner[0]} {inner[1]}", upload.filename)
