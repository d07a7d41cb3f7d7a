"""Notes of the next release: written as fragments, and shown as the changelog will have them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gonogo import changelog
from gonogo.git import remotes, tags
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, examined_row, is_go
from gonogo.model.errors import CouldNotTell, GonogoError
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.verdict import Examined, Verdict
from gonogo.project import workspace
from gonogo.release import group, planner
from gonogo.release.planner import Request
from gonogo.release.survey import survey


class NoFragments(GonogoError):
    text = "{where} is not made of fragments"
    hint_text = "{how}"


class NoBase(GonogoError):
    text = "there is no commit to compare the change with: {why}"
    hint_text = (
        "name one below HEAD: invoke news --check --base REF; in a shallow clone, first type: git fetch --unshallow"
    )


class NoNotes(GonogoError):
    text = "this project keeps no changelog, so it has no notes"
    hint_text = "begin one of fragments with: mkdir changelog.d, then: gonogo init"


@dataclass(frozen=True)
class Asked:
    """What a change is compared with, the labels that it has, and its pull request; empty for what is not known."""

    base: str = ""
    labels: Sequence[str] = ()
    pull_request: str = ""


def write(folder: Path, kind: str, issue: str, text: str) -> Board:
    """Write a note as a fragment."""
    from gonogo.changelog import due, writing

    project = survey(folder)
    if project.changelog_kind == "none":
        raise NoNotes
    if not changelog.has_fragments(project):
        raise NoFragments(where=project.changelog, how=due.how(project))
    path = writing.add(project.root, project.changelog, kind, issue, text)
    return Board("news", (Row("news", Verdict.GO, note=f"wrote {path}"),), f"git add {path}")


def preview(folder: Path, request: Request, today: date) -> Board:
    """Show the section that the next release would get; nothing is changed."""
    project = survey(folder)
    new = planner.target(project, request, today)
    waiting = changelog.pending(project, allow_empty=request.empty, since=planner.set_ahead_of(project, new), new=new)
    plan = Plan(name=project.name, base="", branch="", old=project.version, new=new, tag="", message="")
    section = changelog.preview(project, plan, today)
    note = f"{project.changelog or 'no changelog'}: {len(waiting)} waiting, nothing was changed"
    row = Row("changelog", Verdict.GO, note=note)
    return Board(f"changelog of {project.name} {new}", (row,), f"invoke bump {request.words}", text=section)


def check(folder: Path, asked: Asked) -> Board:
    """Say whether the change since a base has its note, or one of the labels that make up for it.

    At the root of several packages, each that it changes needs a note of its own.
    """
    several = group.read(folder).members if group.root_of(folder) else ()
    named = [(one.project.name, one.project) for one in several] or [("note", survey(folder))]
    rows = tuple(noted(name, project, asked) for name, project in named if project.changelog_kind != "none")
    if not rows:
        raise NoNotes
    committed = Git(folder).ok("diff", "--cached", "--quiet")
    after = "git push" if committed else "git commit, then: git push"
    return Board("news --check", rows, after if is_go(rows) else "write the note, then: invoke news --check")


def noted(name: str, project: Project, asked: Asked) -> Row:
    """Say whether the change of one package has its note; that of a package in a folder below is not its own."""
    from gonogo.changelog import due

    git = Git(project.root)
    change = due.since(git, base_of(project, git, asked.base))
    below = [f"{one}/" for one in workspace.several(project.root) if one != "."]
    examined = due.examine(project, change.without(below))
    if examined.findings:
        examined = excused(examined, project, asked)
    return examined_row(name, examined)


def base_of(project: Project, git: Git, said: str) -> str:
    """Return the commit that a change began at: where HEAD left what is named, else the branch of releases; NoBase."""
    for name in [said] if said else candidates(project, git):
        if git.resolve(f"{name}^{{commit}}"):
            done = git.run("merge-base", "--end-of-options", name, "HEAD")
            if done.code:
                raise NoBase(why=f"HEAD has no commit in common with {name}")
            return done.stdout.strip()
    raise NoBase(why=f"{said} is none" if said else "no branch of a remote and no release is here")


def candidates(project: Project, git: Git) -> Iterator[str]:
    """Yield what a change may have begun at: the remote's branch of releases, its default one, the newest release."""
    if project.remote:
        there = f"refs/remotes/{project.remote}"
        if project.settings.branch:
            upstream = remotes.upstream(git, project.settings.branch, project.remote)
            yield f"{there}/{upstream.removeprefix('refs/heads/')}"
        yield from (f"{there}/{name}" for name in ("HEAD", "main", "master"))
    yield f"refs/tags/{tags.newest_below_head(git, project.tag_template, project.name).name}"


def excused(examined: Examined, project: Project, asked: Asked) -> Examined:
    """Return what was examined as GO, where the change has a label that needs no note; else how to set one."""
    wanted = project.settings.news_labels
    given = asked.labels or (labels_of(project, asked.pull_request) if asked.pull_request and wanted else ())
    label = next((one for one in given if one in wanted), "")
    if label:
        return Examined(examined.count, note=f"none is needed: the label {label}")
    if not (asked.pull_request and wanted):
        return examined
    fix = f"; or give the pull request the label {wanted[0]} and run this again"
    return replace(examined, findings=tuple(replace(one, fix=one.fix + fix) for one in examined.findings))


def labels_of(project: Project, number: str) -> tuple[str, ...]:
    """Return the labels that a pull request has on the forge now; CouldNotTell where it is not to be asked."""
    from gonogo.forge import find

    forge = find.of(project)
    if forge is None or not number.isdecimal():
        why = f"{number} is not a number" if forge else find.absence(project)
        raise CouldNotTell(what="the labels of the pull request", why=why)
    return forge.labels(number)
