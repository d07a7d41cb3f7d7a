"""A description is given, with its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 40, source="Core metadata specifications, Description")
def description_is_given(upload: Upload) -> Iterator[Fault]:
    """There is no description, or its content type is not said; the project's page stays empty or looks odd.

    Mend: add `readme` to `[project]`.
    """
    if not upload.one("description").strip():
        yield Fault("there is no description", "description")
    elif not upload.one("description_content_type"):
        yield Fault("the description's content type is not said", "description-content-type")
