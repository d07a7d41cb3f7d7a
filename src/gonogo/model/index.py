"""An index: where files are uploaded and where they are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Index:
    """An index by name; `upload_url` takes files, `simple_url` serves the simple API of PEP 503 and PEP 691.

    `embedded` is true of gonogo's own index, to which no credentials of the user's belong.
    """

    name: str
    upload_url: str
    simple_url: str
    embedded: bool = False


@dataclass(frozen=True)
class Served:
    """One file as an index serves it; `sha256` is empty where the index gives none.

    `provenance` is the address of its attestations (PEP 740), empty where it has none.
    """

    filename: str
    url: str
    sha256: str
    size: int | None = None
    yanked: bool = False
    upload_time: str = ""
    provenance: str = ""
