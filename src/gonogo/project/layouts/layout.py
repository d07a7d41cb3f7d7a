"""What the layouts share: a version in `[project]`, in other places or in the tag, and the files that repeat it."""

from gonogo.model.location import Layout, Location
from gonogo.project import find_version, import_names, other_locations
from gonogo.project.tree import Tree, WrongType

PROJECT_VERSION = Location("pyproject.toml", key="project.version")


def declared(tree: Tree) -> bool:
    """Return whether `[project]` holds the version itself; WrongType where it is not a string."""
    version = tree.project.get("version")
    if version is not None and not isinstance(version, str):
        raise WrongType(path="pyproject.toml", key="project.version", expected="a string", found=type(version).__name__)
    return version is not None


def static(tree: Tree, name: str) -> Layout:
    """Return the layout of a project whose version is `[project].version`."""
    return placed(tree, name, PROJECT_VERSION, version=tree.project["version"])


def placed(tree: Tree, name: str, *places: Location, version: str = "") -> Layout:
    """Return the layout of a project whose version lives in these places; what else repeats it comes after them."""
    names = import_names.find(tree)
    others = other_locations.find(tree, version or find_version.read(tree, places[0]), names) if places else ()
    known = {(place.path, place.key or place.search) for place in places}
    more = [other for other in others if (other.path, other.key or other.search) not in known]
    return Layout(name, tree.backend, (*places, *more), import_names=names)


def tagged(tree: Tree, name: str) -> Layout:
    """Return the layout of a project whose version is made from the git tag."""
    return Layout(name, tree.backend, from_tag=True, import_names=import_names.find(tree))


def in_file(tree: Tree, path: str, *names: str) -> Location:
    """Return the place of a version in a named file: a literal given to a name, or all that it holds."""
    tree.require_inside(path)
    if not tree.has(path):
        raise find_version.VersionPlaceUnclear(path=path, why="there is no such file")
    place = (
        find_version.followed(tree, path, *names) if path.endswith((".py", ".pyi")) else find_version.whole(tree, path)
    )
    place = place or find_version.written(tree, path, *names)
    if place is None:
        raise find_version.VersionPlaceUnclear(
            path=path, why=f"nothing there gives {' or '.join(names)} a literal text"
        )
    return place
