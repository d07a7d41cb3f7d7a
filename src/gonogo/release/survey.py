"""The survey: settings, layout and repository, read together into one Project."""

from pathlib import Path

from gonogo.git.repository import Git
from gonogo.git.submodules import SubmoduleMissing
from gonogo.model.errors import CouldNotTell, GonogoError, escaped
from gonogo.model.location import Layout
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.project import settings as settings_file

STANDARD_REMOTE = "origin"


class NoSuchPackage(GonogoError):
    text = "there is no folder {folder}, which the setting `workspace` of [tool.gonogo] names"
    hint_text = "fix the setting `workspace`, or change to the package's folder"


class RootIsNoPackage(GonogoError):
    text = "{folder} builds no package itself; the packages in it: {packages}"
    hint_text = (
        "change to the package's folder: cd {first}; or release several as one: invoke release --all --part minor; "
        'or let the root be one of them: workspace = "{first}" in [tool.gonogo]'
    )


class NameUnknown(GonogoError):
    text = "no name of the package was found in {path}"
    hint_text = 'write it into pyproject.toml: name = "NAME" under [tool.gonogo]'


class OddName(GonogoError):
    text = "the name of the package contains control or bidi characters: {name}"
    hint_text = "write it again, in plain letters: `name` in [project] of pyproject.toml"


def survey(folder: Path) -> Project:
    """Find out what there is to know of the project whose folder, or a folder below it, is given."""
    return survey_package(package_root(project_root(folder, Git(folder).top)))


def survey_package(root: Path) -> Project:
    """Find out what there is to know of the project whose own folder is given."""
    from gonogo.changelog import find
    from gonogo.git import tags
    from gonogo.project import prefixes
    from gonogo.version import calver

    git = Git(root)
    settings = settings_of(root, git.top)
    layout, name = layout_and_name(git, root, settings)
    template = settings.tag or tag_template(git, root, name)
    version = written_version(root, layout, settings) or tagged_version(git, template, name)
    kind, changelog = shared_changelog(root, git.top, settings) or find.kind_and_path(root, settings.changelog, version)
    widths = calver.widths(settings.scheme) or tags.widths(git.tags(), template, name, version)
    branch = git.seen_branch() or git.branch()
    return Project(
        root=root,
        name=name,
        version=version,
        layout=layout,
        tag_template=template,
        branch=settings.branch or branch,
        remote=remote_of(git, settings, branch),
        changelog_kind=kind,
        changelog=changelog,
        settings=settings,
        prefixes=prefixes.find(root),
        widths=widths,
    )


def settings_of(root: Path, top: Path) -> Settings:
    """Return the settings of a package; what it does not set is as at the root, where that is of several packages.

    Tags are so too, unless the root is a package itself, whose own tags those may be.
    """
    from gonogo.git import lookups
    from gonogo.project import workspace

    here, above = root.resolve(), top.resolve()
    several = lookups.in_command(("several", above), lambda: workspace.several(above)) if here != above else ()
    if not here.is_relative_to(above) or here.relative_to(above).as_posix() not in several:
        return settings_file.read(root)
    return settings_file.read(root, settings_file.for_all(above, *(() if "." in several else ("tag",))))


def shared_changelog(root: Path, top: Path, settings: Settings) -> tuple[str, str] | None:
    """Return kind and path of the one changelog of several packages; None where each has its own."""
    from gonogo.changelog import find
    from gonogo.project import workspace

    if settings.changelogs == "each" or not workspace.several(top):
        return None
    return "shared", find.shared(top, root, settings_file.read(top).changelog)


def project_root(folder: Path, top: Path) -> Path:
    """Return the nearest folder, from the given one up to the repository's top, that holds a project."""
    here = folder.resolve()
    for one in (here, *here.parents):
        if any((one / name).is_file() for name in ("pyproject.toml", "setup.cfg", "setup.py")):
            return one
        if one == top.resolve():
            break
    return top.resolve()


