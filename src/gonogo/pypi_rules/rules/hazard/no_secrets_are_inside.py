"""No secrets are in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.paths import is_for_tests, is_secret
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 80, source="OWASP, secrets management")
def no_secrets_are_inside(upload: Upload) -> Iterator[Fault]:
    """A member looks like a secret: .env, .pypirc, .netrc, a private key; what lies among tests is made up.

    What is published once is copied at once; it cannot be taken back.

    Mend: leave it out of the build, and replace the secret.
    """
    for name in sorted(upload.artifact.names):
        if is_secret(name) and not is_for_tests(name):
            yield Fault(f"{name!r} looks like a secret", name)
