"""What a forge can do: the releases and the pull requests of one repository, whichever forge it is on."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gonogo.forge.api import Api, ForgeSilent
from gonogo.model.manifest import Artifact

DISTRIBUTIONS = (".whl", ".tar.gz", ".zip")


@dataclass(frozen=True)
class Asset:
    """One file of a forge release; `whole` is false for one whose upload broke off, `sha256` may be empty."""

    id: int
    name: str
    url: str
    sha256: str = ""
    whole: bool = True


@dataclass(frozen=True)
class Release:
    """One forge release: a draft, or published. A draft that the forge does not hold yet has its name and notes."""

    id: int
    tag: str
    draft: bool
    assets: tuple[Asset, ...] = ()
    upload_url: str = ""
    name: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a pull request says: from which branch into which, its title and its text."""

    branch: str
    target: str
    title: str = ""
    body: str = ""


@dataclass(frozen=True)
class PullRequest:
    """An open pull request: its number and its page."""

    number: int
    page: str


class Forge(Protocol):
    """One repository on a forge."""

    @property
    def api(self) -> Api:
        """The API of the forge."""

    @property
    def repository(self) -> str:
        """The path of the repository."""

    @property
    def site(self) -> str:
        """The address of the forge's pages."""

    @property
    def host(self) -> str:
        """The forge's API host."""

    def published(self, tag: str) -> Release | None:
        """Return the published release of a tag; None where there is none; else CouldNotTell."""

    def draft(self, tag: str) -> Release | None:
        """Return the draft of a tag that is on the forge; None where there is none."""

    def commit_of(self, tag: str) -> str:
        """Return the commit that a tag on the forge names; empty where there is no such tag."""

    def create(self, tag: str, name: str, notes: str, *, prerelease: bool) -> Release:
        """Make a draft; nobody but the maintainers sees it."""

    def upload(self, release: Release, path: Path) -> None:
        """Send one file to a release."""

    def discard(self, asset: Asset) -> None:
        """Remove an asset whose upload broke off."""

    def drop(self, release: Release) -> None:
        """Remove a draft."""

    def publish(self, release: Release, names: Iterable[str]) -> None:
        """Make a draft public, with the files of these names that were sent."""

    def page_to_open(self, proposal: Proposal) -> str:
        """Return the page where a pull request is opened by hand."""

    def opened(self, proposal: Proposal) -> PullRequest | None:
        """Return the open pull request between two branches of the repository; None where there is none."""

    def open(self, proposal: Proposal) -> PullRequest:
        """Open a pull request."""

    def update(self, number: int, proposal: Proposal) -> None:
        """Give a pull request another title and text."""

    def labels(self, number: str) -> tuple[str, ...]:
        """Return the labels that a pull request has; CouldNotTell where the forge does not show it."""


@dataclass(frozen=True)
class Compared:
    """What a release lacks, names with other bytes, distributions that are not ours, broken assets."""

    missing: tuple[Artifact, ...]
    other: tuple[str, ...]
    foreign: tuple[str, ...]
    broken: tuple[Asset, ...]


def compare(forge: Forge, release: Release, artifacts: Iterable[Artifact]) -> Compared:
    """Compare the distributions of a release with files, by hash: a forge may change a name."""
    wanted = tuple(artifacts)
    present = [one for one in release.assets if one.whole and one.name.endswith(DISTRIBUTIONS)]
    hashes = {hash_of(forge.api, asset): asset.name for asset in present}
    names = {asset.name for asset in present}
    missing = tuple(one for one in wanted if one.sha256 not in hashes)
    other = tuple(one.filename for one in missing if spelt(one.filename) in names or one.filename in names)
    ours = {one.sha256 for one in wanted}
    foreign = tuple(name for found, name in hashes.items() if found not in ours and name not in other)
    return Compared(missing, other, foreign, tuple(one for one in release.assets if not one.whole))


def hash_of(api: Api, asset: Asset) -> str:
    """Return the sha256 of an asset: as the forge gives it, else of its downloaded bytes."""
    if asset.sha256:
        return asset.sha256
    total = hashlib.sha256()
    for piece in api.fetch(asset.url, f"the bytes of {asset.name}"):
        total.update(piece)
    return total.hexdigest()


@contextmanager
def understood(what: str) -> Iterator[None]:
    """Read an answer; ForgeSilent where it is of another form."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ForgeSilent(what=what, why=f"its answer is of another form ({type(error).__name__})") from error


def spelt(filename: str) -> str:
    """Return a file's name as GitHub spells it: dots for all but letters, digits and `._-`."""
    return re.sub(r"[^A-Za-z0-9._-]", ".", filename)
