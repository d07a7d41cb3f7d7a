"""Reproduction of a published release: rebuilt from its tag, and compared with what the index serves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo.artifacts import builder, expected, sums
from gonogo.artifacts.store import digest
from gonogo.git import remotes, tags
from gonogo.git.repository import NETWORK_SECONDS, Git, NotARepository
from gonogo.index import reading
from gonogo.model.board import Board, Row
from gonogo.model.errors import CouldNotTell, GonogoError, NoGo
from gonogo.model.index import Index, Served
from gonogo.model.settings import Settings
from gonogo.model.verdict import Finding, Verdict
from gonogo.project import settings as settings_file
from gonogo.project.tree import Tree
from gonogo.release import build, rebuilding, recover_artifacts
from gonogo.release.runner import Listener, timed
from gonogo.system.address import masked
from gonogo.system.folders import temporary


class NotPublished(NoGo):
    text = "the index {index} serves no file of {name} {version}"
    hint_text = "see its name and versions on the index; to ask another index, add --index INDEX"


class NoSource(GonogoError):
    text = "the metadata of {name} names no repository"
    hint_text = "name it: gonogo reproduce NAME VERSION --source URL"


class NoTagOfVersion(NoGo):
    text = "{where} has no tag of {name} {version}"
    hint_text = (
        "fetch its tags: git fetch --tags; or name another repository: gonogo reproduce NAME VERSION --source URL"
    )


class NoSuchProject(NoGo):
    text = "{where} holds no project named {name} at {tag}"
    hint_text = "name the repository that it is built from: gonogo reproduce NAME VERSION --source URL"


@dataclass(frozen=True)
class Request:
    """What is to be reproduced: name and version, the index that serves it, and the repository, empty for as found."""

    name: str
    version: str
    index: str = "pypi"
    source: str = ""


@dataclass(frozen=True)
class Source:
    """The repository of a release, how it is called, and the tag."""

    git: Git
    where: str
    tag: tags.Tag


def reproduce(here: Path, request: Request, listener: Listener) -> Board:
    """Fetch a published release, rebuild it from its tag, and compare the two member by member."""
    index = reading.known(request.index, settings_of(here))
    served = reading.of_version(reading.files(index, request.name), request.version)
    if not served:
        raise NotPublished(index=index.name, name=request.name, version=request.version)
    with temporary() as folder:
        for place in ("published", "rebuilt"):
            (folder / place).mkdir()
        known = [fetched(one, folder / "published", index) for one in samples(served)]
        source = source_of(here, request, known, folder)
        first = timed("source", listener, lambda: named(source, served))
        at = min((one.upload_time for one in served if one.upload_time), default="")
        built = timed("build", listener, lambda: rebuilt(source, request, how_of(source, known, at), folder))
        rows = (first, built, *(against(served, folder, index) if built.verdict is Verdict.GO else ()))
    return Board(f"reproduce {request.name} {request.version} from {index.name}", rows, "")


def settings_of(here: Path) -> Settings:
    """Return the settings of the project in a folder; the usual ones where there is none."""
    return settings_file.read(here) if (here / "pyproject.toml").is_file() else Settings()


def samples(served: tuple[Served, ...]) -> Iterator[Served]:
    """Yield the sdist and one wheel of a release, as far as there are any: they say what it was built from and with."""
    for ending in (".tar.gz", ".whl"):
        yield from [one for one in served if one.filename.endswith(ending)][:1]


def fetched(one: Served, folder: Path, index: Index) -> Path:
    """Fetch a file, once; ServedOtherwise where its bytes are not those that the index lists."""
    path = folder / one.filename
    if not path.is_file():
        path = reading.download(one, folder, one.size or recover_artifacts.LARGEST)
    if one.sha256 and digest(path) != one.sha256:
        why = "has another sha256 than the index lists"
        raise recover_artifacts.ServedOtherwise(filename=one.filename, index=index.name, why=why)
    return path


def source_of(here: Path, request: Request, known: list[Path], folder: Path) -> Source:
    """Return the repository that a release was built from, and its tag there; NoTagOfVersion."""
    own = None if request.source else own_repository(here, request.name)
    address = "" if own else request.source or address_in(known, request.name)
    git, where = (own, "this repository") if own else (cloned(address, folder), masked(address))
    template = tags.infer(git.tags(), request.name)
    found = next((one for one in tags.of_project(git, template, request.name) if same(one, request)), None)
    if found is None:
        raise NoTagOfVersion(where=where, name=request.name, version=request.version)
    return Source(git, where, found)


def same(tag: tags.Tag, request: Request) -> bool:
    """Return whether a tag is of the version that is asked for."""
    from gonogo.version import pep440

    return pep440.same(tag.version, request.version)


def own_repository(here: Path, name: str) -> Git | None:
    """Return git in a folder, where the project of that name is in it; None elsewhere."""
    try:
        git = Git(here)
        top = git.top
    except NotARepository:
        return None
    return git if folder_of(top, name) is not None else None


def folder_of(top: Path, name: str) -> Path | None:
    """Return the folder of the project of a name, at the top of a tree or below it; None where there is none."""
    from gonogo.project import workspace

    for folder in (top, *(top / one for one in workspace.find(top))):
        if canonicalize_name(Tree(folder).name or "-") == canonicalize_name(name):
            return folder
    return None


REPOSITORY = re.compile(r"https://(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[\w.-]+/[\w.-]+")
LABELS = ("source", "sourcecode", "repository", "code", "github", "homepage", "")
"""How metadata calls the address of a repository, the likeliest first."""


def address_in(known: list[Path], name: str) -> str:
    """Return the address of the repository that the metadata of a release names; NoSource."""
    headers = [builder.metadata_of(path) for path in known]
    named = [line.partition(",") for one in headers for line in one.all("Project-URL")]
    pairs = [(re.sub(r"\W", "", label).lower(), url) for label, _, url in named]
    pairs += [("homepage", url) for one in headers for url in one.all("Home-page")]
    for wanted in LABELS:
        for label, url in pairs:
            match = REPOSITORY.match(url.strip())
            if match and (label == wanted or not wanted):
                return match[0].removesuffix(".git")
    raise NoSource(name=name)


def cloned(address: str, folder: Path) -> Git:
    """Clone a repository, with its tags and no work tree; UnsafeRemote, and CouldNotTell where it cannot be had."""
    why = remotes.fault(address)
    if why:
        raise remotes.UnsafeRemote(remote="that is named", address=masked(address), why=why)
    target, words = folder / "repository", ("clone", "--quiet", "--no-checkout", "--")
    done = Git(folder).run(*words, address, str(target), seconds=NETWORK_SECONDS * 5)
    if done.code:
        raise CouldNotTell(what=f"what the repository {masked(address)} holds", why=masked(done.tail))
    return Git(target)


def named(source: Source, served: tuple[Served, ...]) -> Row:
    """Say which commit the release was made from, and hold what the index serves to the hashes in its tag."""
    said = sums.read(tags.message(source.git, source.tag.name)).files
    note = f"{source.tag.name} of {source.where}, {source.tag.commit[:12]}"
    other = [one.filename for one in served if one.filename in said and one.sha256 not in ("", said[one.filename])]
    findings = tuple(
        Finding("not-as-tagged", f"the tag {source.tag.name} names another sha256 for {name}", name, TELL)
        for name in other
    )
    listed = [one for one in served if one.filename in said]
    more = f"; its tag names {len(listed)} of the {len(served)} files" if said else "; its tag names no hashes"
    return Row("source", Verdict.NO_GO if other else Verdict.GO, note=note + more, findings=findings)


TELL = "do not install it; ask those who released it"


def how_of(source: Source, known: list[Path], at: str) -> builder.How:
    """Return how a release is rebuilt: as its tag says, else with its wheel's backend and nothing younger than it."""
    named = sums.read(tags.message(source.git, source.tag.name)).requires
    return builder.How(named) if named else builder.How(pins_of(known), before=at)


