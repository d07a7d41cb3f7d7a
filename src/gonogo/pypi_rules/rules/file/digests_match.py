"""The digests are those of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.upload import DIGESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.DIGEST + 10, source="Upload API, digests")
def digests_match(upload: Upload) -> Iterator[Fault]:
    """A digest in the form is not the file's: it was changed after the form was made, or on the way.

    The index keeps nothing that is not what the client meant to send.

    Mend: send the file again.
    """
    given = {name: upload.one(f"{name}_digest").lower() for name in DIGESTS}
    if any(value and value != upload.digests[name] for name, value in given.items()):
        message = "The digest supplied does not match a digest calculated from the uploaded file."
        yield Fault(message, upload.filename)
