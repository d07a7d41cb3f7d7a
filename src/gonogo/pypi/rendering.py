"""Descriptions, rendered as the index renders them."""

from __future__ import annotations

import io


def rst_fault(text: str) -> str:
    """Return why a reStructuredText description does not render, or an empty string."""
    from readme_renderer.rst import render

    said = io.StringIO()
    try:
        rendered = render(text, stream=said)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, OSError) as error:
        return f"docutils breaks on it: {error}"
    if rendered is not None:
        return ""
    return said.getvalue().strip().splitlines()[0] if said.getvalue().strip() else "nothing is rendered"
