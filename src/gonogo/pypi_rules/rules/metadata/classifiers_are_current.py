"""No classifier is deprecated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 13, source="Core metadata specifications, Classifier")
def classifiers_are_current(upload: Upload) -> Iterator[Fault]:
    """A classifier has been deprecated; the index refuses it in new uploads.

    Mend: use the ones that replaced it.
    """
    given = set(upload.all("classifiers"))
    if given:
        from trove_classifiers import deprecated_classifiers

        for one in sorted(given & deprecated_classifiers.keys()):
            instead = deprecated_classifiers[one]
            hint = f", use one of {instead} instead." if instead else "."
            yield Fault(f"The classifier {one!r} has been deprecated{hint}", "classifier", "classifier")
