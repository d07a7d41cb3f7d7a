"""The wheel has no .pth files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 90, source="Binary distribution format specification; site module")
def wheel_starts_nothing(upload: Upload) -> Iterator[Fault]:
    """A .pth file at the wheel's top is read, and its code run, at every start of Python, asked for or not.

    Mend: leave it out unless it is what the project is for.
    """
    for name in sorted(upload.artifact.names) if upload.artifact.is_wheel else ():
        if name.endswith(".pth") and name.count("/") in {0, 2 if ".data/" in name else 0}:
            yield Fault(f"{name!r} is run at every start of Python", name)
