"""Content types of descriptions, and the metadata versions that the index knows."""

from __future__ import annotations

from email.errors import MessageError
from email.message import EmailMessage

SUPPORTED = frozenset({"1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"})
"""Metadata versions that the index took on 2026-08-21."""

KINDS = frozenset({"text/plain", "text/x-rst", "text/markdown"})
VARIANTS = frozenset({"GFM", "CommonMark"})
"""Variants of Markdown that the index takes."""


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
