"""Each Project-URL has its own label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_FORM + 20, source="Core metadata specifications, Project-URL")
def project_url_labels_differ(upload: Upload) -> Iterator[Fault]:
    """Two Project-URLs have the same label; the index keeps one address for each label.

    Mend: rename one of them in `[project.urls]`.
    """
    if "project-url" in upload.spec.unread:
        yield Fault("'project_urls' has invalid data", "project-url", "project-url")
