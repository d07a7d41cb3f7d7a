"""The description renders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.contenttype import is_rst
from gonogo.pypi_rules.rendering import rst_fault
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.DESCRIPTION + 10, source="Core metadata specifications, Description; docutils")
def description_renders(upload: Upload) -> Iterator[Fault]:
    """The description is reStructuredText that does not render; the index stops at the first warning of
    docutils: raw HTML, short underlines, unknown roles and directives, includes.

    Without a content type the index takes the description for reStructuredText.

    Mend: correct the README, or state its type with `readme = "README.md"`.
    """
    text, kind = upload.one("description"), upload.one("description_content_type")
    if text and is_rst(kind) and (why := rst_fault(text)):
        default = "in the default format of reStructuredText." if not kind else f"for '{kind}'."
        yield Fault(f"The description failed to render {default} {why}", "description")
