"""The bill of materials (SBOM) of a project: what it contains of others and runs with, as a CycloneDX file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gonogo.git.repository import Git
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError, NoGo, counted
from gonogo.model.project import Project
from gonogo.model.verdict import Finding, Verdict
from gonogo.project import parts, pins
from gonogo.project.parts import Part
from gonogo.project.tree import Tree
from gonogo.release.sbom import path_of
from gonogo.release.survey import survey
from gonogo.system import writing

BACKENDS = {
    "hatchling": ("tool.hatch.build.targets.wheel", "sbom-files"),
    "maturin": ("tool.maturin.sbom", "include"),
}
"""The backends that put the file into the wheel (PEP 770), each with the table and the key that name it."""


class NoSbomLibrary(GonogoError):
    text = "the library that writes the bill of materials is not installed"
    hint_text = "pip install 'gonogo[sbom]'"


class SbomOutOfDate(NoGo):
    text = "{path} is not what the vendored parts and the lock give"
    hint_text = "write it again with: gonogo sbom; and commit it"


def write(folder: Path) -> Board:
    """Write the file, where there is something to say."""
    project = survey(folder)
    path, found = path_of(project.name), contents(project)
    if not found:
        return nothing(project)
    writing.replace_all({project.root / path: text(project, found).encode("utf-8")})
    return Board(f"sbom {project.name}", (row(path, found), *placed(project, path)), f"git add {path}")


def check(folder: Path) -> Board:
    """Compare the file with what it would be now; SbomOutOfDate where it is another."""
    project = survey(folder)
    path, found = path_of(project.name), contents(project)
    here = Tree(project.root).text(path)
    if not found and not here:
        return nothing(project)
    if here != text(project, found):
        raise SbomOutOfDate(path=path)
    return Board(f"sbom {project.name}", (row(path, found), *placed(project, path)), "invoke status")


def contents(project: Project) -> tuple[Part, ...]:
    """Return the vendored parts of a project and what its lock pins."""
    tree = Tree(project.root)
    listed = Git(project.root)("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    inside = parts.vendored(tree, filter(None, listed))
    lock = pins.lock_of(project.root)
    return (*inside, *(parts.locked(tree, *lock) if lock else ()))


def nothing(project: Project) -> Board:
    """Return the board of a project that has nothing to list."""
    note = "nothing to list: no vendored parts, and no lock file with what it runs with"
    return Board(f"sbom {project.name}", (Row("sbom", Verdict.GO, note=note),), "invoke status")


def row(path: str, found: Sequence[Part]) -> Row:
    """Return the row that says what the file lists, by the files that say so."""
    origins = dict.fromkeys(one.origin for one in found if not one.origin.endswith("METADATA"))
    metadata = any(one.origin.endswith("METADATA") for one in found)
    said = ", ".join([*origins, *(["the metadata of vendored parts"] if metadata else [])])
    return Row("sbom", Verdict.GO, note=f"{path} lists {counted(len(found), 'component')} from {said}")


def placed(project: Project, path: str) -> tuple[Row, ...]:
    """Say whether the build backend puts the file into the wheel, and how it would."""
    tree = Tree(project.root)
    backend = tree.backend.partition(".")[0]
    if backend not in BACKENDS:
        note = f"{backend or 'the backend'} puts no such file into a wheel: it is beside the release on the forge alone"
        return (Row("wheel", Verdict.GO, note=note),)
    table, key = BACKENDS[backend]
    if path in (tree.table(table).get(key) or ()):
        return (Row("wheel", Verdict.GO, note=f"{backend} puts it into .dist-info/sboms/"),)
    fix = f'write into [{table}] of pyproject.toml: {key} = ["{path}"]'
    found = Finding("not-in-the-wheel", f"{backend} does not put it into the wheel yet", fix=fix, blocking=False)
    return (Row("wheel", Verdict.GO, findings=(found,)),)


def text(project: Project, found: Sequence[Part]) -> str:
    """Return the file: the same for the same parts, whenever and wherever it is written; NoSbomLibrary."""
    from uuid import NAMESPACE_URL, uuid5

    try:
        from cyclonedx.model.bom import Bom
        from cyclonedx.output.json import JsonV1Dot6
    except ImportError as error:
        raise NoSbomLibrary from error
    main = component(project.name, "")
    listed = {(one.name, one.version): component(one.name, one.version, one.origin) for one in found}
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, "\n".join(map(str, sorted(found)))), components=listed.values())
    bom.metadata.component = main
    bom.metadata.timestamp = None  # type: ignore[assignment]  # the library leaves it out then
    bom.register_dependency(main, listed.values())
    return str(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def component(name: str, version: str, origin: str = "") -> Any:
    """Return a distribution as a component; one that is vendored, or locked, says which file says so."""
    from cyclonedx.model import Property
    from cyclonedx.model.component import Component
    from packageurl import PackageURL

    address = PackageURL("pypi", None, name, version or None)
    said = [Property(name="gonogo:origin", value=origin)] if origin else []
    return Component(name=name, version=version or None, purl=address, bom_ref=str(address), properties=said)
