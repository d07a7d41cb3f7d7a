"""What the test index holds: files, their records and the names that are used up, kept in one folder."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from gonogo.test_index.held import Held, normalised

ACTIVE = "active"

METADATA_LIMIT = 4_000_000
"""Bytes of a wheel's METADATA that are served at the most."""


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(timezone.utc)


class Store:
    """The files of one embedded; every change is written down, so that a folder can be opened again.

    `lock` is held by whoever looks and then changes, so that of two uploads under one name one wins.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        """Open the folder, making it where it is missing."""
        self.clock = clock
        self.lock = threading.RLock()
        self.files, self.metadata, self.records, self.incoming = (
            folder / part for part in ("files", "metadata", "records", "incoming")
        )
        for part in (self.files, self.metadata, self.records, self.incoming):
            part.mkdir(parents=True, exist_ok=True)
        self._state = folder / "state.json"
        self._read()

    def _read(self) -> None:
        records = [Held.from_json(path.read_text("utf-8")) for path in self.records.glob("*.json")]
        self._held = {held.filename: held for held in sorted(records, key=lambda held: held.serial)}
        state = json.loads(self._state.read_text("utf-8")) if self._state.is_file() else {}
        self._gone: set[str] = set(state.get("gone", []))
        self._serials: dict[str, int] = dict(state.get("serials", {}))
        self._names: dict[str, str] = dict(state.get("names", {}))
        self._marks: dict[str, str] = dict(state.get("marks", {}))

    def _write(self, path: Path, text: str) -> None:
        aside = self.incoming / f"{path.name}.new"
        aside.write_text(text, "utf-8")
        aside.replace(path)

    def _touch(self, name: str) -> int:
        project = normalised(name)
        serial = max(self._serials.values(), default=0) + 1
        self._serials[project] = serial
        self._names.setdefault(project, name)
        state = {"serials": self._serials, "names": self._names, "marks": self._marks}
        self._write(self._state, json.dumps({"gone": sorted(self._gone), **state}))
        return serial

    def _record(self, held: Held) -> None:
        self._write(self.records / f"{held.filename}.json", held.to_json())
        self._held[held.filename] = held

    def serial(self, project: str) -> int | None:
        """Return the number of a project's last change, None for a project that the test index does not have."""
        with self.lock:
            return self._serials.get(project)

    def last_serial(self) -> int:
        """Return the number of the last change of all."""
        with self.lock:
            return max(self._serials.values(), default=0)

    def projects(self) -> dict[str, str]:
        """Return the projects' normalised names, each with its first spelling."""
        with self.lock:
            return dict(self._names)

    def status(self, project: str) -> str:
        """Return a project's status marker (PEP 792): `active`, unless it was marked otherwise."""
        with self.lock:
            return self._marks.get(project, ACTIVE)

    def mark(self, name: str, status: str) -> None:
        """Give a project a status marker, making the project where it is missing."""
        with self.lock:
            self._marks[normalised(name)] = status
            self._touch(name)

    def gone(self) -> frozenset[str]:
        """Return the names of files that were deleted."""
        with self.lock:
            return frozenset(self._gone)

    def get(self, filename: str) -> Held | None:
        """Return the record of a file, or None."""
        with self.lock:
            return self._held.get(filename)

    def all(self) -> list[Held]:
        """Return every record, the oldest first."""
        with self.lock:
            return list(self._held.values())

    def of(self, project: str) -> list[Held]:
        """Return a project's files, the oldest first."""
        return [held for held in self.all() if held.project == project]

    def release(self, project: str, version: str) -> list[Held]:
        """Return the files of one version; versions are compared as PEP 440 does (1.0 is 1.0.0)."""
        wanted = canonical(version)
        return [held for held in self.of(project) if canonical(held.version) == wanted]

    def add(self, held: Held, content: Path) -> Held:
        """Take a file in: `content` is moved to its place, and the record gets its time and serial."""
        with self.lock:
            digest = self._keep_metadata(held, content)
            content.replace(self.files / held.filename)
            serial = self._touch(held.name)
            done = replace(held, serial=serial, uploaded=stamp(self.clock()), metadata_sha256=digest)
            self._record(done)
            return done

    def _keep_metadata(self, held: Held, content: Path) -> str:
        text = core_metadata(content) if held.filename.endswith(".whl") else b""
        if not text:
            return ""
        path = self.metadata / f"{held.filename}.metadata"
        path.write_bytes(text)
        return hashlib.sha256(text).hexdigest()

    def register(self, name: str) -> None:
        """Make a project without files."""
        with self.lock:
            self._touch(name)

    def change(self, filename: str, **fields: object) -> None:
        """Change fields of a file's record; KeyError for a file that is not held."""
        with self.lock:
            held = self._held[filename]
            self._record(replace(held, serial=self._touch(held.name), **fields))  # type: ignore[arg-type]

    def delete(self, filename: str) -> None:
        """Remove a file for good; its name stays used up. KeyError for a file that is not held."""
        with self.lock:
            held = self._held.pop(filename)
            self._gone.add(filename)
            self._touch(held.name)
            for path in (self.files / filename, self.metadata / f"{filename}.metadata"):
                path.unlink(missing_ok=True)
            (self.records / f"{filename}.json").unlink()


def stamp(moment: datetime) -> str:
    """Return a time as the index writes it: ISO 8601, microseconds, Z."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(version: str) -> str:
    """Return a version so that equal ones are the same text; what is no version is returned as it is."""
    from packaging.utils import canonicalize_version

    return canonicalize_version(version)


def core_metadata(wheel: Path) -> bytes:
    """Return the METADATA of a wheel, or nothing where it cannot be read (PEP 658)."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            name = _metadata_name(archive.namelist())
            return archive.read(name) if name and archive.getinfo(name).file_size <= METADATA_LIMIT else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        return b""


def _metadata_name(names: Iterable[str]) -> str:
    return next((name for name in names if name.count("/") == 1 and name.endswith(".dist-info/METADATA")), "")
