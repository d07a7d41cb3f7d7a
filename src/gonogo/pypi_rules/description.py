"""Descriptions: their content types, and whether the index renders them."""

import io
import re
from email.errors import MessageError
from email.message import EmailMessage
from functools import lru_cache

from gonogo.pypi_rules import limits

KINDS = frozenset({"text/plain", "text/x-rst", "text/markdown"})
LINK_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.){1,999}\]:", re.DOTALL)
VARIANTS = frozenset({"GFM", "CommonMark"})  # variants of Markdown that the index takes


@lru_cache(maxsize=64)
def parsed(value: str) -> EmailMessage | None:
    """Return a message of the content type, or None where it is none."""
    message = EmailMessage()
    try:
        message["content-type"] = value
    except (ValueError, IndexError, AttributeError, MessageError):
        return None
    return message


def is_rst(value: str) -> bool:
    """Whether the index renders a description of this content type as reStructuredText.

    >>> is_rst(""), is_rst("text/x-rst; charset=UTF-8"), is_rst("text/markdown")
    (True, True, False)
    """
    message = parsed(value) if value else None
    return not value or (message is not None and message.get_content_type() == "text/x-rst")


def spelled_charset(value: str) -> str:
    """Return the charset as it is spelled; UTF-8 where none is said.

    >>> spelled_charset("text/markdown; charset=utf-8")
    'utf-8'
    """
    message = parsed(value) if value else None
    params = getattr(message["content-type"], "params", {}) if message else {}
    return str(params.get("charset", "UTF-8"))


def is_taken(value: str) -> bool:
    """Whether packaging 26.2, which the index used on 2026-08-21, takes a content type; newer ones are stricter.

    >>> is_taken("text/markdown; charset="), is_taken("text/markdown; charset=x"), is_taken("text/html")
    (True, False, False)
    """
    message = parsed(value)
    kind = message.get_content_type() if message else ""
    if message is None or kind not in KINDS or kind not in value.lower():
        return False
    params = message["content-type"].params
    return params.get("charset", "UTF-8") == "UTF-8" and (
        kind != "text/markdown" or params.get("variant", "GFM") in VARIANTS
    )


LIKE_THE_INDEX = {"doctitle_xform": True, "sectsubtitle_xform": True, "initial_header_level": 2}
"""Settings of readme_renderer 45, which the index used on 2026-08-21; since 46 a title is rendered as a heading."""


def is_markdown(value: str) -> bool:
    """Whether the index renders a description of this content type as Markdown."""
    message = parsed(value) if value else None
    return message is not None and message.get_content_type() == "text/markdown"


def is_empty_markdown(text: str) -> bool:
    """Whether a Markdown description begins with nothing that is rendered: blanks and link definitions alone.

    >>> is_empty_markdown("[a]: https://example.org\\n"), is_empty_markdown("[a] is a word")
    (True, False)
    """
    begin = text[: limits.VALUE].lstrip()
    if begin and not LINK_DEFINITION.match(begin):
        return False
    from markdown_it import MarkdownIt

    return not begin or not MarkdownIt("commonmark").parse(begin)


def rst_excess(text: str) -> str:
    """Return which of gonogo's own limits on rendering a description goes beyond, or an empty string."""
    sizes = {
        "lines": (text.count("\n") + 1, limits.RST_LINES),
        "characters": (len(text), limits.RST),
        "characters of markup": (sum(map(text.count, "*`|")), limits.RST_MARKS),
    }
    over = (f"{size} {what}, and gonogo renders {most}" for what, (size, most) in sizes.items() if size > most)
    return next((f"the description has {one}" for one in over), "")


@lru_cache(maxsize=4)
def rst_fault(text: str) -> str:
    """Return why a description does not render, kept for a release's other files; RecursionError if too deep."""
    from docutils.core import publish_parts
    from docutils.utils import SystemMessage
    from docutils.writers.html5_polyglot import Writer
    from readme_renderer.rst import SETTINGS, ReadMeHTMLTranslator

    said, writer = io.StringIO(), Writer()
    writer.translator_class = ReadMeHTMLTranslator
    settings = {**SETTINGS, **LIKE_THE_INDEX, "warning_stream": said}
    try:
        parts = publish_parts(text, writer=writer, settings_overrides=settings)
    except SystemMessage as error:
        return next(iter(said.getvalue().strip().splitlines()), str(error))
    except (ValueError, AttributeError, TypeError, LookupError, OSError) as error:
        return f"docutils breaks on it: {error}"
    return "" if parts.get("docinfo", "") + parts.get("fragment", "") else "nothing but a title is rendered"
