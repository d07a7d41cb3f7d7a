"""The licence expression is SPDX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 16, source="Core metadata specifications, License-Expression; PEP 639")
def licence_expression_is_spdx(upload: Upload) -> Iterator[Fault]:
    """License-Expression is not an SPDX expression of known licences, such as `MIT` or `Apache-2.0 OR
    BSD-2-Clause`.

    The index reads it by machine; free text stands in no list of licences.

    Mend: correct `license` in `[project]` of pyproject.toml.
    """
    yield from upload.spec.faults("license-expression")
