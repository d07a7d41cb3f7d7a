"""No `tests` package is installed at top level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 70, source="Binary distribution format specification")
def tests_are_not_at_top_level(upload: Upload) -> Iterator[Fault]:
    """The wheel installs a package `tests`, `test` or `docs` at top level, where those of other projects
    collide with it.

    Mend: name the packages in the build backend's settings.
    """
    tops = {name.partition("/")[0] for name in upload.artifact.names if "/" in name}
    for top in sorted(tops & {"tests", "test", "docs", "examples"}) if upload.artifact.is_wheel else ():
        yield Fault(f"the wheel installs {top!r} at top level", top)
