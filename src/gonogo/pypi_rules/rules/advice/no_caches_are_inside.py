"""No caches or editor files are in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.paths import is_stray
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 60, source="Binary distribution format specification")
def no_caches_are_inside(upload: Upload) -> Iterator[Fault]:
    """A member is a cache or belongs to an editor or version control: __pycache__, .pytest_cache, .DS_Store,
    .idea, .git.

    Mend: exclude it in the build backend's settings.
    """
    for name in sorted(upload.artifact.names):
        if is_stray(name):
            yield Fault(f"{name!r} is a stray file", name)
