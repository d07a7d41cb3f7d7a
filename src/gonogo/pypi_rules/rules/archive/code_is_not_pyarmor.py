"""No code is encrypted by PyArmor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 20, source="The index's acceptable use policy")
def code_is_not_pyarmor(upload: Upload) -> Iterator[Fault]:
    """Python code is encrypted by PyArmor, so that nobody could see what it does.

    Mend: publish readable code, or publish elsewhere.
    """
    archive = upload.artifact.archive
    for mark in archive.marks if archive else ():
        if mark.name == "pyarmor":
            yield Fault("Invalid distribution file. PyArmor-encrypted content is not allowed.", mark.member)
