"""Every classifier is in the index's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 12, source="Core metadata specifications, Classifier")
def classifiers_are_known(upload: Upload) -> Iterator[Fault]:
    """A classifier is not in the list of the index, letter by letter; `Private ::` is kept out of the list on
    purpose.

    gonogo knows the list as of its installed trove-classifiers.

    Mend: take the classifier from the list, or update trove-classifiers if it is new.
    """
    given = set(upload.all("classifiers"))
    if given:
        from trove_classifiers import all_classifiers

        for one in sorted(given - set(all_classifiers)):
            yield Fault(f"{one!r} is not a valid classifier.", "classifier", "classifier")
