"""Pages of the simple API, JSON (PEP 691) or HTML (PEP 503); one beyond limits of work is CouldNotTell, never empty."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

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
ENTRY_LIMIT = 4096  # the longest entry of the list of all projects that is read, in bytes
_LINK = re.compile(rb"<a\s[^<>]{0,3000}>([^<>]{1,1000})</a", re.IGNORECASE)
_NAME = re.compile(rb'"name"\s{0,9}:\s{0,9}"([^"\\]{1,1000})"')
_END, _END_OF_HTML = re.compile(rb"[\]}]\s{0,9}}\s{0,9}$"), re.compile(rb">\s{0,9}$")
LISTED = {"application/vnd.pypi.simple.v1+json": (_NAME, _END), **dict.fromkeys(HTML, (_LINK, _END_OF_HTML))}
"""How the list of all projects shows a name, and how it ends, by the type of its page."""

MAJOR = "1"  # the version of the simple API that is understood; a minor one adds and takes nothing away
FILES_LIMIT = 100_000  # the most files of one project that are read
VALUES_LIMIT = 4_000_000  # the most values of a page in JSON that are read
NAME_LIMIT = 1000  # the longest name of a file, in characters


@dataclass(frozen=True)
class Page:
    """A project's files, and its status marker (PEP 792): `active` unless the page names another."""

    files: tuple[Served, ...]
    status: str = "active"


def read(answer: Answer, what: str) -> Page:
    """Return what a project page shows; CouldNotTell if the answer is no such page."""
    page = parsed(answer, what)
    try:
        status, files = of_html(page) if isinstance(page, HtmlPage) else of_json(page, answer.url)
        found = Page(tuple(files), status)
        if any(len(file.filename) > NAME_LIMIT for file in found.files):
            raise TooLong
    except Exception as error:
        raise unreadable(what, error) from error
    return found


def names(kind: str, pieces: Iterable[bytes], what: str) -> Iterator[str]:
    """Yield the projects that the page of a whole index lists; CouldNotTell if it is no such page, or has no end."""
    if kind not in LISTED:
        raise other_kind(kind, what)
    entry, end = LISTED[kind]
    rest = b""
    for piece in pieces:
        rest, done = rest + piece, 0
        for found in entry.finditer(rest):
            done = found.end()
            yield found[1].decode("utf-8", "replace").strip()
        rest = rest[max(done, len(rest) - ENTRY_LIMIT) :]
    if not end.search(rest):
        raise CouldNotTell(what=what, why="its page has no end")


def other_kind(kind: str, what: str) -> CouldNotTell:
    """Return the error for an answer that is no page of the simple API."""
    return CouldNotTell(what=what, why=f"it answers with {kind or 'no content type'} and no project page")


def parsed(answer: Answer, what: str) -> Any:
    """Return the page of an answer as JSON values or as HtmlPage; CouldNotTell if it is neither."""
    if not answer.kind.endswith("+json") and answer.kind not in HTML:
        raise other_kind(answer.kind, what)
    try:
        page = read_html(answer.body, answer.url) if answer.kind in HTML else values(answer.body)
        if isinstance(page, HtmlPage):
            version = page.metas.get("pypi:repository-version", MAJOR)
        else:
            version = str(page["meta"]["api-version"])
        if version.split(".")[0] != MAJOR:
            raise ValueError(version)
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
        provenance=text(file.get("provenance") or ""),
    )


def of_html(page: HtmlPage) -> tuple[str, Iterator[Served]]:
    """Return the status and the files of a page in HTML."""
    return page.metas.get("pypi:project-status", "active"), (
        Served(
            filename=link.text.strip(),
            url=link.url,
            sha256=link.fragment.removeprefix("sha256=").lower() if link.fragment.startswith("sha256=") else "",
            yanked="data-yanked" in link.attributes,
            provenance=link.attributes.get("data-provenance") or "",
        )
        for link in page.links
    )


def text(value: object) -> str:
    """Return a value that must be a text."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


TAGS_LIMIT = 250_000  # the most tags and character references of a page that are read: about 80,000 links
ELEMENT_LIMIT = 1 << 18  # the longest tag or comment, in characters
PIECE = 1 << 16


class TooLong(ValueError):
    """A page is longer than what is read."""


@dataclass
class Link:
    """A link: its address without and with the part after `#`, its text, and its `data-` attributes."""

    url: str
    fragment: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class HtmlPage(HTMLParser):
    """The links of a page, and its named `meta` values."""

    base: str
    links: list[Link] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a link, the base of the links, or a named value."""
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            url, fragment = urldefrag(urljoin(self.base, str(given["href"]).strip()))
            self._open = Link(url, fragment, given)
            self.links.append(self._open)
        elif tag == "base" and given.get("href"):
            self.base = urljoin(self.base, str(given["href"]))
        elif tag == "meta" and given.get("name"):
            self.metas[str(given["name"])] = given.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        self._open = None if tag == "a" else self._open

    def handle_data(self, data: str) -> None:
        """Take the text of a link."""
        if self._open is not None:
            self._open.text += data


def read_html(body: bytes, address: str) -> HtmlPage:
    """Return what a page holds; TooLong beyond the limits. `close` would take quadratic time for unfinished tags."""
    if body.count(b"<") + body.count(b"&") > TAGS_LIMIT:
        raise TooLong
    text, page = body.decode("utf-8", "replace"), HtmlPage(address)
    for start in range(0, len(text), PIECE):
        page.feed(text[start : start + PIECE])
        if len(page.rawdata) > ELEMENT_LIMIT:
            raise TooLong
    return page
