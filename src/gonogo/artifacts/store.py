"""Kept bytes: files that were judged, their manifest and verdicts, under `.git/gonogo/kept/<version>/<commit>/`.

Keyed by commit below the version, so that building a later commit never replaces the bytes of an open release.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from gonogo.model.board import Row, Source
from gonogo.model.errors import Conflict, Status
from gonogo.model.manifest import BrokenManifest, Manifest
from gonogo.model.stage import Stage
from gonogo.model.verdict import Finding, Verdict
from gonogo.system.folders import claim, held, remove_abandoned
from gonogo.system.secrets import discreet_row
from gonogo.system.writing import flush, flush_folder

KEPT = 10  # of how many releases of each package, and of how many other commits, the bytes are kept
MANIFEST = "manifest.json"
SEPARATOR = "@"  # what stands between version and commit in the name of bytes that are being replaced
KEEPING, OLD = ".keeping-", ".old-"  # how folders begin whose files are gathered, or go away


class KeptBytesChanged(Conflict):
    text = "the kept file {filename} is missing or is not the one that was judged"
    hint_text = "nothing is sent; build and judge again with: nox -s build tests check -- --fresh"


@dataclass(frozen=True)
class Store:
    """The kept bytes of one repository, in the folder `root`."""

    root: Path

    def find(self, commit: str) -> Manifest | None:
        """Return the manifest built last from a commit, which may have got a tag meanwhile; None without one."""
        found = sorted(self.root.glob(f"*/{commit}/{MANIFEST}"), key=changed)
        return Manifest.from_json(found[-1].read_bytes(), str(found[-1])) if found else None

    def folder(self, manifest: Manifest) -> Path:
        """Return the folder that holds the files of a manifest, and the manifest."""
        return self.root / manifest.version / manifest.commit

    def files(self, manifest: Manifest) -> tuple[Path, ...]:
        """Return the kept files in the manifest's order; KeptBytesChanged if one is not what was judged."""
        return whole(self.folder(manifest), manifest)

    def keep(self, manifest: Manifest, files: Sequence[Path]) -> Path:
        """Keep files and manifest as one, in a temporary folder that is moved in; the same bytes stay as they are."""
        target = self.folder(manifest)
        if self.holds(manifest):
            os.utime(target / MANIFEST)
            return target
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (staged, hold), (old, old_hold) = claim(self.root, KEEPING), claim(self.root, OLD)
        try:
            for path in files:
                shutil.copyfile(path, staged / path.name)
                flush(staged / path.name)
            write_durably(staged / MANIFEST, manifest.to_json())
            if target.exists():
                target.rename(old / f"{manifest.version}{SEPARATOR}{manifest.commit}")
            staged.rename(target)
            flush_folder(target.parent)
        finally:
            os.close(hold)
            os.close(old_hold)
            self.sweep()
        self.prune(target)
        return target

    def prune(self, newest: Path) -> None:
        """Remove the bytes of all but the last few releases and the last few other commits; never those just kept."""
        commits = (path for version in inside(self.root) for path in inside(version))
        manifests = (path / MANIFEST for path in commits if (path / MANIFEST).is_file())
        groups: dict[str, list[Path]] = {}
        for path in sorted(manifests, key=changed, reverse=True):
            groups.setdefault(released(path), []).append(path)
        for group in groups.values():
            for path in group[KEPT:]:
                if path.parent != newest:
                    shutil.rmtree(path.parent, ignore_errors=True)

    def holds(self, manifest: Manifest) -> bool:
        """Return whether exactly these bytes are kept, with this manifest."""
        path = self.folder(manifest) / MANIFEST
        try:
            return path.read_text(encoding="utf-8") == manifest.to_json() and bool(self.files(manifest))
        except (OSError, UnicodeDecodeError, KeptBytesChanged):
            return False

    def sweep(self) -> None:
        """Remove what a killed run left half way, and put back what it was to replace; what another holds stays."""
        for path in self.root.glob(f"{OLD}*"):
            self.put_back(path)
        for prefix in (KEEPING, OLD):
            for path in self.root.glob(f"{prefix}*"):
                remove_abandoned(path)

    def put_back(self, folder: Path) -> None:
        """Put bytes back whose replacement never came; those that a living run replaces stay with it."""
        hold = held(folder)
        if hold is None:
            return
        for old in inside(folder):
            version, _, commit = old.name.rpartition(SEPARATOR)
            target = self.root / version / commit
            if version and not target.exists():
                old.rename(target)
        os.close(hold)

    def forget(self, manifest: Manifest) -> None:
        """Remove the bytes of a release that was taken back."""
        shutil.rmtree(self.folder(manifest), ignore_errors=True)

    def verdict(self, manifest: Manifest, name: str) -> Row | None:
        """Return the kept GO of that name over exactly these bytes; None where there is none."""
        return next((row for row in self.verdicts(manifest) if row.name == name and row.verdict is Verdict.GO), None)

    def verdicts(self, manifest: Manifest) -> tuple[Row, ...]:
        """Return every kept verdict over exactly these bytes; BrokenManifest where one is of another shape."""
        these = judged(manifest)
        fitting = [raw for raw in self._verdicts(manifest).values() if raw.pop("judged", "") == these]
        return tuple(row_from(raw, self.folder(manifest) / "verdicts.json") for raw in fitting)

    def judge(self, manifest: Manifest, *rows: Row) -> None:
        """Keep verdicts with the hash of what they judged; runs side by side wait for one another."""
        with held_fast(self.folder(manifest)):
            verdicts, these = self._verdicts(manifest), judged(manifest)
            for row in rows:
                verdicts[row.name] = {**asdict(discreet_row(row)), "judged": these}
            write_durably(self.folder(manifest) / "verdicts.json", json.dumps(verdicts, indent=2, default=value_of))

    def _verdicts(self, manifest: Manifest) -> dict[str, dict[str, Any]]:
        path = self.folder(manifest) / "verdicts.json"
        if not path.is_file():
            return {}
        try:
            raw = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise BrokenManifest(path=str(path), why=error) from error
        if not isinstance(raw, dict) or not all(isinstance(one, dict) for one in raw.values()):
            raise BrokenManifest(path=str(path), why="it holds something else than verdicts by name")
        return raw


