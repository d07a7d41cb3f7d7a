"""Indexes: which are known, and what one serves of a project, asked within limits of time and size.

Only a 404 means «nothing is there». Everything else that is not a page (a refusal, a redirect to another
host, silence, a page that cannot be read) is CouldNotTell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gonogo.index import page
from gonogo.model.errors import GonogoError
from gonogo.model.index import Index, Served
from gonogo.model.settings import Settings
from gonogo.system import http
from gonogo.system.address import fault, masked

PAGE_LIMIT = 64 << 20  # bytes of a project page that are read at the most
PUBLIC = ("pypi", "testpypi")
PAGE_SECONDS = 60.0
LIST_LIMIT = 512 << 20  # bytes of the list of all projects that are read at the most; that of PyPI has tens of MB
LIST_SECONDS = 300.0
FILE_SECONDS = 1800.0


class UnknownIndex(GonogoError):
    text = "there is no index named {name}; known: {known}"
    hint_text = "name one of them, or describe it under [tool.gonogo.indexes] in pyproject.toml"


class UnsafeAddress(GonogoError):
    text = "the index {name} is not used: its address {address} {why}"
    hint_text = "use https, and keep credentials in the keyring or in {variable}"


def known(name: str, settings: Settings) -> Index:
    """Return an index by its name: `pypi`, `testpypi` or one of the settings; UnknownIndex names all."""
    own = {one.name: one for one in settings.indexes}
    if name in PUBLIC:
        return PublicIndex(name)
    if name not in own:
        raise UnknownIndex(name=name, known=", ".join(sorted({*own, *PUBLIC, "rehearsal"})))
    require_safe(own[name])
    return own[name]


class PublicIndex(Index):
    """PyPI or TestPyPI, at the addresses of twine and pypi-simple, imported when asked for; no setting redirects it."""

    def __init__(self, name: str) -> None:
        vars(self).update(name=name, embedded=False)

    @cached_property
    def upload_url(self) -> str:
        """The address that takes files."""
        from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

        return TEST_REPOSITORY if self.name == "testpypi" else DEFAULT_REPOSITORY

    @cached_property
    def simple_url(self) -> str:
        """The address of the simple API."""
        from pypi_simple import PYPI_SIMPLE_ENDPOINT

        return self.upload_url.replace("/legacy/", "/simple/") if self.name == "testpypi" else PYPI_SIMPLE_ENDPOINT


def site(name: str) -> str:
    """Return the address of a public index's pages, as the libraries know it; empty for any other index."""
    return PublicIndex(name).simple_url.removesuffix("/simple/") if name in PUBLIC else ""


def require_safe(index: Index) -> None:
    """Raise UnsafeAddress for an index over http (but on loopback) or with credentials in an address."""
    for address in (index.upload_url, index.simple_url):
        why = fault(address)
        if why:
            raise UnsafeAddress(name=index.name, address=masked(address), why=why, variable=variable(index.name))


def variable(name: str) -> str:
    """Return the environment variable that may hold an index's token."""
    return "GONOGO_TOKEN_" + "".join(letter if letter.isalnum() else "_" for letter in name).upper()


def files(index: Index, name: str) -> tuple[Served, ...]:
    """Return every file of a project that an index serves; none after a 404. Or UnsafeAddress, CouldNotTell."""
    what = f"which files of {name} the index {index.name} serves"
    answer = ask(index, name, what)
    return () if answer.status == 404 else page.read(answer, what).files


def ask(index: Index, name: str, what: str) -> http.Answer:
    """Return an index's answer for a project's page; `what` names the question where the answer fails."""
    from packaging.utils import canonicalize_name

    require_safe(index)
    address = f"{index.simple_url.rstrip('/')}/{canonicalize_name(name)}/"
    headers = {"Accept": page.ACCEPT, "Cache-Control": "no-cache", "Pragma": "no-cache"}
    return http.get(address, what, headers=headers, limit=PAGE_LIMIT, seconds=PAGE_SECONDS)


def of_version(found: Iterable[Served], version: str) -> tuple[Served, ...]:
    """Return those files that are of one version, compared as PEP 440 compares."""
    from packaging.version import Version

    wanted = Version(version)
    return tuple(one for one in found if version_in(one.filename) == wanted)


def version_in(filename: str) -> object:
    """Return the version that the name of an sdist or wheel holds; None where it holds none."""
    from packaging.utils import parse_sdist_filename, parse_wheel_filename

    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)[1]
        return parse_sdist_filename(filename)[1]
    except ValueError:
        return None


def download(one: Served, folder: Path, size: int) -> Path:
    """Fetch a served file into a folder and return its path; reads `size` bytes and one more at the most."""
    target = folder / Path(one.filename).name
    what = f"what the index serves as {one.filename}"
    http.fetch(one.url, what, target, limit=size + 1, seconds=FILE_SECONDS)
    return target


@dataclass(frozen=True)
class Entry:
    """A project as an index has it; `status` is its status marker of PEP 792, `active` unless said."""

    exists: bool
    files: tuple[Served, ...] = ()
    status: str = "active"


def look_up(index: Index, name: str) -> Entry:
    """Return what an index has of a project; CouldNotTell where it cannot be asked."""
    what = f"what the index {index.name} has of {name}"
    answer = ask(index, name, what)
    if answer.status == 404:
        return Entry(exists=False)
    found = page.read(answer, what)
    return Entry(exists=True, files=found.files, status=found.status)


def alike(index: Index, is_alike: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the names in the list of an index that look as asked; none after a 404, CouldNotTell where it is unread.

    PyPI's list is tens of MB long: it is read piece by piece, and only what looks alike is kept.
    """
    require_safe(index)
    what = f"which names the index {index.name} has"
    with http.opened(index.simple_url, what, {"Accept": page.ACCEPT}, strict=True) as response:
        if response.status_code == 404:
            return ()
        listed = page.names(http.kind(response), http.pieces(response, what, LIST_LIMIT, LIST_SECONDS), what)
        return tuple(name for name in listed if is_alike(name))
