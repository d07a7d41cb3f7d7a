"""The built files are the ones that the release's tag names by their hashes.

A release that was rehearsed has the sha256 of each file in its tag. If CI builds other bytes, the members that
differ are named. A tag without hashes, as `invoke bump` makes it, is not compared.
"""

from gonogo.artifacts import sums
from gonogo.checks.reader import Reader
from gonogo.model.verdict import Examined, claiming

NEEDS = frozenset({"artifacts", "work tree"})


def check(reader: Reader) -> Examined:
    """Compare the built files with the message of the tag."""
    if not reader.tag:
        return Examined(1, note="HEAD has no release tag, so there is nothing to compare")
    found = sums.read(reader.tag_message)
    if not found.files:
        return Examined(1, note="no hashes in the tag yet")
    findings = tuple(sums.compare(found, reader.manifest, reader.files, reader.tag))
    more = len(reader.manifest.artifacts) - len(found.files)
    beside = f", and {more} more are here" if more > 0 else ""
    return claiming(len(found.files), findings, f"{len(found.files)} files are as {reader.tag} names them{beside}")
