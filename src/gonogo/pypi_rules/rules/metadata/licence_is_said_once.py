"""The licence is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 20, source="PEP 639")
def licence_is_said_once(upload: Upload) -> Iterator[Fault]:
    """Both License and License-Expression are given; the first is deprecated where the second stands.

    Two statements could contradict each other.

    Mend: write `license` as an SPDX expression in `[project]` and leave the text out.
    """
    if upload.one("license") and upload.one("license_expression"):
        why = "License is deprecated when License-Expression is present."
        yield Fault(f"{why} Only License-Expression should be present.", "license", "license")