def package_root(root: Path) -> Path:
    """Return the package's folder: the one that `workspace` names in a repository of several, else the project's."""
    named = settings_file.read(root).workspace
    folder = root / named
    if not folder.is_dir():
        raise NoSuchPackage(folder=named)
    if not named:
        require_package(root)
    return folder


def require_package(root: Path) -> None:
    """Raise RootIsNoPackage where a folder is the root of packages and none itself."""
    from gonogo.project import workspace

    if workspace.is_root_alone(root):
        found = workspace.find(root)
        raise RootIsNoPackage(folder=root.name, packages=", ".join(found) or "none", first=(*found, "FOLDER")[0])


def tag_template(git: Git, root: Path, name: str) -> str:
    """Return the template that the existing tags show; among several packages, one that distinguishes them."""
    from gonogo.git import tags
    from gonogo.project import workspace
    from gonogo.project.tree import Tree

    if root.resolve() == git.top.resolve() or not workspace.is_shared(git.top, root):
        return tags.infer(git.tags(), name)
    version = Tree(root).project.get("version", "")
    alone = workspace.has_own_version(git.top, root) and not any(tags.names(tag, str(version)) for tag in git.tags())
    return tags.infer(tags.with_a_name(git.tags()) if alone else git.tags(), name, tags.APART)


def layout_and_name(git: Git, root: Path, settings: Settings) -> tuple[Layout, str]:
    """Return the layout and the name as the files say them, else as the build backend does, else as the settings do."""
    from gonogo.project import import_names, layouts
    from gonogo.project.find_version import VersionPlaceUnclear
    from gonogo.project.layouts.last_resort import VersionNowhere
    from gonogo.project.tree import Tree
    from gonogo.release import build_facts

    tree = Tree(root)
    name = plain(settings.name or tree.name)
    try:
        layout = layouts.recognise(root)
        if name:
            return layout, name
        unclear: GonogoError = NameUnknown(path=root.name)
    except (VersionPlaceUnclear, VersionNowhere) as error:
        unclear = error
    try:
        found, said = build_facts.read(git, root, lambda name: settings.tag or tag_template(git, root, name))
    except GonogoError as error:
        if settings.places and name:
            return Layout("places", tree.backend, import_names=import_names.find(tree)), name
        raise with_answer(unclear, error) from error
    if not (name or said):
        raise NameUnknown(path=root.name)
    return found, name or plain(said)


def plain(name: str) -> str:
    """Return a name; OddName where it holds control or bidi characters."""
    if escaped(name) != name:
        raise OddName(name=name)
    return name


def with_answer(unclear: GonogoError, error: GonogoError) -> GonogoError:
    """Return what could not be read, with what the build backend answered; or why it could not be asked."""
    if isinstance(error, SubmoduleMissing):
        return error
    if isinstance(error, CouldNotTell):
        return CouldNotTell(what="the name and version, which the build computes", why=error.sentence)
    if type(error) is not type(unclear):
        unclear.details = (*unclear.details, f"the build backend was asked: {error.sentence}")
    return unclear


def written_version(root: Path, layout: Layout, settings: Settings) -> str:
    """Return the version that the places hold; empty where it lives in the tag."""
    from gonogo.project import locations

    places = (*layout.places, *settings.places)
    return locations.agreed(root, places) if places and not layout.from_tag else ""


def tagged_version(git: Git, template: str, name: str) -> str:
    """Return the version of the newest tag below HEAD; empty where there is none."""
    from gonogo.git.tags import newest_below_head

    return newest_below_head(git, template, name).version


def remote_of(git: Git, settings: Settings, branch: str) -> str:
    """Return the remote to push to: as set, the branch's own, `origin`, or the only one; empty where there is none."""
    if settings.remote:
        return settings.remote
    configured = git.settings()
    named = (key.split(".", 1)[1] for key in configured if key.startswith("remote."))
    remotes = sorted({key.rpartition(".")[0] for key in named} - {""})
    own = configured.get(f"branch.{branch}.remote", "") if branch else ""
    if own in remotes:
        return own
    if STANDARD_REMOTE in remotes or len(remotes) != 1:
        return STANDARD_REMOTE if STANDARD_REMOTE in remotes else ""
    return remotes[0]
