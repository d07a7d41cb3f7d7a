"""Changelogs: which kind a project keeps, and in which file."""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, product
from pathlib import Path, PurePosixPath
from typing import Any

from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError
from gonogo.project.tree import Tree
from gonogo.version.pep440 import parse

FRAGMENTS = "changelog.d"  # the folder of fragments that gonogo uses where towncrier is not configured
STEMS = ("CHANGELOG", "CHANGES", "HISTORY", "NEWS", "RELEASES", "RELEASE_NOTES")
OTHERS = ("VERSIONHISTORY", "VERSION_HISTORY", "VERSIONS", "RELEASENOTES", "WHATSNEW", "WHATS_NEW")
"""Names that may be those of another document: it is a changelog where a heading of it names a version."""

KNOWN = {name.lower() for name in (*STEMS, *OTHERS)}
LONG = 1500  # how many characters make a file of a usual name a changelog, whatever it holds
MOST_DOCUMENTS = 1000  # how many files of the documentation are looked at
MOST_NAMED = 100  # how many files with the name of a changelog are looked at, of those that git tracks
PACKAGES = ("pyproject.toml", "setup.py", "setup.cfg", "package.json")  # files that make a folder a package
SUFFIXES = (".md", ".rst", ".txt", "", ".markdown")
NOT_WRITTEN = (".adoc", ".asciidoc", ".org", ".textile", ".html", ".htm", ".json", ".yml", ".yaml", ".xml", ".tex")
"""Endings of changelogs in forms that gonogo does not write."""

FOLDERS = ("", "docs/", "doc/")
DEEPER = ("docs/source/", "doc/source/", "docs/about/")
NOTES = ("release-notes", "release_notes", "releasenotes", "releases", "changelog", "changelogs", "changes", "whatsnew")
"""What a folder is called that holds a file for each version."""

SEVERAL = 3  # how many files named for a version make a folder of notes; how many releases without notes leave one
_HEADING = re.compile(r"^##\s*\[(unreleased|v?\d+(\.\d+)+[^\]]*)\]", re.IGNORECASE | re.MULTILINE)
_SAYS = re.compile(r"\d\.\d|unreleased|^[-*+] (?!<?https?://\S+$)", re.IGNORECASE | re.MULTILINE)
"""What a short changelog has: a number like a version's, an open section, or an entry that is more than an address."""
_NAMED = re.compile(r"v?(?P<version>\d+\.\d[\w.]*)\.(?:rst|md|txt)")


def kind_and_path(root: Path, said: str = "", version: str = "") -> tuple[str, str]:
    """Return the kind of a project's changelog and its path, relative to the project.

    `said` is the path in the settings, `version` the version of the project.

    The kind is `towncrier` (configured, or a folder `changelog.d`), `keepachangelog` (its headings or a
    link to its site), `hand` (a file kept in a way of its own), `folder` (a file for each version) or `none`,
    with an empty path.
    """
    tree = Tree(root)
    configured = towncrier(tree)
    if configured is not None:
        return "towncrier", said or str(configured.get("filename", "NEWS.rst"))
    file = said or existing(tree, version)
    if (root / FRAGMENTS).is_dir() and "scriv" not in tree.table("tool"):
        return "towncrier", file or "CHANGELOG.md"
    folder = said.rstrip("/") if (root / said).is_dir() and said else "" if file else by_version(tree)
    if folder or not file or (not said and is_left(tree, file)):
        return ("folder", folder) if folder else ("none", "")
    return ("keepachangelog" if keeps(tree.text(file)) else "hand"), file


def is_left(tree: Tree, path: str) -> bool:
    """Return whether releases have followed the newest that a changelog names, and the forge's drafts have notes."""
    from gonogo.changelog.document import Document
    from gonogo.git import tags

    found = Document(tree.text(path), path) if drafts(tree) else None
    if found is None or found.newest is None or found.waiting:
        return False
    last = parse(found.newest.version)
    tagged = list(filter(None, map(tags.split, Git(tree.root).tags())))
    spelt = {prefix for prefix, version in tagged if version == last}
    return sum(prefix in spelt and version > last for prefix, version in tagged) >= SEVERAL


