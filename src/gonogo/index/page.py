"""Pages of the simple API, in JSON (PEP 691) or in HTML (PEP 503), read within limits of work.

A page beyond them is CouldNotTell, never a project without files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from gonogo.index import html_page
from gonogo.index.html_page import TooLong
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
HTML = frozenset({"text/html", "application/vnd.pypi.simple.v1+html"})
MAJOR = "1"
"""The version of the simple API that is understood; a minor one adds and takes nothing away."""

FILES_LIMIT = 100_000
"""The most files of one project that are read."""

VALUES_LIMIT = 4_000_000
"""The most values of a page in JSON that are read."""

NAME_LIMIT = 1000
"""The longest name of a file, in characters."""


@dataclass(frozen=True)
class Page:
    """A project's files, and its status marker (PEP 792): `active` unless the page names another."""

    files: tuple[Served, ...]
    status: str = "active"


def read(answer: Answer, what: str) -> Page:
    """Return what a project page shows; CouldNotTell if the answer is no such page."""
    page = parsed(answer, what)
    try:
        status, files = of_html(page) if isinstance(page, html_page.HtmlPage) else of_json(page, answer.url)
        found = Page(tuple(files), status)
        if any(len(file.filename) > NAME_LIMIT for file in found.files):
            raise TooLong
    except Exception as error:
        raise unreadable(what, error) from error
    return found


def names(answer: Answer, what: str) -> tuple[str, ...]:
    """Return the projects that the page of a whole index lists; CouldNotTell if the answer is no such page."""
    page = parsed(answer, what)
    try:
        if isinstance(page, html_page.HtmlPage):
            return tuple(link.text.strip() for link in page.links)
        return tuple(text(one["name"]) for one in page["projects"])
    except Exception as error:
        raise unreadable(what, error) from error


def parsed(answer: Answer, what: str) -> Any:
    """Return the page of an answer as JSON values or as HtmlPage; CouldNotTell if it is neither."""
    if not answer.kind.endswith("+json") and answer.kind not in HTML:
        raise CouldNotTell(what=what, why=f"it answers with {answer.kind or 'no content type'} and no project page")
    try:
        page = html_page.read(answer.body, answer.url) if answer.kind in HTML else values(answer.body)
        require_version(page)
    except Exception as error:
        raise unreadable(what, error) from error
    return page


def unreadable(what: str, error: Exception) -> CouldNotTell:
    """Return the error for a page that cannot be read."""
    if isinstance(error, TooLong):
        return CouldNotTell(what=what, why="its page is too long")
    return CouldNotTell(what=what, why=f"its page cannot be read ({type(error).__name__})")


def values(body: bytes) -> Any:
    """Return the values of JSON; TooLong if there are too many."""
    if sum(map(body.count, (b",", b"{", b"["))) > VALUES_LIMIT:
        raise TooLong
    return json.loads(body)


def require_version(page: Any) -> None:
    """Raise ValueError for another major version of the simple API."""
    if isinstance(page, html_page.HtmlPage):
        version = page.metas.get("pypi:repository-version", MAJOR)
    else:
        version = str(page["meta"]["api-version"])
    if version.split(".")[0] != MAJOR:
        raise ValueError(version)


def of_json(page: dict[str, Any], address: str) -> tuple[str, Iterator[Served]]:
    """Return the status and the files of a page in JSON; any error if it has another form."""
    said = page.get("project-status")
    status = str(said.get("status", "active")) if isinstance(said, dict) else "active"
    if len(page["files"]) > FILES_LIMIT:
        raise TooLong
    return status, (file_of_json(file, address) for file in page["files"])


def file_of_json(file: dict[str, Any], address: str) -> Served:
    """Return one file of a page in JSON."""
    size, url = file.get("size"), text(file["url"])
    return Served(
        filename=text(file["filename"]),
        url=url if url.startswith("https://") else urljoin(address, url),
        sha256=text(file["hashes"].get("sha256", "")).lower(),
        size=None if size is None else int(size),
        yanked=bool(file.get("yanked", False)) or file.get("yanked") == "",
        upload_time=text(file.get("upload-time") or ""),
    )


def of_html(page: html_page.HtmlPage) -> tuple[str, Iterator[Served]]:
    """Return the status and the files of a page in HTML."""
    return page.metas.get("pypi:project-status", "active"), (
        Served(
            filename=link.text.strip(),
            url=link.url,
            sha256=link.fragment.removeprefix("sha256=").lower() if link.fragment.startswith("sha256=") else "",
            yanked="data-yanked" in link.attributes,
        )
        for link in page.links
    )


def text(value: object) -> str:
    """Return a value that must be a text."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
