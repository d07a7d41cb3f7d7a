"""The survey: settings, layout and repository, read together into one Project."""

from __future__ import annotations

from pathlib import Path

from gonogo.model.errors import GonogoError
from gonogo.model.place import Layout
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.world import settings as settings_file
from gonogo.world.git import Git

STANDARD_REMOTE = "origin"


class NameUnknown(GonogoError):
    """No name of the package was found."""

    text = "no name of the package was found in {path}"
    hint_text = "write [project] name into pyproject.toml, or name under [tool.gonogo]"


def survey(folder: Path) -> Project:
    """Find out what there is to know of the project whose folder, or a folder below it, is given."""
    from gonogo import layouts
    from gonogo.world import changelogs, tagstyle

    git = Git(folder)
    root = project_root(folder, git.top)
    settings = settings_file.read(root)
    layout = layouts.recognise(root)
    name = settings.name or package_name(root)
    kind, changelog = changelogs.find(root)
    branch = git.branch()
    return Project(
        root=root,
        name=name,
        version=version_of(root, layout, settings, git, name),
        layout=layout,
        tag_template=settings.tag or tagstyle.infer(git.tags(), name),
        branch=settings.branch or branch,
        remote=remote_of(git, settings, branch),
        changelog_kind=kind,
        changelog=settings.changelog or changelog,
        settings=settings,
    )


def project_root(folder: Path, top: Path) -> Path:
    """Return the nearest folder, from the given one up to the repository's top, that holds a project."""
    here = folder.resolve()
    for one in (here, *here.parents):
        if any((one / name).is_file() for name in ("pyproject.toml", "setup.cfg", "setup.py")):
            return one
        if one == top.resolve():
            break
    return top.resolve()


def package_name(root: Path) -> str:
    """Return the name of the package as its files say it."""
    from gonogo.world.tree import Tree

    found = Tree(root).name
    if not found:
        raise NameUnknown(path=root.name)
    return found


def version_of(root: Path, layout: Layout, settings: Settings, git: Git, name: str) -> str:
    """Return the version that the places hold; where it lives in the tag, that of the newest tag below HEAD."""
    from gonogo.world import bumper

    places = (*layout.places, *settings.places)
    if places and not layout.from_tag:
        return bumper.agreed(root, places)
    from gonogo.world.tags import newest_below_head

    return newest_below_head(git, settings.tag, name).version


def remote_of(git: Git, settings: Settings, branch: str) -> str:
    """Return the remote to push to: as set, the branch's own, `origin`, or the only one; empty where there is none."""
    if settings.remote:
        return settings.remote
    configured = git.settings()
    remotes = sorted({key.split(".", 1)[1].rpartition(".")[0] for key in configured if key.startswith("remote.")} - {""})
    own = configured.get(f"branch.{branch}.remote", "") if branch else ""
    if own in remotes:
        return own
    if STANDARD_REMOTE in remotes or len(remotes) != 1:
        return STANDARD_REMOTE if STANDARD_REMOTE in remotes else ""
    return remotes[0]
