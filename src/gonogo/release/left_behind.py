"""Locations of a version that did not move with it: a release says which, and stops where they did the time before."""

from collections.abc import Iterator
from contextlib import suppress

from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError, shown
from gonogo.model.location import Location
from gonogo.model.plan import Plan
from gonogo.model.verdict import Finding
from gonogo.project import locations, other_locations
from gonogo.project.tree import Tree
from gonogo.release.contexts import Context
from gonogo.system.text import Text
from gonogo.version.pep440 import parse

STALE = (
    "write the version there, so that it moves with the others; or read it with importlib.metadata; "
    "or write a reason as nothing_else_moves under [tool.gonogo.waivers]"
)


def stale(plan: Plan, context: Context) -> Iterator[Finding]:
    """Yield each location of a version that says neither the old nor the new one: NO-GO where it did at the last tag.

    Of other locations only a `__version__` of the packages is named, as advice.
    """
    tree, versions = Tree(context.clone_folder / context.subfolder), (plan.old or plan.new, plan.new)
    names = None if context.project.layout.from_tag else context.project.layout.import_names
    for place in () if names is None else other_locations.candidates(tree, names):
        with suppress(GonogoError):
            spot = locations.find(tree.root, place)
            if any(locations.says(spot, version) for version in versions):
                continue
            left_behind = moved_at_last_tag(place, context)
            if left_behind or ("__version__" in place.search and any(parse(spot.version).release)):
                what = f"{place.path} says {shown(spot.raw)}, and the release is {plan.new}"
                yield Finding("version-is-stale", what, place.path, STALE, blocking=left_behind)


def moved_at_last_tag(place: Location, context: Context) -> bool:
    """Return whether a location said the version of the newest tag at the commit of that tag."""
    project, git = context.project, Git(context.project.root)
    last = tags.newest_below_head(git, project.tag_template, project.name, project.version)
    text = git.run("show", f"{last.commit}:./{place.path}").stdout if last.commit else ""
    with suppress(GonogoError):
        return locations.says(locations.within(Text(git.root / place.path, text), place), last.version)
    return False
