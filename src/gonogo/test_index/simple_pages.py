"""The simple API of one project, as JSON (PEP 691, 700, 740, 792) and as HTML (PEP 503, 592, 658)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from gonogo.test_index.held import Held

API_VERSION = "1.4"


def file_url(base: str, held: Held) -> str:
    """Return the address of a file; `base` is the test index's own, without a slash at its end."""
    return f"{base}/packages/{held.filename}"


def provenance_url(base: str, held: Held) -> str | None:
    """Return the address of a file's provenance, None where it has none."""
    if held.provenance is None:
        return None
    return f"{base}/integrity/{held.project}/{held.version}/{held.filename}/provenance"


@dataclass(frozen=True)
class Shown:
    """What a project's page shows: its normalised name, files, status marker and serial."""

    project: str
    files: Sequence[Held]
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
            "files": [_file(base, held) for held in shown.files],
        }
    )


def versions(files: Sequence[Held]) -> list[str]:
    """Return the versions of files, each once, in the order of PEP 440."""
    from packaging.version import InvalidVersion, Version

    def rank(version: str) -> tuple[int, Any]:
        try:
            return (1, Version(version))
        except InvalidVersion:
            return (0, version)

    return sorted({held.version for held in files}, key=rank)


def _file(base: str, held: Held) -> dict[str, Any]:
    metadata = {"sha256": held.metadata_sha256} if held.metadata_sha256 else False
    return {
        "filename": held.filename,
        "url": file_url(base, held),
        "hashes": {"sha256": held.sha256},
        "requires-python": held.first("requires_python") or None,
        "size": held.size,
        "upload-time": held.uploaded,
        "yanked": False if held.yanked is None else held.yanked or True,
        "core-metadata": metadata,
        "data-dist-info-metadata": metadata,
        "provenance": provenance_url(base, held),
    }


def project_html(base: str, shown: Shown) -> str:
    """Return a project's page as HTML."""
    title = f"Links for {escape(shown.project)}"
    anchors = "\n".join(f"    {_anchor(base, held)}<br />" for held in shown.files)
    return _page(title, anchors, shown.serial, {"pypi:project-status": shown.status})


def _anchor(base: str, held: Held) -> str:
    metadata = f"sha256={held.metadata_sha256}" if held.metadata_sha256 else None
    attributes = {
        "href": f"{file_url(base, held)}#sha256={held.sha256}",
        "data-requires-python": held.first("requires_python") or None,
        "data-dist-info-metadata": metadata,
        "data-core-metadata": metadata,
        "data-provenance": provenance_url(base, held),
        "data-yanked": held.yanked,
    }
    shown = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return f"<a {shown}>{escape(held.filename)}</a>"


def root_json(names: Sequence[str], serial: int) -> str:
    """Return the list of projects as JSON."""
    projects = [{"name": name} for name in names]
    return json.dumps({"meta": {"_last-serial": serial, "api-version": API_VERSION}, "projects": projects})


def root_html(names: Sequence[str], serial: int) -> str:
    """Return the list of projects as HTML."""
    links = "\n".join(f'    <a href="/simple/{escape(name)}/">{escape(name)}</a>' for name in names)
    return _page("Simple index", links, serial, {})


def _page(title: str, body: str, serial: int, told: Mapping[str, str]) -> str:
    named = {"pypi:repository-version": API_VERSION, **told}
    metas = "\n".join(f'    <meta name="{name}" content="{escape(value)}">' for name, value in named.items())
    head = f"  <head>\n{metas}\n    <title>{title}</title>\n  </head>"
    shown = f"  <body>\n    <h1>{title}</h1>\n{body}\n  </body>"
    return f"<!DOCTYPE html>\n<html>\n{head}\n{shown}\n</html>\n<!--SERIAL {serial}-->\n"
