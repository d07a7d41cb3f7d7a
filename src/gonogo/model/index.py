"""An index: where files are uploaded and where they are read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Index:
    """An index: `upload_url` takes files, `simple_url` serves PEP 503 and 691; `embedded` takes no credentials."""

    name: str
    upload_url: str
    simple_url: str
    embedded: bool = False


@dataclass(frozen=True)
class Served:
    """One file as an index serves it; `sha256` and `provenance` (PEP 740) are empty where it gives none."""

    filename: str
    url: str
    sha256: str
    size: int | None = None
    yanked: bool = False
    upload_time: str = ""
    provenance: str = ""
