"""Project pages: what the simple API answers, in JSON (PEP 691) or in HTML (PEP 503).

JSON, which every index of today speaks, is read here; HTML is left to pypi-simple, whose import alone takes
longer than the rest of a look at an index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Served
from gonogo.system.http import Answer

ACCEPT = ", ".join(
    (
        "application/vnd.pypi.simple.v1+json",
        "application/vnd.pypi.simple.v1+html;q=0.2",
        "text/html;q=0.01",
    )
)
MAJOR = "1"
"""The version of the simple API that is understood; a minor one adds and takes nothing away."""


def read(answer: Answer, name: str, what: str) -> tuple[Served, ...]:
    """Return the files that a project page lists; CouldNotTell where the answer is no such page."""
    try:
        if answer.kind.endswith("+json"):
            return tuple(of_json(json.loads(answer.body), answer.url))
        if answer.kind in {"text/html", "application/vnd.pypi.simple.v1+html"}:
            return tuple(of_html(answer, name))
    except Exception as error:
        raise CouldNotTell(what=what, why=f"its page cannot be read ({type(error).__name__})") from error
    raise CouldNotTell(what=what, why=f"it answers with {answer.kind or 'no content type'} and no project page")


def of_json(page: dict[str, Any], address: str) -> Iterator[Served]:
    """Yield the files of a page in JSON; any error where it is not of that form."""
    if str(page["meta"]["api-version"]).split(".")[0] != MAJOR:
        raise ValueError(page["meta"]["api-version"])
    for file in page["files"]:
        size = file.get("size")
        yield Served(
            filename=text(file["filename"]),
            url=urljoin(address, text(file["url"])),
            sha256=text(file["hashes"].get("sha256", "")).lower(),
            size=None if size is None else int(size),
            yanked=bool(file.get("yanked", False)) or file.get("yanked") == "",
            upload_time=text(file.get("upload-time") or ""),
        )


def of_html(answer: Answer, name: str) -> Iterator[Served]:
    """Yield the files of a page in HTML."""
    from pypi_simple import ProjectPage

    for package in ProjectPage.from_html(name, answer.body, answer.url).packages:
        sha256 = package.digests.get("sha256", "").lower()
        yield Served(package.filename, package.url, sha256, package.size, bool(package.is_yanked))


def status(answer: Answer, name: str) -> str:
    """Return the status marker (PEP 792) of a page that `read` has read; `active` unless it says another."""
    if answer.kind.endswith("+json"):
        said = json.loads(answer.body).get("project-status")
        return str(said.get("status", "active")) if isinstance(said, dict) else "active"
    from pypi_simple import ProjectPage

    found = ProjectPage.from_html(name, answer.body, answer.url).status
    return str(getattr(found, "value", found) or "active")


def text(value: object) -> str:
    """Return a value that must be a text."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
