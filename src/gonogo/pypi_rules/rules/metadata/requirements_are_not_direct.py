"""No requirement names an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.form import header
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.spec import requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 18, source="PEP 508, PEP 440 direct references")
def requirements_are_not_direct(upload: Upload) -> Iterator[Fault]:
    """A requirement points to an address (`name @ https://...`), also in an extra.

    The index takes only requirements that an index can satisfy, so that nothing is installed from elsewhere.

    Mend: require a released version; put direct references into a dependency group, which is not published.
    """
    for field in ("requires_dist", "provides_dist", "obsoletes_dist"):
        for text in upload.all(field):
            parsed = requirement(text)
            if not isinstance(parsed, str) and parsed.url is not None:
                yield Fault(f"Can't have direct dependency: {text}", header(field), header(field))
