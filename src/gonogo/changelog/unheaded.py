"""Notes without a heading: where they begin, and why a file has none that are apart from those of old releases."""

import re

from gonogo.changelog.document import Document
from gonogo.changelog.release import EntryUnclear, HeadingUnclear, NoHeadings

_VERSION_LINE = re.compile(
    r"^[-*+•|#\[` ]*(?:version |release )?v?\d+\.\d+(?:\.\d+)*[\]*`]*\s*[|:,(\-\u2013\u2014]"
    r"|^[\w.+-]{1,80} \(v?\d+\.\d[^)\s]*\) \w",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that begins with a version, as in tables, or in the way of Debian: `demo (1.2.0) unstable; urgency=low`."""

_WORD = r"(?<![\w.]){}(?![\w]|\.\d)"


def place_of(found: Document, current: str = "") -> int:
    """Return where notes without a heading begin, -1 for none; HeadingUnclear under a heading that says nothing.

    NoHeadings where lines name versions, or the current one stands anywhere, and no heading does: what is below such a
    line may be of an old release.
    """
    named = _VERSION_LINE.search(found.text) or (current and re.search(_WORD.format(re.escape(current)), found.text))
    if not found.releases and not found.waiting and named:
        raise NoHeadings(path=found.path)
    newest = next(iter(found.releases), None)
    if newest and newest.heading.is_entry and found.unheaded >= 0:
        line = found.text.count("\n", 0, found.unheaded) + 1
        entry = found.text[found.unheaded :].partition("\n")[0]
        like = f"{newest.heading.before}Unreleased{newest.heading.after}"
        raise EntryUnclear(path=found.path, line=line, entry=entry, like=like)
    unclear = found.unclear_heading
    if unclear is not None:
        raise HeadingUnclear(path=found.path, line=found.line_of(unclear), title=unclear.title)
    return found.unheaded
