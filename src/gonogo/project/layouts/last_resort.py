"""Any other backend: a version in `[project]`, or a literal `__version__` in the project's package."""

from gonogo.model.errors import GonogoError
from gonogo.model.location import Layout
from gonogo.project import import_names, other_locations, workspace
from gonogo.project.layouts import layout
from gonogo.project.tree import Tree


class NotAPackage(GonogoError):
    text = "there is no package to release in {path}: {why}"
    hint_text = "change to the package's folder, or name it in the setting `workspace` of [tool.gonogo]"


class VersionNowhere(GonogoError):
    text = "the version of {name} (backend {backend}) is in none of these places: {looked}"
    hint_text = (
        "name its place in pyproject.toml: [[tool.gonogo.places]] with path and search, "
        "such as search = '__version__ = \"{{version}}\"'"
    )


def recognise(tree: Tree, name: str) -> Layout:
    """Take what is there: `project.version`, a literal `__version__`, or the places that the settings name.

    Raises NotAPackage for a folder without a package, and VersionNowhere, which lists what was looked at.
    """
    require_package(tree)
    if layout.declared(tree):
        return layout.static(tree, name)
    names = import_names.find(tree)
    found = list(other_locations.modules(tree, names))
    if found:
        return layout.placed(tree, name, found[0])
    if tree.table("tool.gonogo").get("places"):
        return Layout(name, tree.backend, import_names=names)
    raise VersionNowhere(name=tree.name, backend=tree.backend, looked=", ".join(looked(tree, names)))


def require_package(tree: Tree) -> None:
    """Raise NotAPackage where nothing says what to build, with the packages in folders below."""
    if tree.project or tree.name or tree.has("setup.py") or tree.table("build-system"):
        return
    below = workspace.find(tree.root)
    why = f"the packages are in {', '.join(below)}" if below else "no pyproject.toml, setup.cfg or setup.py names one"
    raise NotAPackage(path=tree.root.name, why=why)


def looked(tree: Tree, names: tuple[str, ...]) -> list[str]:
    """Return the places where a version was looked for."""
    homes = [import_names.located(tree, name) or f"{name.replace('.', '/')}/__init__.py" for name in names]
    return ["project.version in pyproject.toml", *(f"__version__ in {home}" for home in homes)]
