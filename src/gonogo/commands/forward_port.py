"""Forward-port: what a maintenance release said, brought into the changelog of the branch that is checked out."""

import os
from collections.abc import Iterable
from pathlib import Path

from gonogo.changelog import named, of
from gonogo.changelog.document import Document
from gonogo.changelog.forward_port import NoSuchSection, inserted
from gonogo.git.repository import Git
from gonogo.git.tags import version_in
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError, counted
from gonogo.model.project import Project
from gonogo.model.verdict import Verdict
from gonogo.release.survey import survey
from gonogo.system.text import load


class NotAReleaseTag(GonogoError):
    text = "{tag} is not the tag of a release here"
    hint_text = "name a tag such as {like}; see them with: git tag"


class ChangelogDirty(GonogoError):
    text = "{path} has uncommitted changes"
    hint_text = "commit or stash them, then run the command again"


def forward_port(folder: Path, tag: str) -> Board:
    """Write a release's section into this branch's changelog and remove its fragments, in the work tree alone."""
    project = survey(folder)
    git = Git(project.root)
    version = version_in(tag, project.tag_template, project.name)
    if not version or not git.resolve(f"refs/tags/{tag}^{{commit}}"):
        raise NotAReleaseTag(tag=tag or "''", like=project.tag_for("1.2.4"))
    if git("status", "--porcelain", "--", project.changelog):
        raise ChangelogDirty(path=project.changelog)
    root = git.top if project.changelog_kind == "shared" else project.root
    text = load(root, os.path.relpath(project.root.resolve() / project.changelog, root.resolve()))
    text.with_content(ported(git, project, tag, version, text.content)).save()
    gone = folded(git, tag)
    for path in gone:
        (project.root / path).unlink()
    said = named(project, version)
    note = f"{project.changelog} has the section of {said}; {counted(len(gone), 'fragment')} in it removed"
    row = Row("forward-port", Verdict.GO, note=note)
    return Board(f"forward-port {tag}", (row,), commit_of(said, (project.changelog, *gone)))


def commit_of(version: str, paths: Iterable[str]) -> str:
    """Return the command that commits these paths, and nothing else that is changed."""
    import shlex

    return shlex.join(["git", "commit", "--message", f"Changelog of {version}", "--", *paths])


def ported(git: Git, project: Project, tag: str, version: str, content: str) -> str:
    """Return the changelog with the section that the release wrote; NoSuchSection where it wrote none."""
    path = project.changelog
    done = git.run("show", f"refs/tags/{tag}:./{path}")
    released = done.stdout.removeprefix("\ufeff").replace("\r\n", "\n")
    both = Document(content, path), Document(released, path)
    new = ""
    if done.code == 0:
        shared = project.changelog_kind == "shared"
        new = of("shared").ported(*both, project.name, version) if shared else inserted(*both, version)
    if not new:
        raise NoSuchSection(path=path, tag=tag, version=named(project, version))
    return new


def folded(git: Git, tag: str) -> tuple[str, ...]:
    """Return the files that the release commit removed and that are still the same here, committed and unedited."""
    commit = f"refs/tags/{tag}^{{commit}}"
    removed = git("diff", "--name-only", "-z", "--relative", "--no-renames", "--diff-filter=D", f"{commit}^", commit)
    return tuple(
        path
        for path in removed.split("\0")
        if path and (git.root / path).is_file() and is_same(git, path, f"{commit}^:./{path}")
    )


def is_same(git: Git, path: str, before: str) -> bool:
    """Return whether a file is, here and in HEAD, what it was before the release."""
    edited = git("status", "--porcelain", "--", f":(literal){path}")
    return not edited and git.resolve(f"HEAD:./{path}") == git.resolve(before)
