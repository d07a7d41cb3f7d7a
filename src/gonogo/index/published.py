"""What of a release is public: the index's files against the manifest, by name and hash."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from gonogo.artifacts.store import digest
from gonogo.index import reading as indexes
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index, Served
from gonogo.model.manifest import Artifact, Manifest
from gonogo.system.activity import waiting
from gonogo.system.folders import temporary

FIRST_WAIT = 0.1
LONGEST_WAIT = 10.0


@dataclass(frozen=True)
class Published:
    """One look at an index: served with our bytes, with others, or not at all; `foreign` files are in no manifest."""

    same: tuple[Artifact, ...] = ()
    other: tuple[Artifact, ...] = ()
    missing: tuple[Artifact, ...] = ()
    foreign: tuple[str, ...] = ()
    served: tuple[Served, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the index serves exactly the manifest's files with exactly their bytes."""
        return not (self.other or self.missing or self.foreign)

    @property
    def clash(self) -> bool:
        """Whether something is public that the manifest does not know, so that waiting cannot help."""
        return bool(self.other or self.foreign)


def look(index: Index, manifest: Manifest) -> Published:
    """Look at an index once and compare; CouldNotTell where it cannot be asked."""
    of_version = indexes.of_version(indexes.files(index, manifest.name), manifest.version)
    return compare(manifest, of_version)


def compare(manifest: Manifest, served: tuple[Served, ...]) -> Published:
    """Compare a version's served files with a manifest; a file that is listed without a hash is fetched."""
    theirs = {one.filename: one for one in served}
    listed = {artifact.filename for artifact in manifest.artifacts}
    there = [artifact for artifact in manifest.artifacts if artifact.filename in theirs]
    same = {one.filename for one in there if hash_of(theirs[one.filename], one.size) == one.sha256}
    return Published(
        same=tuple(one for one in there if one.filename in same),
        other=tuple(one for one in there if one.filename not in same),
        missing=tuple(one for one in manifest.artifacts if one.filename not in theirs),
        foreign=tuple(name for name in theirs if name not in listed),
        served=served,
    )


def hash_of(one: Served, size: int) -> str:
    """Return the sha256 that an index gives for a file, or that of the bytes which it serves."""
    if one.sha256:
        return one.sha256
    with temporary() as folder:
        return digest(indexes.download(one, folder, size))


def watch(index: Index, manifest: Manifest, seconds: float) -> Published:
    """Look until the release is public or clashes, for `seconds` at most; CouldNotTell only if the last look failed."""
    failed: CouldNotTell | None = None
    seen = Published(missing=manifest.artifacts)
    with waiting(f"{index.name} to show {len(manifest.artifacts)} files", seconds):
        for _ in pauses(seconds):
            try:
                seen, failed = look(index, manifest), None
            except CouldNotTell as error:
                failed = error
            if failed is None and (seen.whole or seen.clash):
                return seen
    if failed is not None:
        raise failed
    return seen


def pauses(seconds: float) -> Iterator[None]:
    """Yield at once, and again after growing pauses, until `seconds` are over."""
    until, pause = time.monotonic() + seconds, FIRST_WAIT
    yield
    while time.monotonic() < until:
        time.sleep(min(pause, max(until - time.monotonic(), 0)))
        pause = min(pause * 1.7, LONGEST_WAIT)
        yield
