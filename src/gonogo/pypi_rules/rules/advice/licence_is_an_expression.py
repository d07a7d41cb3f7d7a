"""The licence is an SPDX expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 95, source="PEP 639")
def licence_is_an_expression(upload: Upload) -> Iterator[Fault]:
    """The licence is said by a classifier or by free text; since PEP 639 License-Expression says it so that
    tools can read it.

    Mend: write `license = "MIT"` or the like in `[project]`.
    """
    old = [one for one in upload.all("classifiers") if one.startswith("License ::")]
    if not upload.one("license_expression"):
        yield Fault("there is no License-Expression", "license-expression")
    elif old:
        yield Fault(f"the classifier {old[0]!r} says it again", "classifier")
