"""Read back: the version in every place, and in the metadata that the build backend gives, is the planned one."""

from __future__ import annotations

from gonogo.model.board import Row
from gonogo.model.plan import Plan
from gonogo.model.verdict import Examined, Finding
from gonogo.release.context import World
from gonogo.version.pep440 import parse

NAME = "read back"


def row(plan: Plan, world: World) -> Row:
    """Read the written version back from every place of the candidate and from its backend."""
    examined = look(plan, world)
    return Row(NAME, examined.verdict, 0.0, examined.note, examined.findings)


def look(plan: Plan, world: World) -> Examined:
    """Compare every place, and the backend's metadata, with the planned version."""
    from gonogo.artifacts import builder
    from gonogo.project import bump

    root = world.candidate / world.subfolder
    said = {place.path: bump.read(root, place) for place in world.project.places}
    said[f"the metadata of {world.project.layout.backend}"] = builder.metadata(root, world.backend).version
    wrong = {where: version for where, version in said.items() if parse(version) != parse(plan.new)}
    findings = tuple(
        Finding(
            "version-not-written",
            f"{where} says {version}, not {plan.new}",
            where,
            "name the location under places in [tool.gonogo]",
        )
        for where, version in wrong.items()
    )
    return Examined(len(said), findings, f"{plan.new} in {', '.join(said)}")
