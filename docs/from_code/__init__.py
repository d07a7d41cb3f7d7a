"""A Sphinx extension: it puts what the code says of itself where a page has `<!-- from the code: NAME -->`.

The next line is a sentence for those who read the page in the repository: how to build it. It is replaced too.
"""

from __future__ import annotations

import re
from typing import Any

from from_code import pages

SENTENCE = "_This part is made from the code: `nox -s docs` builds it into `build/docs`._"
PLACE = re.compile(rf"^<!-- from the code: ([a-z-]+) -->\n{re.escape(SENTENCE)}$", re.MULTILINE)


def fill(text: str) -> str:
    """Return a page's source with every place filled in; KeyError names one that nothing fills."""
    return PLACE.sub(lambda match: pages.PAGES[match[1]](), text)


def filled(_app: Any, _page: str, source: list[str]) -> None:
    """Fill in the source of a page that Sphinx has read."""
    source[0] = fill(source[0])


def setup(app: Any) -> dict[str, bool]:
    """Join Sphinx."""
    app.connect("source-read", filled)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
