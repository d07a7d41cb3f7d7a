"""The changelog.

Towncrier's configuration, the folder of fragments and the file, where a project has none.
"""

from collections.abc import Iterator

from gonogo.adopt import tasksfile
from gonogo.adopt.change import FileChange, Note, change
from gonogo.adopt.site import Site, rendered
from gonogo.changelog import configuration, find
from gonogo.project.tree import Tree

FILE = "CHANGELOG.md"
MATURE = 3  # after how many releases a project without a changelog means to have none
MARKER = "<!-- towncrier release notes start -->"


def propose(site: Site) -> Iterator[FileChange | Note]:
    """Propose a changelog made of fragments, unless the project keeps one already in its own way, or none."""
    if site.changelog_kind == "shared":
        yield from fragments(site) if find.towncrier(site.tree) is None else ()
        return
    yield from remarks(site)
    if site.changelog_kind == "none" and means_none(site.tree, site.releases):
        return
    unconfigured = site.changelog_kind == "towncrier" and find.towncrier(site.tree) is None
    if unconfigured:
        configuration.require_one_way(site.root, site.changelog)
    if site.changelog_kind == "none" or unconfigured:
        file = site.changelog or FILE
        yield configured(site, file)
        yield from fragments(site)
        if not site.tree.has(file):
            yield begun(site, file)
        elif MARKER not in site.tree.text(file):
            yield change(site.root, file, marked(site.tree.text(file)))


def fragments(site: Site) -> Iterator[FileChange | Note]:
    """Propose the folder of fragments, with a file that says how they are written."""
    yield change(site.root, f"{find.FRAGMENTS}/README.md", kept(site, "fragments.md.jinja"))


def begun(site: Site, file: str) -> FileChange:
    """Return a new changelog."""
    return change(site.root, file, rendered("changelog.md.jinja", name=site.name, marker=MARKER))


def remarks(site: Site) -> Iterator[Note]:
    """Say how a changelog is kept that is not made of fragments."""
    if site.changelog_kind == "hand":
        fix = f"write the next section into {site.changelog} as you do now; gonogo gives it version and date"
        yield Note(f"{site.changelog} is written by hand", fix)
    if site.changelog_kind == "folder":
        fix = "write the file of the next version as you do now; gonogo writes its date where it has none"
        yield Note(f"{site.changelog} holds a file for each version", fix)
    if site.changelog_kind == "none" and means_none(site.tree, site.releases):
        where = find.elsewhere(site.tree)
        fix = f"to keep one of fragments beside it: mkdir {find.FRAGMENTS}, then gonogo init"
        said = f"the notes are kept in {where}" if where else f"there have been {site.releases} releases without one"
        yield Note(f"no changelog is begun: {said}", fix)


def means_none(tree: Tree, releases: int) -> bool:
    """Return whether a project without a changelog means to have none: it keeps its notes elsewhere, or is mature."""
    return releases >= MATURE or bool(find.elsewhere(tree))


def configured(site: Site, file: str) -> FileChange:
    """Return towncrier's configuration, in pyproject.toml where there is one, else in a towncrier.toml."""
    table = rendered("towncrier.toml.jinja", directory=find.FRAGMENTS, file=file, marker=MARKER)
    path = "pyproject.toml" if site.tree.has("pyproject.toml") else "towncrier.toml"
    present = site.tree.text(path)
    return change(site.root, path, f"{present.rstrip()}\n\n{table}" if present.strip() else table)


def kept(site: Site, template: str) -> str:
    """Return the README of the fragments: the one that is there, else a new one."""
    present = site.tree.text(f"{find.FRAGMENTS}/README.md")
    return present or rendered(template, directory=find.FRAGMENTS, prefix=tasksfile.prefix(site))


def marked(text: str) -> str:
    """Return a changelog's text with towncrier's marker above its first section, else at its end."""
    lines = text.splitlines(keepends=True)
    place = next((number for number, line in enumerate(lines) if line.startswith("## ")), len(lines))
    return "".join([*lines[:place], f"{MARKER}\n\n", *lines[place:]])
