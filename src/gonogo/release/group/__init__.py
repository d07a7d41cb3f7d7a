"""The group: the packages of one repository, each with what it requires of the others, in the order of release."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo import changelog
from gonogo.git import lookups
from gonogo.git.repository import Git
from gonogo.git.tags import Tag, newest_below_head
from gonogo.model.errors import GonogoError
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.project import settings as settings_file
from gonogo.project import siblings, workspace
from gonogo.project.siblings import Need
from gonogo.project.tree import Tree
from gonogo.release.survey import project_root, survey_package


class NoSeveral(GonogoError):
    """The folder is no root of several packages."""

    text = "{folder} is not the root of several packages"
    hint_text = (
        'type it at the top of the repository, or name the packages there: packages = ["packages/*"] in [tool.gonogo]'
    )


class NameTwice(GonogoError):
    """Two folders hold packages of one name."""

    text = "{first} and {second} both contain a package named {name}"
    hint_text = "name the folders that are released in the setting `packages` of [tool.gonogo]"


class UnknownPackage(GonogoError):
    """A name is that of no package here."""

    text = "{where} names {name}, and no package here is called so"
    hint_text = "the packages are: {known}"


@dataclass(frozen=True)
class Member:
    """One package of a group: its canonical name, its folder below the root, and what it needs of the others.

    `builds_with` names those of them that its build needs.
    """

    name: str
    folder: str
    project: Project
    needs: tuple[Need, ...] = ()
    builds_with: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group:
    """The packages of a repository in the order of release: each after those that it needs."""

    root: Path
    settings: Settings
    members: tuple[Member, ...]

    def named(self, name: str, where: str) -> Member:
        """Return the package of a name, however spelt, or of a folder, whose last part may be enough.

        UnknownPackage says where it was named.
        """
        given = name.strip("/")
        for one in self.members:
            if canonicalize_name(name) == one.name or given == one.folder:
                return one
        last = [one for one in self.members if one.folder.rpartition("/")[2] == given]
        if len(last) == 1:
            return last[0]
        raise UnknownPackage(where=where, name=name, known=", ".join(one.project.name for one in self.members))

    def needed(self, member: Member) -> frozenset[str]:
        """Return the names of the packages that one needs and that come before it."""
        before = {one.name for one in self.members[: self.members.index(member)]}
        return frozenset(need.name for need in member.needs if need.name in before)

    def with_needed(self, names: Collection[str]) -> tuple[str, ...]:
        """Return packages and all that they need, in the order of release."""
        wanted = set(names)
        for member in reversed(self.members):
            wanted |= self.needed(member) if member.name in wanted else set()
        return tuple(one.name for one in self.members if one.name in wanted)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return the lists of packages of a setting, `fixed` or `linked`, by their canonical names."""
        where = f"{key} in [tool.gonogo]"
        return tuple(tuple(self.named(name, where).name for name in names) for names in getattr(self.settings, key))

    def member(self, name: str) -> Member:
        """Return the package of a canonical name."""
        return next(one for one in self.members if one.name == name)


def root_of(folder: Path) -> Path | None:
    """Return the root of several packages that a folder is, or is below without being in one of them; None for none."""
    root = project_root(folder, Git(folder).top)
    return root if workspace.several(root) else None


def read(folder: Path) -> Group:
    """Survey every package of a repository; NoSeveral where the folder is no root of several.

    Cycle, NameTwice and UnknownPackage where they cannot be released together.
    """
    root = root_of(folder)
    if root is None:
        raise NoSeveral(folder=folder.name)
    found = {one: survey_package(root / one) for one in workspace.several(root)}
    by_name: dict[str, Member] = {}
    for path, project in found.items():
        name = canonicalize_name(project.name)
        if name in by_name:
            raise NameTwice(first=by_name[name].folder, second=path, name=project.name)
        by_name[name] = Member(name, path, project)
    graph = {name: siblings.needs(requirements(one.project), by_name.keys() - {name}) for name, one in by_name.items()}
    members = tuple(
        replace(
            by_name[name], needs=graph[name], builds_with=siblings.build_needs(by_name[name].project.root, graph[name])
        )
        for name in siblings.order(graph)
    )
    return Group(root, settings_file.read(root), members)


def requirements(project: Project) -> Mapping[str, bool]:
    """Return what a project requires: as its pyproject.toml says, else as its build backend computes it."""
    said = siblings.written(Tree(project.root))
    if said is not None:
        return said
    from gonogo.artifacts import builder

    found = builder.metadata(project.root).all("Requires-Dist")
    return {text: "extra" in text.partition(";")[2] for text in found}


@dataclass(frozen=True)
class News:
    """What waits in a package: its last release, the notes, the files that changed since, and which need a note."""

    last: Tag
    notes: tuple[str, ...]
    files: tuple[str, ...]
    due: tuple[str, ...]

    def __bool__(self) -> bool:
        """Return whether anything waits to be released."""
        return bool(self.notes or self.due)


def news(group: Group, member: Member) -> News:
    """Return what waits in a package, as it is committed; of one that was never released, all that it holds."""
    from gonogo.changelog import due

    project = member.project
    last = newest_below_head(Git(group.root), project.tag_template, project.name)
    inside = "" if member.folder == "." else f"{member.folder}/"
    others = tuple(f"{one.folder}/" for one in group.members if member.folder == "." and one.folder != ".")
    changed = changes(Git(group.root), last.commit)
    files = tuple(path for path in changed if path.startswith(inside) and not path.startswith(others))
    own = tuple(path.removeprefix(inside) for path in files)
    return News(last, changelog.pending(project, allow_empty=True), files, due.unexempt(project, own))


def changes(git: Git, commit: str) -> tuple[str, ...]:
    """Return the paths of a folder that changed since a commit, without one all; asked once for all packages."""
    since = ("diff", "--name-only", "--no-renames", "--relative", "-z", commit, "HEAD")
    words = since if commit else ("ls-files", "-z")
    return lookups.in_phase((git.root, words), lambda: tuple(filter(None, git(*words).split("\0"))))
