"""Pages of the simple API in HTML (PEP 503), read in one pass whose time grows no faster than the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

TAGS_LIMIT = 250_000
"""The most tags and character references of a page that are read: about 80,000 links."""

ELEMENT_LIMIT = 1 << 18
"""The longest tag or comment, in characters."""

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
        """Set up the parser; a link is open between its tags."""
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


def read(body: bytes, address: str) -> HtmlPage:
    """Return what a page holds; TooLong beyond the limits.

    `close` is never called: Python's parser then needs quadratic time for unfinished tags.
    """
    if body.count(b"<") + body.count(b"&") > TAGS_LIMIT:
        raise TooLong
    text, page = body.decode("utf-8", "replace"), HtmlPage(address)
    for start in range(0, len(text), PIECE):
        page.feed(text[start : start + PIECE])
        if len(page.rawdata) > ELEMENT_LIMIT:
            raise TooLong
    return page
