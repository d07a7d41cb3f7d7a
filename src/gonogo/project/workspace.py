"""Workspaces: the packages of a repository that holds more than one, and whose releases are under way in it."""

from pathlib import Path, PurePosixPath

from gonogo.git import intent, lookups
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.git.tags import version_in
from gonogo.model.project import Project
from gonogo.project.tree import Tree, strings

FILES = ("pyproject.toml", "setup.cfg", "setup.py")
FOLDERS = ("*", "packages/*", "libs/*", "projects/*", "src/*")
NOT_PACKAGES = frozenset(
    ["build", "dist", "doc", "docs", "example", "examples", "ext", "node_modules", "test", "tests", "venv"]
)


def find(root: Path) -> tuple[str, ...]:
    """Return the folders of a repository's packages, sorted: those that it names, else those one or two levels down."""
    tree = Tree(root)
    named = strings(tree.table("tool.gonogo").get("packages"))
    out = [] if named else strings(tree.table("tool.uv.workspace").get("exclude"))
    found = {
        path.relative_to(root).as_posix()
        for pattern in named or workspace_members(tree) or FOLDERS
        if plain(pattern)
        for path in root.glob(pattern)
        if builds(path)
    }
    kept = [path for path in found if not any(PurePosixPath(path).match(one) for one in out)]
    return tuple(sorted(path for path in kept if named or not set(path.split("/")) & NOT_PACKAGES))


def workspace_members(tree: Tree) -> list[str]:
    """Return the patterns of the members that uv's workspace has, else those of Hatch's environments."""
    members = strings(tree.table("tool.uv.workspace").get("members"))
    for environment in tree.table("tool.hatch.envs").values() if not members else ():
        workspace = environment.get("workspace", {}) if isinstance(environment, dict) else {}
        listed = workspace.get("members", []) if isinstance(workspace, dict) else []
        paths = [one.get("path") if isinstance(one, dict) else one for one in listed if isinstance(listed, list)]
        members += [one.rstrip("/") for one in strings(paths) if one not in members]
    return members


def several(root: Path) -> tuple[str, ...]:
    """Return the folders of the packages that a root names, and `.` where it is one too; none where it names none.

    What cannot be published is left out: a member that uv does not build, and one of a private classifier. Nor has a
    root several packages for whoever works in the one that `workspace` in its settings names.
    """
    return lookups.in_command((root, "packages"), lambda: _several(root))


def _several(root: Path) -> tuple[str, ...]:
    tree = Tree(root)
    if tree.table("tool.gonogo").get("workspace"):
        return ()
    named = bool(strings(tree.table("tool.gonogo").get("packages")) or workspace_members(tree))
    if not (named or is_root_alone(root)):
        return ()
    folders = find(root) if is_root_alone(root) else (".", *find(root))
    return tuple(one for one in folders if is_released(Tree(root / one), tree))


PRIVATE = "Private :: Do Not Upload"


def is_released(tree: Tree, root: Tree) -> bool:
    """Return whether a member of a workspace is one that is published; uv builds none without a build system."""
    if tree.table("tool.uv").get("package") is False or PRIVATE in strings(tree.project.get("classifiers")):
        return False
    virtual = bool(root.table("tool.uv.workspace")) and not tree.table("build-system")
    return not virtual or tree.table("tool.uv").get("package") is True


def is_root_alone(root: Path) -> bool:
    """Return whether a root is no package itself: uv's `package = false`, or members and no build system."""
    tree = Tree(root)
    if tree.table("build-system"):
        return tree.table("tool.uv").get("package") is False
    if tree.table("tool.uv").get("package") is False or tree.table("tool.uv.workspace"):
        return True
    return not builds(root) and bool(find(root))


def is_shared(top: Path, folder: Path) -> bool:
    """Return whether a repository holds other packages than that of a folder: found below its top, or beside it."""
    here, above = folder.resolve(), top.resolve()
    others = (in_folder(here.parent) | packages(above)) - {above}
    if here != above and builds(above) and not is_root_alone(above):
        others |= {above}
    return bool(others - {here})


def in_folder(folder: Path) -> frozenset[Path]:
    """Return the packages that stand in a folder."""

    def look() -> frozenset[Path]:
        return frozenset(path.resolve() for path in folder.iterdir() if path.name not in NOT_PACKAGES and builds(path))

    return lookups.in_command(("packages in", folder), look)


def packages(top: Path) -> frozenset[Path]:
    """Return the folders of a repository's packages below its top."""
    return lookups.in_command(("packages of", top), lambda: frozenset((top / path).resolve() for path in find(top)))


def has_own_version(top: Path, folder: Path) -> bool:
    """Return whether a package's version is written, and no other package of the repository says the same."""
    above = top.resolve()
    versions = lookups.in_command(("versions", above), lambda: {one: version(one) for one in {above, *packages(above)}})
    own = version(folder)
    return bool(own) and all(other != own for one, other in versions.items() if one != folder.resolve())


def version(folder: Path) -> str:
    """Return the version that a project's pyproject.toml says; empty for none."""
    return str(Tree(folder).project.get("version") or "")


def plain(pattern: str) -> bool:
    """Return whether a pattern stays inside the repository."""
    return bool(pattern) and not pattern.startswith(("/", "~")) and ".." not in PurePosixPath(pattern).parts


def builds(folder: Path) -> bool:
    """Return whether a folder says what it builds; looked up once in a command."""
    return lookups.in_command(("builds", folder), lambda: says_what_it_builds(folder))


def says_what_it_builds(folder: Path) -> bool:
    """Return whether a folder says what it builds, as it is now."""
    if not folder.is_dir() or folder.name.startswith(".") or not any((folder / file).is_file() for file in FILES):
        return False
    tree = Tree(folder)
    return bool(tree.project or tree.table("build-system") or tree.name or tree.has("setup.py"))


def own_intents(project: Project, git: Git) -> tuple[Intent, ...]:
    """Return the intents whose tags are of this project; all of them, however spelt, where it is the only one."""
    found = intent.find(git)
    own = tuple(one for one in found if any(is_own(project, tag) for tag in one.tags))
    return own if own == found or not is_alone(project, git) else found


def other_intents(project: Project, git: Git) -> tuple[Intent, ...]:
    """Return the intents to land a release of another package of the same repository."""
    own = own_intents(project, git)
    return tuple(one for one in intent.find(git) if one.kind == intent.LAND and one not in own)


def is_alone(project: Project, git: Git) -> bool:
    """Return whether a repository holds this project and no other package."""
    return project.root.resolve() == git.top.resolve() and not find(git.top)


def is_own(project: Project, tag: str) -> bool:
    """Return whether a tag is spelt as the project's tag of a version is."""
    version = version_in(tag, project.tag_template, project.name)
    return bool(version) and project.tag_for(version) == tag
