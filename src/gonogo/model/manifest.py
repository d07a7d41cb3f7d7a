"""The manifest: which bytes were judged, and what they were made from."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field

from gonogo.model.errors import GonogoError

SCHEMA = 1
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_-]*")  # of a name, version or commit: nothing that leads out of it


class BrokenManifest(GonogoError):
    text = "{path} is not a manifest that gonogo wrote: {why}"
    hint_text = "build and judge again with: nox -s build tests check -- --fresh"


def distribution(filename: str) -> str:
    """Return the canonical name of the package that a wheel or an sdist is of; an old sdist's has hyphens."""
    from packaging.utils import canonicalize_name

    return canonicalize_name(filename.partition("-")[0] if filename.endswith(".whl") else filename.rpartition("-")[0])


@dataclass(frozen=True)
class Artifact:
    """One file: its name, size in bytes and sha256 in hex."""

    filename: str
    size: int
    sha256: str

    @property
    def is_wheel(self) -> bool:
        """Whether it is a wheel; else it is an sdist."""
        return self.filename.endswith(".whl")


@dataclass(frozen=True)
class Manifest:
    """The files of one release, their commit, SOURCE_DATE_EPOCH, tag if it has one, and the tools that built them."""

    name: str
    version: str
    commit: str
    epoch: int
    artifacts: tuple[Artifact, ...]
    tag: str = ""
    tools: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the manifest as JSON, the same text for the same values."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes, path: str = "manifest.json") -> Manifest:
        """Read a manifest; BrokenManifest where it is truncated, edited or of another schema."""
        try:
            raw = json.loads(text)
            if raw.pop("schema") != SCHEMA:
                raise BrokenManifest(path=path, why="written by another version of gonogo")
            artifacts = tuple(Artifact(**one) for one in raw.pop("artifacts"))
            manifest = cls(artifacts=artifacts, **raw)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BrokenManifest(path=path, why=error) from error
        manifest.require_sound(path)
        return manifest

    def require_sound(self, path: str) -> None:
        """Raise BrokenManifest unless it lists files by plain names with whole digests, and names a version."""
        for value in (self.name, self.version, self.commit):
            if not isinstance(value, str) or not PLAIN.fullmatch(value):
                raise BrokenManifest(path=path, why=f"bad name, version or commit {value!r}")
        if not self.artifacts or not isinstance(self.epoch, int):
            raise BrokenManifest(path=path, why="it lists no file, or its epoch is not a number")
        for artifact in self.artifacts:
            if not is_sound(artifact):
                raise BrokenManifest(path=path, why=f"bad entry {artifact.filename!r}")


def is_sound(artifact: Artifact) -> bool:
    """Return whether an entry has a plain file name, a size, and a whole digest."""
    name, size, digest = artifact.filename, artifact.size, artifact.sha256
    plain = isinstance(name, str) and name and not set(name) & set("/\\\0")
    return bool(plain and isinstance(size, int) and isinstance(digest, str) and re.fullmatch(r"[0-9a-f]{64}", digest))