def drafts(tree: Tree) -> str:
    """Return the file by which a forge drafts the notes of its releases; empty without one."""
    names = (".github/release-drafter.yml", ".github/release-drafter.yaml", ".github/release.yml")
    return next((path for path in names if tree.has(path)), "")


def is_markdown(path: str) -> bool:
    """Return whether a changelog is written in Markdown, by its name."""
    return path.lower().endswith((".md", ".markdown"))


def shared(top: Path, root: Path, said: str = "") -> str:
    """Return the path of the one changelog of a repository, from the folder of one of its packages."""
    path = said or existing(Tree(top)) or "CHANGELOG.md"
    return Path(os.path.relpath(top.resolve() / path, root.resolve())).as_posix()


def elsewhere(tree: Tree) -> str:
    """Return where a project without a changelog of its own keeps its notes, as far as a tool's files show it."""
    if any((tree.root / "releasenotes/notes").glob("*.yaml")):
        return "releasenotes/notes, for reno"
    if "scriv" in tree.table("tool"):
        return "the fragments of scriv"
    other = next((path.name for path in sorted(tree.root.glob("*")) if is_known_but_not_written(path.name)), "")
    if other:
        return f"{other}, in a form that gonogo does not write"
    found = drafts(tree)
    return f"the releases of the forge, by {found}" if found else ""


def towncrier(tree: Tree) -> dict[str, Any] | None:
    """Return towncrier's table, from towncrier.toml before pyproject.toml as towncrier reads it; None without one."""
    for tables in (tree.toml("towncrier.toml"), tree.pyproject):
        tool = tables.get("tool", {})
        if isinstance(tool, dict) and isinstance(tool.get("towncrier"), dict):
            found: dict[str, Any] = tool["towncrier"]
            return found
    return None


def existing(tree: Tree, version: str = "") -> str:
    """Return the path of the changelog file that is there; empty without one.

    A file of a usual name in a usual folder comes first, then one whose headings name versions, then one below the
    folder of the documentation, or of a usual name anywhere, whose headings name the version of the project. Of a link
    the file that it leads to.
    """
    usual = list(candidates(tree, FOLDERS, STEMS))
    full = (path for path in usual if _says_versions(tree, path))
    others = candidates(tree, (*FOLDERS, *DEEPER), (*STEMS, *OTHERS))
    named = (path for path in others if path not in usual and names_versions(tree.text(path), path))
    return _followed(tree, next(chain(full, named, documented(tree, version), tracked(tree, version), usual), ""))


def _followed(tree: Tree, path: str) -> str:
    """Return the file of the project that a link leads to; the path itself where it is no such link."""
    target, root = (tree.root / path).resolve(), tree.root.resolve()
    inner = path and (tree.root / path).is_symlink() and target.is_relative_to(root)
    return target.relative_to(root).as_posix() if inner else path


def _says_versions(tree: Tree, path: str) -> bool:
    """Return whether a file is more than a link to another: long, with a version's number, or with an open section."""
    text = tree.text(path)
    return len(text) > LONG or bool(_SAYS.search(text))


def documented(tree: Tree, version: str) -> Iterator[str]:
    """Yield the files below the documentation whose headings name the project's version, the likeliest first."""
    if not version:
        return
    found = []
    for path in islice(_documents(tree.root), MOST_DOCUMENTS):
        known = path.rpartition("/")[2].rpartition(".")[0].lower().replace("-", "_") in KNOWN
        text = _plain(tree, path)
        named = names_versions(text, path, version) if version in text else 0
        if named > (not known):
            found.append((not known, not _ends_with(text, path, version), -named, path.count("/"), path))
    yield from (path for *_, path in sorted(found))


