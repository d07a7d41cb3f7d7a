"""The description's content type is one that the index renders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.contenttype import spelled_charset
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 11, source="Core metadata specifications, Description-Content-Type")
def content_type_is_known(upload: Upload) -> Iterator[Fault]:
    """Description-Content-Type is none of text/plain, text/x-rst and text/markdown, or asks for another
    charset than UTF-8 or for an unknown variant of Markdown.

    The index would not know how to render the description. The charset must be spelled UTF-8 in capitals
    (packaging 26.2, which the index uses).

    Mend: write `readme = "README.md"`, from which the backend tells the type, or one of the three types.
    """
    yield from upload.spec.faults("description-content-type")
    charset = spelled_charset(upload.one("description_content_type"))
    if charset != "UTF-8" and "description-content-type" not in upload.spec.errors:
        message = f"'description-content-type' can only specify the UTF-8 charset, not {charset!r}"
        yield Fault(message, "description-content-type", "description-content-type")
