"""Pages of the simple API, as JSON (PEP 691, 700, 740, 792) or HTML (PEP 503, 592, 658), as the client accepts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from gonogo.test_index.store import StoredFile

API_VERSION = "1.4"
JSON = "application/vnd.pypi.simple.v1+json"
HTML = "application/vnd.pypi.simple.v1+html"
PLAIN_HTML = "text/html"

LATEST = {"application/vnd.pypi.simple.latest+json": JSON, "application/vnd.pypi.simple.latest+html": HTML}


def file_url(base: str, file: StoredFile) -> str:
    """Return the address of a file; `base` is that of the index, without a slash at its end."""
    return f"{base}/packages/{file.filename}"


def provenance_url(base: str, file: StoredFile) -> str | None:
    """Return the address of a file's provenance, None where it has none."""
    if file.provenance is None:
        return None
    return f"{base}/integrity/{file.project}/{file.version}/{file.filename}/provenance"


@dataclass(frozen=True)
class Shown:
    """What a project's page shows: its normalised name, files, status marker and serial."""

    project: str
    files: Sequence[StoredFile]
    status: str
    serial: int


def project_json(base: str, shown: Shown) -> str:
    """Return a project's page as JSON."""
    return json.dumps(
        {
            "meta": {"_last-serial": shown.serial, "api-version": API_VERSION},
            "name": shown.project,
            "project-status": {"status": shown.status},
            "alternate-locations": [],
            "versions": versions(shown.files),
            "files": [_file(base, file) for file in shown.files],
        }
    )


def versions(files: Sequence[StoredFile]) -> list[str]:
    """Return the versions of files, each once, in the order of PEP 440."""
    from packaging.version import InvalidVersion, Version

    def rank(version: str) -> tuple[int, Any]:
        try:
            return (1, Version(version))
        except InvalidVersion:
            return (0, version)

    return sorted({file.version for file in files}, key=rank)


def _file(base: str, file: StoredFile) -> dict[str, Any]:
    metadata = {"sha256": file.metadata_sha256} if file.metadata_sha256 else False
    return {
        "filename": file.filename,
        "url": file_url(base, file),
        "hashes": {"sha256": file.sha256},
        "requires-python": file.first("requires_python") or None,
        "size": file.size,
        "upload-time": file.uploaded,
        "yanked": False if file.yanked is None else file.yanked or True,
        "core-metadata": metadata,
        "data-dist-info-metadata": metadata,
        "provenance": provenance_url(base, file),
    }


def project_html(base: str, shown: Shown) -> str:
    """Return a project's page as HTML."""
    title = f"Links for {escape(shown.project)}"
    anchors = "\n".join(f"    {_anchor(base, file)}<br />" for file in shown.files)
    return _page(title, anchors, shown.serial, {"pypi:project-status": shown.status})


def _anchor(base: str, file: StoredFile) -> str:
    metadata = f"sha256={file.metadata_sha256}" if file.metadata_sha256 else None
    attributes = {
        "href": f"{file_url(base, file)}#sha256={file.sha256}",
        "data-requires-python": file.first("requires_python") or None,
        "data-dist-info-metadata": metadata,
        "data-core-metadata": metadata,
        "data-provenance": provenance_url(base, file),
        "data-yanked": file.yanked,
    }
    shown = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return f"<a {shown}>{escape(file.filename)}</a>"


def root_json(names: Sequence[str], serial: int) -> str:
    """Return the list of projects as JSON."""
    projects = [{"name": name} for name in names]
    return json.dumps({"meta": {"_last-serial": serial, "api-version": API_VERSION}, "projects": projects})


def root_html(names: Sequence[str], serial: int) -> str:
    """Return the list of projects as HTML."""
    links = "\n".join(f'    <a href="/simple/{escape(name)}/">{escape(name)}</a>' for name in names)
    return _page("Simple index", links, serial, {})


def _page(title: str, body: str, serial: int, named: Mapping[str, str]) -> str:
    every = {"pypi:repository-version": API_VERSION, **named}
    metas = "\n".join(f'    <meta name="{name}" content="{escape(value)}">' for name, value in every.items())
    head = f"  <head>\n{metas}\n    <title>{title}</title>\n  </head>"
    shown = f"  <body>\n    <h1>{title}</h1>\n{body}\n  </body>"
    return f"<!DOCTYPE html>\n<html>\n{head}\n{shown}\n</html>\n<!--SERIAL {serial}-->\n"


def chosen(accept: str, offers: tuple[str, ...]) -> str:
    """Return the offer that an Accept header (RFC 9110, section 12.5.1) prefers, an empty text if it accepts none.

    Of offers with the same weight the first is chosen; without a header, the first of all.

    >>> chosen("text/html;q=0.1, application/vnd.pypi.simple.v1+json", (PLAIN_HTML, JSON))
    'application/vnd.pypi.simple.v1+json'
    """
    wishes = _wishes(accept or "*/*")
    weighed = [(_weight(offer, wishes), -place, offer) for place, offer in enumerate(offers)]
    weight, _, offer = max(weighed)
    return offer if weight > 0 else ""


def _wishes(accept: str) -> dict[str, float]:
    wishes: dict[str, float] = {}
    for part in accept.split(","):
        kind, *options = (piece.strip() for piece in part.split(";"))
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        wishes[LATEST.get(kind, kind)] = _number(weight)
    return wishes


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _weight(offer: str, wishes: dict[str, float]) -> float:
    family = offer.partition("/")[0] + "/*"
    return next((wishes[kind] for kind in (offer, family, "*/*") if kind in wishes), 0.0)
