"""The client knows every metadata field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 50, source="twine 7, package.py")
def client_knows_every_field(upload: Upload) -> Iterator[Fault]:
    """The metadata has a field that twine does not know, so twine stops before it sends anything.

    The index itself would ignore the field.

    Mend: remove the field, or update the build backend that writes it; uv sends the file as it is.
    """
    yield from upload.client.faults.get("client_knows_every_field", ())
