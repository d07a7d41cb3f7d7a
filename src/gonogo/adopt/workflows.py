"""Workflows for a project that adopts gonogo: proposed where nothing of its own stands in their place."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from gonogo import ci
from gonogo.adopt import hosting, release_lock
from gonogo.adopt.change import FileChange, Note
from gonogo.ci.wiring import Package, UnfitForWorkflow
from gonogo.model.project import Project
from gonogo.system.text import OutsideProject, Text, decoded

FOLDER = ".github/workflows"
PUBLISH = f"{FOLDER}/publish.yml"
TESTS = f"{FOLDER}/ci.yml"
STANDING = f"{FOLDER}/release-pr.yml"
START = f"{FOLDER}/start-publish.yml"
WRITTEN = "Written by gonogo"  # what a file of CI says that gonogo rendered

UPLOADS = re.compile(
    r"gh-action-pypi-publish|(twine|flit|poetry|pdm|hatch|uv) (upload|publish)\b"
    r"|tox (run )?-e release|TWINE_PASSWORD"
)
"""Signs that a workflow uploads to a package index."""


OF_ITS_OWN = (
    'let a job of its CI run nox -s release, or write publish = "here" into [tool.gonogo]; '
    f"for GitHub all the same: gonogo init --take {PUBLISH}"
)


def proposed(
    project: Project,
    top: Path,
    chosen: Collection[str] = (),
    wheel: Path | None = None,
    several: Sequence[Package] = (),
) -> Iterator[FileChange | Note]:
    """Propose the workflow files of the project whose repository's top folder is `top`, or of several packages in it.

    A file that is there stays as it is unless `chosen` names it. What serves gonogo's workflows comes only with one of
    them; a package in a folder of a repository, and a project that is hosted elsewhere, get none. `wheel` is
    gonogo's, where no index has it.
    """
    if project.root.resolve() != top.resolve():
        where = project.root.resolve().relative_to(top.resolve()).as_posix()
        what = f"{where} is one package of several, so no workflow is written"
        yield Note(what, f"let a job run nox -s release in {where}")
        return
    sign = "" if chosen else hosting.elsewhere(project, top)
    if sign:
        yield Note(f"no workflow is written: {sign} shows that the project is not hosted on GitHub", OF_ITS_OWN)
        return
    present = workflows(project.root)
    try:
        rendered = ci.render(project, chosen=chosen, several=several)
        files = {path: (read(project.root, path), text) for path, text in rendered.items()}
    except UnfitForWorkflow as error:
        yield Note(f"no workflow is written: {error.sentence}", error.hint)
        return
    left = {path: "" if path in chosen else reason(path, here, present) for path, (here, _) in files.items()}
    left.update({path: left[path] or left[PUBLISH] for path in (START,) if path in left})
    served = any(not left[path] for path in (PUBLISH, TESTS) if path in left)
    if served and STANDING not in files and not several:
        what = "a pull request that is always the next release is not chosen"
        yield Note(what, f"see its workflow, and take it, with: gonogo init --take {STANDING}")
    for path, (here, text) in files.items():
        if left[path] and path in (PUBLISH, TESTS, STANDING):
            fix = f"see gonogo's, and take it, with: gonogo init --take {path}"
            yield Note(f"{path} is not written: {left[path]}", fix)
        elif served and not left[path]:
            yield FileChange(path, here, text)
    if served and project.name != "gonogo":
        yield from release_lock.proposed(project.root, wheel, [one.project.root for one in several] or [project.root])


def workflows(root: Path) -> dict[str, str]:
    """Return the workflows that a project has, path to text."""
    paths = sorted([*(root / FOLDER).glob("*.yml"), *(root / FOLDER).glob("*.yaml")])
    files = {path.relative_to(root).as_posix() for path in paths}
    return {path: found.content for path in sorted(files) if (found := read(root, path))}


def sessions(text: str) -> frozenset[str]:
    """Return the Nox sessions that a workflow calls, without the Python that one is called with."""
    calls = (line.partition("nox -s ")[2].partition(" -- ")[0] for line in text.splitlines() if "run: nox -s " in line)
    return frozenset(word.partition('-"$')[0] for call in calls for word in call.split())


def unregistered(project: Project, text: str) -> list[str]:
    """Return the sessions that a workflow of gonogo's calls and a newly rendered one would not."""
    known = frozenset().union(*map(sessions, ci.render(project).values()))
    return sorted(sessions(text) - known) if WRITTEN in text else []


def read(root: Path, path: str) -> Text | None:
    """Return a file of CI; None where there is none, OutsideProject where a link stands in its place."""
    file = root / path
    if file.is_symlink() or not file.resolve().is_relative_to(root.resolve()):
        raise OutsideProject(path=path, why="it is a link, or below one")
    return decoded(file, file.read_bytes(), path) if file.is_file() else None


def reason(path: str, here: Text | None, present: dict[str, str]) -> str:
    """Return why a file of CI is left as it is; empty where it can be written."""
    if here is not None:
        return "" if WRITTEN in here.content else "the project has one of its own"
    uploading = [name for name, text in present.items() if UPLOADS.search(text)]
    if path == PUBLISH and uploading:
        return f"{', '.join(uploading)} uploads already, and a release must not be uploaded twice"
    if path == TESTS and set(present) - {PUBLISH}:
        return "the project has workflows of its own"
    return ""
