"""Descriptions, rendered as the index renders them."""

from __future__ import annotations

import io
from functools import lru_cache

LIKE_THE_INDEX = {"doctitle_xform": True, "sectsubtitle_xform": True, "initial_header_level": 2}
"""Settings of readme_renderer 45, which the index used on 2026-08-21; since 46 a title is rendered as a heading."""


@lru_cache(maxsize=4)
def rst_fault(text: str) -> str:
    """Return why a reStructuredText description does not render, or an empty string.

    The index makes a lone heading the document's title, and what has nothing but a title renders to nothing.
    What is found is kept for a few texts, since a release's files share theirs.
    """
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
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, OSError) as error:
        return f"docutils breaks on it: {error}"
    return "" if parts.get("docinfo", "") + parts.get("fragment", "") else "nothing but a title is rendered"