def tracked(tree: Tree, version: str) -> Iterator[str]:
    """Yield the tracked files of a usual name whose headings name the version, without those of packages below."""
    if not version:
        return
    listed = Git(tree.root).run("ls-files", "-z").stdout.split("\0")
    usual = (path for path in listed if is_known(path) and not of_another(tree, path))
    found = []
    for path in islice(usual, MOST_NAMED):
        text = _plain(tree, path)
        named = names_versions(text, path, version) if version in text else 0
        if named and _ends_with(text, path, version):
            found.append((-named, path.count("/"), path))
    yield from (path for *_, path in sorted(found))


def is_known_but_not_written(name: str) -> bool:
    """Return whether a file is called as a changelog is, and is in a form that gonogo does not write."""
    stem, dot, suffix = name.lower().partition(".")
    return stem.replace("-", "_") in KNOWN and dot + suffix in NOT_WRITTEN


def is_known(path: str) -> bool:
    """Return whether a file has the name of a changelog, and a suffix that one has."""
    stem, dot, suffix = path.rpartition("/")[2].lower().partition(".")
    return stem.replace("-", "_") in KNOWN and dot + suffix in SUFFIXES


def of_another(tree: Tree, path: str) -> bool:
    """Return whether a file lies in a folder below the project that is a package itself."""
    folders = [one.as_posix() for one in PurePosixPath(path).parents if one.name]
    return any(tree.has(f"{folder}/{name}") for folder in folders for name in PACKAGES)


def _ends_with(text: str, path: str, version: str) -> bool:
    """Return whether no other release of a changelog is newer: one of another package may go far beyond."""
    from gonogo.changelog.document import Document

    return all(parse(one.version) <= parse(version) for one in Document(text, path).releases)


def _plain(tree: Tree, path: str) -> str:
    """Return the text of a file; empty where it is a link or no text."""
    file = tree.root / path
    try:
        return "" if file.is_symlink() else tree.text(path)
    except GonogoError:
        return ""


def _documents(root: Path) -> Iterator[str]:
    """Yield the text files below the folders of the documentation."""
    for base in ("docs", "doc"):
        for folder, folders, files in os.walk(root / base):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
            here = Path(folder).relative_to(root).as_posix()
            yield from (f"{here}/{name}" for name in sorted(files) if name.lower().endswith((".md", ".rst")))


def candidates(tree: Tree, folders: Sequence[str], stems: Sequence[str]) -> Iterator[str]:
    """Yield the files with one of the stems, in any case, with `-` for `_` too."""
    for folder in folders:
        here = {path.name.lower(): path.name for path in sorted((tree.root / folder).glob("*")) if path.is_file()}
        for stem, suffix in product(stems, SUFFIXES):
            name = (stem + suffix).lower()
            yield from (folder + here[one] for one in dict.fromkeys((name, name.replace("_", "-"))) if one in here)


def names_versions(text: str, path: str, version: str = "") -> int:
    """Return how many headings of a text name a version; none where one is sought and not among them."""
    from gonogo.changelog.document import Document

    found = [one for one in Document(text, path).releases if not one.heading.is_entry]
    return 0 if version and not any(one.names(version) for one in found) else len(found)


def by_version(tree: Tree) -> str:
    """Return the folder that holds a file for each version; empty without one."""
    for folder in (base + name for base in (*FOLDERS, *DEEPER) for name in NOTES):
        here = tree.root / folder
        if here.is_dir() and len([path for path in here.iterdir() if versioned(path.name)]) >= SEVERAL:
            return folder
    return ""


def versioned(name: str) -> str:
    """Return the version that a file is named for, as in `7.3.0.rst`; empty for another name."""
    from gonogo.version.pep440 import is_version

    match = _NAMED.fullmatch(name)
    return match["version"] if match and is_version(match["version"]) else ""


def keeps(text: str) -> bool:
    """Return whether a text is a changelog in the form of keepachangelog.com."""
    return "keepachangelog.com" in text[:4000] or bool(_HEADING.search(text))
