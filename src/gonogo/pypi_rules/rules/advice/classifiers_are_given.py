"""Classifiers are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 30, source="Core metadata specifications, Classifier")
def classifiers_are_given(upload: Upload) -> Iterator[Fault]:
    """There are no classifiers, or none that says a Python version; people find projects by them.

    Mend: add `classifiers` to `[project]`.
    """
    given = upload.all("classifiers")
    if not any(one.startswith("Programming Language :: Python") for one in given):
        yield Fault("no classifier says which Python it is for", "classifier")