@contextmanager
def held_fast(folder: Path) -> Iterator[None]:
    """Be the only one that writes into a folder, once those before are done; the kernel ends the hold."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def whole(folder: Path, manifest: Manifest) -> tuple[Path, ...]:
    """Return a manifest's files in a folder, in its order; KeptBytesChanged if one is not what was judged."""
    for artifact in manifest.artifacts:
        path = folder / artifact.filename
        if path.is_symlink() or not path.is_file() or digest(path) != artifact.sha256:
            raise KeptBytesChanged(filename=artifact.filename)
    return tuple(folder / artifact.filename for artifact in manifest.artifacts)


def released(path: Path) -> str:
    """Return the name of the package of whose tagged release a manifest is; empty for any other, and a spoilt one."""
    try:
        manifest = Manifest.from_json(path.read_text(encoding="utf-8"), str(path))
    except (BrokenManifest, OSError):
        return ""
    return manifest.name if manifest.tag else ""


def row_from(raw: dict[str, Any], path: Path) -> Row:
    """Return a row from the values that were kept of it in a file; BrokenManifest where they are not a row's."""
    try:
        findings = tuple(Finding(**one) for one in raw["findings"])
        status = None if raw.get("status") is None else Status(raw["status"])
        stage = None if raw.get("stage") is None else Stage(raw["stage"])
        parts = {"verdict": Verdict(raw["verdict"]), "findings": findings, "status": status, "stage": stage}
        row = Row(**{**raw, **parts, "source": Source(raw.get("source", Source.RAN.value))})
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenManifest(path=str(path), why=f"a verdict is of another shape: {error}") from error
    shown = (text for one in findings for text in (one.code, one.what, one.where, one.fix, one.why))
    texts = [row.name, row.note, *shown]
    flags = [flag for one in findings for flag in (one.blocking, one.undecided)]
    if not (all_are(texts, str) and all_are(flags, bool) and all_are([row.seconds], (int, float))):
        raise BrokenManifest(path=str(path), why=f"the verdict {row.name!r} is of another shape")
    return row


def value_of(member: Enum) -> object:
    """Return what stands for an enum's member in JSON."""
    return member.value


def all_are(values: Iterable[object], kind: type | tuple[type, ...]) -> bool:
    """Return whether every value is of a kind."""
    return all(isinstance(value, kind) for value in values)


def judged(manifest: Manifest) -> str:
    """Return one hash over every file of a manifest: what a verdict is about."""
    import hashlib

    return hashlib.sha256(manifest.to_json().encode()).hexdigest()


def digest(path: Path) -> str:
    """Return the sha256 of a file in hex, read in pieces."""
    import hashlib

    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
    return total.hexdigest()


def inside(folder: Path) -> list[Path]:
    """Return what a folder holds; nothing where it is none, or where another run has just removed it."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def changed(path: Path) -> float:
    """Return when a file was changed last, in seconds since 1970; 0 where another run has just removed it."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def write_durably(path: Path, text: str) -> None:
    """Write a text to a temporary file beside `path`, flush it to the disk, and rename it in."""
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
