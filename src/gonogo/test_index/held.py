"""One file that the test index holds, with all that its pages say of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any


def normalised(name: str) -> str:
    """Return a project's name in the spelling of addresses (PEP 503).

    >>> normalised("Foo._Bar")
    'foo-bar'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Held:
    """A file as the index knows it.

    `name` is as the form spelt it, `version` normalised, `sha256` is in hex, `uploaded` is UTC in
    ISO 8601 with microseconds and Z, `metadata_sha256` is empty where no core metadata file is served,
    `yanked` is None or the reason, `fields` are the form's metadata fields, `provenance` is the object of
    PEP 740 or None.
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
    def from_json(cls, text: str) -> Held:
        """Read a record that `to_json` wrote."""
        return cls(**json.loads(text))
