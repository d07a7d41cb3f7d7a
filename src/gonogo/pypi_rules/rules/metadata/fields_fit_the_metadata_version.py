"""No field is newer than the metadata version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.spec import NEWER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 5, source="Core metadata specifications")
def fields_fit_the_metadata_version(upload: Upload) -> Iterator[Fault]:
    """A field is used that the stated metadata version does not have; the index refuses it rather than guess.

    Older setuptools writes License-File under 2.1: twine drops it, uv sends it.

    Mend: update the build backend, so that it states the version which has the field.
    """
    for name, messages in upload.spec.errors.items():
        for message in messages:
            if NEWER in message:
                yield Fault(message, name, name)
