"""At least one digest is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 60, source="Upload API, digests")
def digest_is_given(upload: Upload) -> Iterator[Fault]:
    """The form says no digest, so the index could not tell whether the bytes arrived whole.

    Mend: update the upload client.
    """
    if not any(upload.one(f"{name}_digest") for name in ("md5", "sha256", "blake2_256")):
        yield Fault("Error: Include at least one message digest.", "sha256_digest", "~")
