"""Import names are identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 18, source="Core metadata specifications, Import-Name; PEP 794")
def import_names_are_identifiers(upload: Upload) -> Iterator[Fault]:
    """An import name is not a dotted Python identifier, or has a suffix other than `; private`.

    Nobody could import it.

    Mend: correct `import-names` in `[project]` of pyproject.toml.
    """
    yield from upload.spec.faults("import-name", "import-namespace")
