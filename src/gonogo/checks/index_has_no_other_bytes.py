"""The index does not serve other bytes under a name of this release, nor other files of its version."""

from collections.abc import Iterator

from gonogo.checks.reader import Reader
from gonogo.index.published import Published, compare
from gonogo.index.reading import of_version
from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding

NEEDS = frozenset({"artifacts", "index"})
FIX = "an index never accepts a file name twice: release the next version"


def check(reader: Reader) -> Examined:
    """Ask the index what it serves of this version and compare hashes; CouldNotTell if it does not answer."""
    seen = compare(reader.manifest, of_version(reader.served, reader.version))
    note = f"{reader.index.name} serves {len(seen.same)} of {len(reader.files)} files already"
    return Examined(len(reader.files), tuple(clashes(seen, reader.index.name)), note)


def clashes(seen: Published, where: str) -> Iterator[Finding]:
    """Yield what is public and not ours."""
    for artifact in seen.other:
        name = artifact.filename
        yield Finding("other-bytes", f"{where} serves {name} with other bytes", name, FIX)
    for found in seen.foreign:
        name = shown(found)
        yield Finding("foreign-file", f"{where} serves {name}, which is not in the manifest", name, FIX)
