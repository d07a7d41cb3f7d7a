"""The wheel has its WHEEL file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 16, source="Binary distribution format specification")
def wheel_has_the_wheel_file(upload: Upload) -> Iterator[Fault]:
    """The wheel holds no WHEEL in the `.dist-info` folder that is spelled exactly as in its file name.

    Installers read from it how to install the wheel.

    Mend: build the wheel again; do not rename it by hand.
    """
    artifact = upload.artifact
    if not artifact.is_wheel or artifact.trouble:
        return
    if not artifact.dist_info:
        message = "Invalid distribution file. Unable to parse name and version from wheel filename"
        yield Fault(message, upload.filename)
    elif artifact.read(f"{artifact.dist_info}/WHEEL") is None:
        message = f"Invalid distribution file. WHEEL not found at {artifact.dist_info}/WHEEL"
        yield Fault(message, upload.filename)
