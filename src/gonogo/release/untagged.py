"""The merged release: a release commit that came in without its tag, by a pull request or by the user's own hand."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head
from gonogo.model.errors import GonogoError
from gonogo.model.location import Location
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.project import locations
from gonogo.release import planner
from gonogo.system.text import decoded
from gonogo.version.pep440 import parse, same


def untagged(project: Project, git: Git) -> tuple[Plan, str] | None:
    """Return the plan and the commit of a release that is on this branch, and whose tag is not here; None for none.

    The message of its commit says so, which is that of a release or of a merge of its branch. A pull request may be
    merged under any title: then the changelog has the version's section, and an older release has its tag, or HEAD
    raised the version.
    """
    if not project.layout.from_tag and (not project.version or has_tag(project, git) or is_dev(project.version)):
        return None
    version, commit = found(project, git)
    if not commit:
        return None
    if not names_release(project, brought(git, commit), version) and not is_written(project, git, version, commit):
        return None
    tag = project.tag_for(version)
    return planner.of_intent(project, tag, version, git.branch() or project.branch, commit), commit


def note_taken_back(git: Git, commit: str) -> None:
    """Remember that the tag of a release commit was taken back, and the commit not: others follow it."""
    note = git.folder / TAKEN_BACK / commit
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()


def is_taken_back(git: Git, commit: str) -> bool:
    """Return whether the tag of a release commit was taken back here."""
    return (git.folder / TAKEN_BACK / commit).exists()


TAKEN_BACK = "gonogo/taken-back"


def brought(git: Git, commit: str) -> str:
    """Return the messages of a commit and of what it merges: a forge may give a merge any title."""
    several = git.run("log", f"--max-count={LOOKED_AT}", "--format=%B", f"{commit}^1..{commit}", "--")
    return git("show", "-s", "--format=%B", commit) if several.code else several.stdout


def is_written(project: Project, git: Git, version: str, commit: str) -> bool:
    """Return whether the changelog has a version's section, and an older release of the project has its tag.

    Of a first release the commit is HEAD, and raised the version: an older one may be of before the tags.
    """
    from gonogo import changelog

    newest = newest_below_head(git, project.tag_template, project.name)
    is_first = not newest.version and commit == git.resolve("HEAD") and bool(git.resolve(f"{commit}^1"))
    if not is_first and (not newest.version or parse(newest.version) >= parse(version)):
        return False
    return bool(changelog.notes_of(project, version).strip())


def has_tag(project: Project, git: Git) -> bool:
    """Return whether the version that the project's files hold has its tag here."""
    return bool(git.resolve(f"refs/tags/{project.tag_for(project.version)}"))


def is_dev(version: str) -> bool:
    """Return whether a version is one of development, which nobody tags."""
    return parse(version).is_devrelease


def found(project: Project, git: Git) -> tuple[str, str]:
    """Return version and commit of the newest release on the branch's own line; an empty commit for none."""
    if project.layout.from_tag:
        return by_message(project, git)
    return project.version, made_by(project, git)


def by_message(project: Project, git: Git) -> tuple[str, str]:
    """Return version and commit of the newest release since the last tag, as its message says; both empty for none.

    One that a later commit reverts is none.
    """
    newest = newest_below_head(git, project.tag_template, project.name)
    if not git.resolve("HEAD"):
        return "", ""
    span = f"{newest.commit}..HEAD" if newest.commit else "HEAD"
    reverted: set[str] = set()
    for entry in git("log", "--first-parent", "-z", f"--max-count={LOOKED_AT}", "--format=%H%n%B", span).split("\0"):
        commit, _, message = entry.partition("\n")
        reverted.update(REVERTS.findall(message))
        if commit in reverted:
            continue
        for version in released_versions(project, message):
            if parse(version) > parse(newest.version or "0"):
                return version, commit
    return "", ""


REVERTS = re.compile(r"^This reverts commit ([0-9a-f]{40,64})\b", re.MULTILINE)
"""What git writes into the message of a commit that takes another one back."""

LOOKED_AT = 1000  # commits that are looked at, at the most
VERSION = r"(?P<version>[0-9][0-9A-Za-z.!]*)"
BY_REQUEST = r"(?: \(#[0-9]+\))?"
"""What a forge adds to the message of a commit that it squashes."""


TOGETHER = re.compile(r"^(?:\* )?Release \S+ \S", re.MULTILINE)
"""How the commit of a release of several packages begins, squashed by a forge or not; a line for each follows."""


def released_versions(project: Project, message: str) -> Iterator[str]:
    """Yield the versions of which a commit's message says that it releases them, or merges their branch."""
    own = re.escape(project.settings.message.format(version="\0", name=project.name)).replace(re.escape("\0"), VERSION)
    shapes = (rf"^{own}{BY_REQUEST}$", rf"^Merge .*\b{branch_of(VERSION)}\b")
    together = (rf"^{re.escape(project.name)} {VERSION}$",) if TOGETHER.search(message) else ()
    for shape in (*shapes, *together):
        for match in re.finditer(shape, message, re.MULTILINE):
            with suppress(GonogoError):
                yield str(parse(match.groupdict().get("version") or ""))


def is_release(projects: Iterable[Project], message: str) -> bool:
    """Return whether a commit's message says that it releases one of several packages."""
    return any(any(released_versions(one, message)) for one in projects)


def names_release(project: Project, message: str, version: str) -> bool:
    """Return whether a commit's message names the release of a version, or of its branch."""
    ours = (project.message_for(version), branch_of(project.spelt(version)))
    named = any(re.search(rf"{re.escape(one)}(?![\w!+-]|\.\w)", message) for one in ours)
    return named or any(same(one, version) for one in released_versions(project, message))


def branch_of(version: str) -> str:
    """Return the branch that the pull request of a release is made from."""
    return f"release/{version}"


def made_by(project: Project, git: Git) -> str:
    """Return the newest commit of the branch's own line that wrote the present version; empty for none.

    It holds the version, read from its place, and its parent does not: a requirement `foo>=11.1.0` that was added
    later made no 1.1.0. No message is asked for: a pull request may be merged under any title.
    """
    place = next((one for one in project.places if one.path), None)
    if place is None or not git.resolve("HEAD"):
        return ""
    inside = Git(project.root)
    words = ("rev-list", "--first-parent", f"--max-count={LOOKED_AT}", "HEAD", "--", place.path)
    commits = inside(*words).split()
    parents = [*commits[1:], *(f"{commit}^1" for commit in commits[-1:])]
    for commit, parent in zip(commits, parents, strict=True):
        if not holds(project.version, inside, parent, place):
            return commit if holds(project.version, inside, commit, place) else ""
    return ""


def holds(version: str, inside: Git, commit: str, place: Location) -> bool:
    """Return whether a place says a version at a commit; as a word anywhere in the file, where the place has moved."""
    done = inside.run("show", f"{commit}:./{place.path}")
    if done.code:
        return False
    said = said_in(done.stdout, place)
    return same(said, version) if said else bool(re.search(rf"(?<![\w.]){re.escape(version)}(?![\w.])", done.stdout))


def said_in(content: str, place: Location) -> str:
    """Return the version that a place says in a file's text; empty where it is not there."""
    try:
        version = locations.within(decoded(Path(place.path), content.encode(), place.path), place).version
        return str(parse(version))
    except GonogoError:
        return ""
