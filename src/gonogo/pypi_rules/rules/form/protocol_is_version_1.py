"""The upload speaks protocol version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 1, source="Upload API, protocol_version")
def protocol_is_version_1(upload: Upload) -> Iterator[Fault]:
    """The form asks for a protocol version that the index does not speak.

    Mend: update the upload client.
    """
    if upload.one("protocol_version") not in {"", "1"}:
        yield Fault("Unknown protocol version.", "protocol_version")
