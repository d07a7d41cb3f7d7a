"""The wheel has METADATA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_FILE + 10, source="Binary distribution format specification")
def wheel_has_metadata(upload: Upload) -> Iterator[Fault]:
    """The wheel holds no METADATA in the `.dist-info` folder that is spelled exactly as in its file name.

    The index serves it beside the wheel, and installers resolve by it.

    Mend: build the wheel again; do not rename it by hand.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/METADATA"
    if artifact.is_wheel and not artifact.trouble and artifact.read(target) is None:
        message = f"Wheel '{upload.filename}' does not contain the required METADATA file: {target}"
        yield Fault(message, target)
