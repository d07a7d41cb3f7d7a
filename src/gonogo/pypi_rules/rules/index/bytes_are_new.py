"""The index does not serve these bytes under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.DUPLICATE + 20, source="The index's own rule on duplicates")
def bytes_are_new(upload: Upload) -> Iterator[Fault]:
    """The project already has a file of exactly these bytes under another name; the index keeps each content
    once.

    Mend: send it under the name that it has there, or build the new version's own file.
    """
    for one in (*upload.facts.served, *upload.facts.beside) if upload.facts else ():
        if one.filename != upload.filename and one.sha256 == upload.digests["sha256"]:
            yield Fault(f"File already exists ({one.filename!r} has the same hash).", upload.filename)
