"""No private key, token or password file is inside a wheel or sdist: published files are copied at once."""

from collections.abc import Iterator
from pathlib import Path

from gonogo.artifacts.leaks import Leak, TooMuch, leaks
from gonogo.checks.reader import Reader
from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding

NEEDS = frozenset({"artifacts"})
UNREADABLE = "unreadable"  # the code of an archive that is broken, which other rules explain
SHOWN = 20  # findings of one file that are named

FIX = (
    "remove it from the project, and revoke it where it was issued if anybody else has seen it; if it is not a secret: "
    'no_secrets_inside = "REASON" in [tool.gonogo.waivers]'
)
ADVICE = "make sure that it was made up for tests or as an example"


def check(reader: Reader) -> Examined:
    """Search every member of every artifact, by its name and its content; a finding never shows the secret.

    What lies among tests or in the text of the documentation, and a placeholder, is advice.
    """
    findings = tuple(finding for path in reader.files for finding in found(path))
    return Examined(len(reader.files), findings, f"searched {len(reader.files)} files")


def found(path: Path) -> Iterator[Finding]:
    """Yield a finding for each secret of one artifact, those that block first."""
    from gonogo.pypi_rules import tararchive, ziparchive

    try:
        several = sorted(leaks(path), key=lambda one: one.harmless)
    except TooMuch:
        what = "it unpacks to more than is searched for secrets"
        yield Finding("not-searched", what, path.name, FIX, undecided=True)
        return
    except (*ziparchive.BREAKAGE, *tararchive.BREAKAGE) as error:
        yield Finding(UNREADABLE, shown(error) or type(error).__name__, path.name, "build it again")
        return
    yield from (finding_of(one, path) for one in several[:SHOWN])
    if several[SHOWN:]:
        what = f"{len(several) - SHOWN} more were found"
        yield Finding("more-secrets", what, path.name, FIX, not all(one.harmless for one in several[SHOWN:]))


def finding_of(one: Leak, path: Path) -> Finding:
    """Return the finding of a secret."""
    fix = ADVICE if one.harmless else FIX
    return Finding("secret-inside", shown(f"{one.where} {one.what}"), path.name, fix, not one.harmless)
