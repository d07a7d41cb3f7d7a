"""Project-URLs have labels of 1 to 32 characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 15, source="Core metadata specifications, Project-URL")
def project_urls_are_labelled(upload: Upload) -> Iterator[Fault]:
    """The label of a Project-URL is missing or has more than 32 characters.

    The index shows it beside the address.

    Mend: shorten the key in `[project.urls]`.
    """
    for label in upload.spec.raw.get("project_urls", {}):
        if not label:
            yield Fault("Must have a label", "project-url", "project-url")
        elif len(label) > limits.LABEL:
            yield Fault(f"{label!r} must be {limits.LABEL} characters or less.", "project-url", "project-url")
