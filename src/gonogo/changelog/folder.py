"""A folder with a file for each version, written by hand: the file of the next version is its notes."""

from pathlib import Path

from gonogo.changelog import by_hand, form, opening
from gonogo.changelog.document import Document
from gonogo.changelog.find import versioned
from gonogo.changelog.release import NotesOfAnother, Release
from gonogo.system.text import load
from gonogo.version.pep440 import parse, same


def how(_root: Path, _changelog: str) -> str:
    """Return how notes are written."""
    return "write them into a file of its own there, named for the next version as the others are"


def pending(root: Path, changelog: str, current: str = "", _new: str = "") -> tuple[str, ...]:
    """Return the paths of the files of versions after the current one, the lowest first."""
    known = files(root, changelog)
    ahead = [path for path, version in known.items() if parse(version) > parse(current or "0")]
    return tuple(sorted(ahead, key=lambda path: parse(known[path])))


def files(root: Path, changelog: str) -> dict[str, str]:
    """Return the path of each file of the folder that is named for a version, with that version."""
    names = (path.name for path in sorted((root / changelog).iterdir()) if path.is_file())
    found = {f"{changelog}/{name}": versioned(name) for name in names}
    return {path: version for path, version in found.items() if version}


def file_of(root: Path, changelog: str, version: str) -> str:
    """Return the path of a version's file, of a pre-release that of the final; empty where there is none."""
    known = files(root, changelog)
    final = parse(version).base_version
    return next((path for wanted in (version, final) for path, said in known.items() if same(said, wanted)), "")


def types(_root: Path, _changelog: str) -> tuple[str, ...]:
    """Return nothing: how such a file calls its parts is the project's own."""
    return ()


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the file of the release as it would be; NotesOfAnother where notes wait under another version."""
    path = file_of(root, changelog, release.version)
    return dated(root, path, release) if path else empty(root, release, changelog)[1]


def write(root: Path, release: Release, changelog: str) -> None:
    """Give the file of the release its date where it stands open; without one, write that there are no notes."""
    path = file_of(root, changelog, release.version)
    if path:
        text = load(root, path)
        text.with_content(dated(root, path, release)).save()
        return
    path, content = empty(root, release, changelog)
    (root / path).write_text(content, encoding="utf-8")


def dated(root: Path, path: str, release: Release) -> str:
    """Return the text of a version's file, with the date of the release where it stood open."""
    found = Document(load(root, path).content, path)
    own = found.section_of(release.version)
    return by_hand.dated(found, own, release) if own and found.is_open(own) else found.text


def empty(root: Path, release: Release, changelog: str) -> tuple[str, str]:
    """Return path and text of a file that says that there are no notes, named and headed as the newest one is."""
    known = files(root, changelog)
    for path in pending(root, changelog, release.old or release.version):
        raise NotesOfAnother(path=path, version=release.version, named=release.in_full(known[path]))
    newest = max(known, key=lambda path: parse(known[path]))
    found = Document(load(root, newest).content, newest)
    return newest.replace(known[newest], release.version), f"{form.heading(found, release)}\n{opening.NO_NOTES}\n"


def section(root: Path, version: str, changelog: str) -> str:
    """Return what a version's file says, without its heading."""
    path = file_of(root, changelog, version)
    found = Document(load(root, path).content if path else "", path)
    own = next(iter(found.releases), None)
    return (found.text[own.heading.body :] if own else found.text).strip("\n")
