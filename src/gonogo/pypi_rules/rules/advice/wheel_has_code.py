"""The wheel has something to install."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 80, source="Binary distribution format specification")
def wheel_has_code(upload: Upload) -> Iterator[Fault]:
    """The wheel holds nothing but metadata.

    Often a package was not found by the build backend.

    Mend: name the packages in the build backend's settings; a wheel that only requires others is meant to be
    so.
    """
    names = [name for name in upload.artifact.names if not name.endswith("/")]
    if upload.artifact.is_wheel and names and all(".dist-info/" in name for name in names):
        yield Fault("the wheel holds nothing but metadata", upload.filename)
