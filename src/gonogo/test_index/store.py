"""The files of the test index, their records and the names that cannot be used again, stored in one folder."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

ACTIVE = "active"

METADATA_LIMIT = 4_000_000  # the largest METADATA of a wheel, in bytes, that is served


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """Return a project's name in the spelling of addresses (PEP 503).

    >>> normalised("Foo._Bar")
    'foo-bar'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class StoredFile:
    """A file that the index serves, with everything that its pages show.

    `name` is spelt as in the form, `version` is normalised, `sha256` is in hex, `uploaded` is UTC in ISO 8601
    with microseconds and Z, `metadata_sha256` is empty if no core metadata file is served, `yanked` is None or
    the reason, `fields` are the form's metadata fields, `provenance` is the object of PEP 740 or None.
    """

    filename: str
    name: str
    version: str
    filetype: str
    size: int
    sha256: str
    uploaded: str
    serial: int
    metadata_sha256: str = ""
    yanked: str | None = None
    fields: dict[str, list[str]] = field(default_factory=dict)
    provenance: dict[str, Any] | None = None

    @property
    def project(self) -> str:
        """The project's normalised name."""
        return normalised(self.name)

    def first(self, key: str) -> str:
        """Return the first value of a form field, or an empty text."""
        return next(iter(self.fields.get(key, [])), "")

    def to_json(self) -> str:
        """Return the record as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> StoredFile:
        """Read a record that `to_json` wrote."""
        return cls(**json.loads(text))


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(timezone.utc)


class Store:
    """The files of one test index, kept in its folder; hold `lock` from a look to the change that follows it."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
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
        records = [StoredFile.from_json(path.read_text("utf-8")) for path in self.records.glob("*.json")]
        self._stored = {stored.filename: stored for stored in sorted(records, key=lambda stored: stored.serial)}
        state = json.loads(self._state.read_text("utf-8")) if self._state.is_file() else {}
        self._gone: set[str] = set(state.get("gone", []))
        self._serials: dict[str, int] = dict(state.get("serials", {}))
        self._names: dict[str, str] = dict(state.get("names", {}))
        self._marks: dict[str, str] = dict(state.get("marks", {}))

    def _write(self, path: Path, text: str) -> None:
        new = self.incoming / f"{path.name}.new"
        new.write_text(text, "utf-8")
        new.replace(path)

    def _touch(self, name: str) -> int:
        project = normalised(name)
        serial = max(self._serials.values(), default=0) + 1
        self._serials[project] = serial
        self._names.setdefault(project, name)
        state = {"serials": self._serials, "names": self._names, "marks": self._marks}
        self._write(self._state, json.dumps({"gone": sorted(self._gone), **state}))
        return serial

    def _record(self, stored: StoredFile) -> None:
        self._write(self.records / f"{stored.filename}.json", stored.to_json())
        self._stored[stored.filename] = stored

    def serial(self, project: str) -> int | None:
        """Return the number of a project's last change, None for an unknown project."""
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
        """Return a project's status marker (PEP 792): `active` by default."""
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

    def get(self, filename: str) -> StoredFile | None:
        """Return the record of a file, or None."""
        with self.lock:
            return self._stored.get(filename)

    def all(self) -> list[StoredFile]:
        """Return every record, the oldest first."""
        with self.lock:
            return list(self._stored.values())

    def of(self, project: str) -> list[StoredFile]:
        """Return a project's files, the oldest first."""
        return [stored for stored in self.all() if stored.project == project]

    def release(self, project: str, version: str) -> list[StoredFile]:
        """Return the files of one version; versions are compared as PEP 440 does (1.0 is 1.0.0)."""
        wanted = canonical(version)
        return [stored for stored in self.of(project) if canonical(stored.version) == wanted]

    def add(self, stored: StoredFile, content: Path) -> StoredFile:
        """Store a file: move `content` to its place and give the record its time and serial."""
        with self.lock:
            digest = self._keep_metadata(stored, content)
            content.replace(self.files / stored.filename)
            serial = self._touch(stored.name)
            done = replace(stored, serial=serial, uploaded=stamp(self.clock()), metadata_sha256=digest)
            self._record(done)
            return done

    def _keep_metadata(self, stored: StoredFile, content: Path) -> str:
        text = core_metadata(content) if stored.filename.endswith(".whl") else b""
        if not text:
            return ""
        path = self.metadata / f"{stored.filename}.metadata"
        path.write_bytes(text)
        return hashlib.sha256(text).hexdigest()

    def register(self, name: str) -> None:
        """Make a project without files."""
        with self.lock:
            self._touch(name)

    def change(self, filename: str, **fields: object) -> None:
        """Change fields of a file's record; KeyError for a file that is not stored."""
        with self.lock:
            stored = self._stored[filename]
            self._record(replace(stored, serial=self._touch(stored.name), **fields))  # type: ignore[arg-type]

    def delete(self, filename: str) -> None:
        """Delete a file; its name can never be used again. KeyError for a file that is not stored."""
        with self.lock:
            stored = self._stored.pop(filename)
            self._gone.add(filename)
            self._touch(stored.name)
            for path in (self.files / filename, self.metadata / f"{filename}.metadata"):
                path.unlink(missing_ok=True)
            (self.records / f"{filename}.json").unlink()


def stamp(moment: datetime) -> str:
    """Return a time as the index writes it: ISO 8601, microseconds, Z."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(version: str) -> str:
    """Return a version so that equal ones are the same text; a text that is no version is returned unchanged."""
    from packaging.utils import canonicalize_version

    return canonicalize_version(version)


def core_metadata(wheel: Path) -> bytes:
    """Return the METADATA of a wheel, or nothing if it cannot be read (PEP 658)."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            name = _metadata_name(archive.namelist())
            return archive.read(name) if name and archive.getinfo(name).file_size <= METADATA_LIMIT else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        return b""


def _metadata_name(names: Iterable[str]) -> str:
    return next((name for name in names if name.count("/") == 1 and name.endswith(".dist-info/METADATA")), "")
