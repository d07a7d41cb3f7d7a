"""Read back: the version in every place, and in the metadata that the build backend gives, is the planned one."""

from __future__ import annotations

from gonogo.model.board import Row
from gonogo.model.plan import Plan
from gonogo.model.verdict import Examined, Finding
from gonogo.release.context import World
from gonogo.version.pep440 import same

NAME = "read back"


def row(plan: Plan, world: World) -> Row:
    """Read the written version back from every place of the candidate and from its backend."""
    examined = look(plan, world)
    return Row(NAME, examined.verdict, 0.0, examined.note, examined.findings)


def look(plan: Plan, world: World) -> Examined:
    """Compare every place, and the backend's metadata, with the planned version."""
    from gonogo.artifacts import builder
    from gonogo.project import locations

    root = world.candidate / world.subfolder
    spots = [locations.find(root, place) for place in world.project.places]
    backend, built = f"the metadata of {world.project.layout.backend}", builder.metadata(root, world.backend).version
    wrong = {spot.place.path: spot.raw for spot in spots if not locations.says(spot, plan.new)}
    wrong |= {} if same(built, plan.new) else {backend: built}
    findings = tuple(
        Finding(
            "version-not-written",
            f"{where} says {version}, not {plan.new}",
            where,
            "name the location under places in [tool.gonogo]",
        )
        for where, version in wrong.items()
    )
    where = dict.fromkeys((*(spot.place.path for spot in spots), backend))
    return Examined(len(where), findings, f"{plan.new} in {', '.join(where)}")
