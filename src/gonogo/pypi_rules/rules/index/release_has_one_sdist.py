"""The release has one sdist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.names import same_release
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ONE_SDIST + 10, source="Source distribution format specification; PEP 625")
def release_has_one_sdist(upload: Upload) -> Iterator[Fault]:
    """The release already has an sdist; the index takes one for each, and 1.0 and 1.0.0 are one release.

    Mend: release a new version.
    """
    sdists = [one.filename for one in same_release(upload) if not one.filename.endswith(".whl")]
    if upload.one("filetype") == "sdist" and set(sdists) - {upload.filename}:
        yield Fault("Only one sdist may be uploaded per release.", upload.filename)
