"""Workflows for a project that adopts gonogo: proposed where nothing of its own stands in their place."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from gonogo import ci
from gonogo.adopt import hosting, release_lock
from gonogo.adopt.change import FileChange, Note
from gonogo.ci import github
from gonogo.ci.wiring import Package, UnfitForWorkflow
from gonogo.git import hosts
from gonogo.git.repository import Git
from gonogo.model.project import Project
from gonogo.project.tree import Tree
from gonogo.system.text import OutsideProject, Text, decoded

PLACES = (".github/", ".forgejo/", ".gitlab")  # how the paths of the files of CI that gonogo writes begin
WRITTEN = "Written by gonogo"  # what a file of CI says that gonogo rendered

UPLOADS = re.compile(
    r"gh-action-pypi-publish|(twine|flit|poetry|pdm|hatch|uv) (upload|publish)\b"
    r"|tox (run )?-e release|TWINE_PASSWORD"
)
"""Signs that a workflow uploads to a package index."""


OF_ITS_OWN = (
    'let a job of its CI run nox -s release, or write publish = "here" into [tool.gonogo]; if it is hosted where '
    'gonogo has a provider, name that there: forge = "github", "gitlab" or "forgejo"'
)


def proposed(
    project: Project,
    top: Path,
    chosen: Collection[str] = (),
    wheel: Path | None = None,
    several: Sequence[Package] = (),
) -> Iterator[FileChange | Note]:
    """Propose the files of CI of the project whose repository's top folder is `top`, or of several packages in it.

    A file that is there stays as it is unless `chosen` names it. What serves gonogo's workflows comes only with one of
    them; a package in a folder of a repository, and a project that is hosted where no provider is, get none. `wheel` is
    gonogo's, where no index has it.
    """
    yield from left_over(project, top)
    name = provider_of(project, top, chosen)
    if isinstance(name, Note):
        yield name
        return
    if hosting.is_guess(project, top):
        fix = 'if it is not a GitHub, write forge = "gitlab" or "forgejo" into [tool.gonogo], and type it again'
        yield Note("the name of the remote's host does not show which forge it is: GitHub is taken", fix)
    try:
        texts = ci.render(project, name, chosen, several)
    except UnfitForWorkflow as error:
        yield Note(f"no workflow is written: {error.sentence}", error.hint)
        return
    found = [*of_provider(project, name, texts, chosen)]
    yield from found
    if any(isinstance(one, FileChange) for one in found) and project.name != "gonogo":
        yield from release_lock.proposed(project.root, wheel, [one.project.root for one in several] or [project.root])


def left_over(project: Project, top: Path) -> Iterator[Note]:
    """Yield a note on the files that gonogo wrote for the CI of another forge than the one that the project is on."""
    host = hosts.of(Git(project.root), project.remote, project.settings.forge)
    left = [path for path in ci.written_for_others(host.forge) if WRITTEN in Tree(top).text(path)]
    if host.forge and left:
        title = hosts.TITLES[host.forge]
        what = f"{', '.join(left)}: gonogo wrote this for another forge, and the project is on {title}"
        yield Note(what, f"remove what is not needed: git rm {' '.join(left)}")


def provider_of(project: Project, top: Path, chosen: Collection[str]) -> str | Note:
    """Return the provider whose files are written, by its name, or why no workflow is written."""
    if project.root.resolve() != top.resolve():
        where = project.root.resolve().relative_to(top.resolve()).as_posix()
        what = f"{where} is one package of several, so no workflow is written"
        return Note(what, f"let a job run nox -s release in {where}")
    hosted, sign = hosting.provider(project, top)
    name = next(filter(None, map(ci.named_by, chosen)), hosted)
    if not name:
        what = f"no workflow is written: {sign} shows that the project is hosted where gonogo has no provider of CI"
        return Note(what, OF_ITS_OWN)
    return name


def of_provider(
    project: Project, name: str, texts: Mapping[str, str], chosen: Collection[str]
) -> Iterator[FileChange | Note]:
    """Propose the files of one provider; those that are there and not chosen, or serve what is not, are notes."""
    provider = ci.provider(name)
    main = {provider.PUBLISH, provider.TESTS}
    present = {path: text for path, text in workflows(project.root, name).items() if path not in provider.CHOSEN}
    files = {path: read(project.root, path) for path in texts}
    left = {path: "" if path in chosen else reason(path, here, present, provider) for path, here in files.items()}
    served = any(not left[path] for path in main)
    several = set(texts) & set(github.SEVERAL)
    left |= {path: left[path] or left[provider.PUBLISH] for path in several}
    for path in provider.CHOSEN if served else ():
        if path not in texts:
            what = "a pull request that is always the next release is not chosen"
            yield Note(what, f"see its workflow, and take it, with: gonogo init --take {path}")
    for path, text in texts.items():
        if left[path] and path in (*main, *provider.CHOSEN):
            fix = f"see gonogo's, and take it, with: gonogo init --take {path}"
            yield Note(f"{path} is not written: {left[path]}", fix)
        elif served and not left[path]:
            yield FileChange(path, files[path], text)
        elif path in provider.CHOSEN:
            fix = f"take both: gonogo init --take {provider.PUBLISH} --take {path}"
            yield Note(f"{path} is not written: it needs gonogo's {provider.PUBLISH}", fix)


def workflows(root: Path, name: str) -> dict[str, str]:
    """Return the files of CI that a project has for a provider, path to text."""
    return {path: found.content for path in ci.paths(root, name) if (found := read(root, path))}


def sessions(text: str) -> frozenset[str]:
    """Return the Nox sessions that a workflow calls, without the Python that one is called with."""
    calls = re.findall(r"^ *(?:- )?(?:run: |- )['\"]?(?:\w+=\S+ )?nox -s (.+?)(?: -- .*)?$", text, re.MULTILINE)
    return frozenset(re.split(r"-[\"\d]", word)[0] for call in calls for word in call.split())


def unregistered(project: Project, name: str, text: str) -> list[str]:
    """Return the sessions that a workflow of gonogo's calls and a newly rendered one would not."""
    known = frozenset().union(*map(sessions, ci.render(project, name).values()))
    return sorted(sessions(text) - known) if WRITTEN in text else []


def read(root: Path, path: str) -> Text | None:
    """Return a file of CI; None where there is none, OutsideProject where a link stands in its place."""
    file = root / path
    if file.is_symlink() or not file.resolve().is_relative_to(root.resolve()):
        raise OutsideProject(path=path, why="it is a link, or below one")
    return decoded(file, file.read_bytes(), path) if file.is_file() else None


def reason(path: str, here: Text | None, present: Mapping[str, str], provider: ModuleType) -> str:
    """Return why a file of CI is left as it is; empty where it can be written."""
    if here is not None:
        return "" if WRITTEN in here.content else "the project has one of its own"
    uploading = [name for name, text in present.items() if UPLOADS.search(text)]
    if path == provider.PUBLISH and uploading:
        return f"{', '.join(uploading)} uploads already, and a release must not be uploaded twice"
    if path == provider.TESTS and set(present) - {provider.PUBLISH}:
        return "the project has workflows of its own"
    return ""
