"""The wheel has a RECORD that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.record import record_of
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.RECORD + 10, source="Binary distribution format specification, RECORD")
def wheel_has_a_record(upload: Upload) -> Iterator[Fault]:
    """The wheel has no RECORD in its `.dist-info` folder, or one that is not UTF-8 CSV; installers need it to
    check and to uninstall.

    Mend: build the wheel again.
    """
    artifact = upload.artifact
    if artifact.is_wheel and not artifact.trouble and record_of(artifact) is None:
        target = f"{artifact.dist_info}/RECORD"
        yield Fault(f"Wheel '{upload.filename}' does not contain the required RECORD file: {target}", target)
