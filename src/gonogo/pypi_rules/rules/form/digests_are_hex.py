"""The digests are 64 hex digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 30, source="Upload API, digests")
def digests_are_hex(upload: Upload) -> Iterator[Fault]:
    """A digest in the form is not 64 hex digits.

    The index compares digests letter by letter.

    Mend: update the upload client.
    """
    for field, name in (("blake2_256_digest", "BLAKE2"), ("sha256_digest", "SHA256")):
        value = upload.one(field)
        if value and not re.fullmatch(r"[0-9A-Fa-f]{64}", value):
            message = f"Invalid value for {field}. Error: Use a valid, hex-encoded, {name} message digest."
            yield Fault(message, field, field)
