"""E-mail addresses are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.address import fault_in, mailbox
from gonogo.pypi_rules.form import header
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 11, source="Core metadata specifications, Author-email; RFC 5322")
def emails_are_valid(upload: Upload) -> Iterator[Fault]:
    """The address of an author or maintainer is not valid, or belongs to a domain that is set aside (.test,
    .invalid, .local, localhost).

    The index shows it and wants one that could exist.

    Mend: correct `authors` or `maintainers` in `[project]`, or leave the address out.
    """
    for field in ("author_email", "maintainer_email"):
        address = mailbox(upload.one(field))
        if address and (why := fault_in(address)):
            name = header(field)
            yield Fault(f"{address!r} is not a valid email address: {why}", name, name)
