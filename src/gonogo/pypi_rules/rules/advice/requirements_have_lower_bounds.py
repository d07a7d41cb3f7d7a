"""Requirements say a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.spec import requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 45, source="Version specifiers; PEP 440")
def requirements_have_lower_bounds(upload: Upload) -> Iterator[Fault]:
    """A requirement names no version at all, so that resolvers may take one from years ago.

    Mend: say the oldest version that works: `name>=1.2`.
    """
    for text in upload.all("requires_dist"):
        parsed = requirement(text)
        if not isinstance(parsed, str) and not parsed.specifier and "extra" not in str(parsed.marker or ""):
            yield Fault(f"{text!r} says no version", "requires-dist")