def rebuilt(source: Source, request: Request, how: builder.How, folder: Path) -> Row:
    """Build the tagged commit, and say with what."""
    tree = build.clean_clone(source.git, source.tag.commit, folder / "tree")
    root = folder_of(tree, request.name)
    if root is None:
        raise NoSuchProject(where=source.where, name=request.name, tag=source.tag.name)
    epoch = source.git.epoch(source.tag.commit)
    files = expected.build(root, folder / "rebuilt", epoch, settings_of(root).artifacts, how)
    old = f"nothing younger than {how.before[:10]}" if how.before else ""
    with_ = " and ".join(filter(None, (" ".join(how.pins), old)))
    return Row("build", Verdict.GO, note=", ".join(path.name for path in files) + (f", with {with_}" if with_ else ""))


GENERATORS = {
    "bdist-wheel": "wheel",
    "flit": "flit-core",
    "uv": "uv-build",
    "meson": "",
}
"""What backends call themselves in a wheel, where it is not the name of their distribution; empty for no version."""


def pins_of(known: list[Path]) -> tuple[str, ...]:
    """Return the version of the backend that wrote a published wheel, as the wheel says."""
    for path in known:
        match = path.name.endswith(".whl") and re.fullmatch(r"([\w.-]+) \(?([\w.]+)\)?", builder.generator(path))
        if match:
            name = GENERATORS.get(canonicalize_name(match[1]), canonicalize_name(match[1]))
            return (f"{name}=={match[2]}",) if name else ()
    return ()


def against(served: tuple[Served, ...], folder: Path, index: Index) -> Iterator[Row]:
    """Yield a row for each file that is served: compared with the rebuilt one, or not built here."""
    ours = {path.name: path for path in (folder / "rebuilt").iterdir()}
    theirs = {one.filename: fetched(one, folder / "published", index) for one in served if one.filename in ours}
    yield from rebuilding.compared(theirs, {name: path for name, path in ours.items() if name in theirs}, SIDES)
    left = [one.filename for one in served if one.filename not in ours]
    if left:
        what = f"this machine builds no {', '.join(left[:3])}" + (f" and {len(left) - 3} more" if len(left) > 3 else "")
        finding = Finding("not-built", what, fix="run it where they were built, by their platform tags", undecided=True)
        yield Row("other files", Verdict.UNKNOWN, findings=(finding,))


SIDES = rebuilding.Sides(
    "what is published",
    "the rebuilt file",
    "look into the members: other versions of what built them differ so, and so does what was never in the repository",
)
