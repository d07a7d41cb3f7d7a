"""The version is the same in every place, in the built metadata, in the file names and in the tag."""

from collections.abc import Iterator

from gonogo.checks.reader import Reader
from gonogo.index.reading import version_in
from gonogo.model.errors import counted, shown
from gonogo.model.verdict import Examined, Finding, claiming
from gonogo.project import locations
from gonogo.version.pep440 import NotAVersion, same

NEEDS = frozenset({"tree", "metadata", "artifacts"})


def check(reader: Reader) -> Examined:
    """Compare every location, artifact and tag with the planned version."""
    said = dict(sources(reader))
    wrong = {where: version for where, version in said.items() if not agrees(version, reader.version)}
    fix = f"write {reader.version} there, or take the tag back: invoke undo"
    findings = [
        Finding("version-differs", f"{where} says {shown(version)}, not {reader.version}", where, fix)
        for where, version in wrong.items()
    ]
    return claiming(len(said), (*findings, *of_tag(reader)), f"{reader.version} in {counted(len(said), 'location')}")


def sources(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield where a version is said, and which."""
    for place in reader.project.places:
        yield place.path, locations.read(reader.tree, place)
    yield "the manifest", reader.manifest.version
    for path in reader.files:
        yield f"the name of {path.name}", str(version_in(path.name))
        yield f"the metadata in {path.name}", reader.metadata[path.name].version


def of_tag(reader: Reader) -> Iterator[Finding]:
    """Find a tag that is not the one this version has."""
    expected = reader.project.tag_for(reader.version)
    if reader.tag and reader.tag != expected:
        what = f"the tag is {shown(reader.tag)}, but version {reader.version} is tagged {expected}"
        yield Finding("tag-differs", what, reader.tag, "tag the release with: invoke bump")


def agrees(version: str, planned: str) -> bool:
    """Return whether two spellings mean one version; what is no version agrees with none."""
    try:
        return same(version, planned)
    except NotAVersion:
        return False
