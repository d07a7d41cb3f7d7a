"""Project-URLs are addresses of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.address import is_web_address
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 16, source="Core metadata specifications, Project-URL")
def project_urls_are_urls(upload: Upload) -> Iterator[Fault]:
    """A Project-URL has no address, or one that does not begin with http or https.

    The index makes links of them.

    Mend: write whole addresses in `[project.urls]`.
    """
    for label, url in upload.spec.raw.get("project_urls", {}).items():
        if not 0 < len(label) <= limits.LABEL:
            continue
        if not url:
            yield Fault("Must have a URL", "project-url", "project-url")
        elif not is_web_address(url):
            yield Fault(f"{url!r} is not a valid url", "project-url", "project-url")
