"""The wheel has one .dist-info folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 45, source="Binary distribution format specification")
def wheel_has_one_dist_info(upload: Upload) -> Iterator[Fault]:
    """The wheel holds more than one `.dist-info` folder at its top, or one that is spelled otherwise than its name.

    Clients and installers may read different ones, so that a wheel is two projects at once.

    Mend: build the wheel again in a clean folder.
    """
    artifact = upload.artifact
    tops = {name.partition("/")[0] for name in artifact.names if "/" in name}
    others = sorted(top for top in tops if top.endswith(".dist-info") and top != artifact.dist_info)
    for top in others if artifact.is_wheel else ():
        yield Fault(f"the wheel holds {top!r} beside or instead of {artifact.dist_info!r}", top)
