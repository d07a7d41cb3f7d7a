"""The client takes a file of this name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 10, source="uv publish, seen with 0.13.9")
def client_takes_the_file_name(upload: Upload) -> Iterator[Fault]:
    """uv leaves the file out because its name is not spelled as uv would spell it.

    It prints a warning and ends well, so that a release seems complete and is not.

    Mend: build again with a backend of today, which normalizes names and versions in file names.
    """
    yield from upload.client.faults.get("client_takes_the_file_name", ())
