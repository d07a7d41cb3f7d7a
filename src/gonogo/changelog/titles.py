"""Titles of sections: which version one names, and whether it waits for a release."""

import re
from dataclasses import dataclass

from gonogo.changelog import dates
from gonogo.version.pep440 import is_version

_TOKEN = re.compile(r"(?<![\w.+!/=-])v?(?P<version>\d[\w.!+-]*)", re.IGNORECASE)
_NUMBER = re.compile(r"\W*(?:(?:version|release)\s+)?v?(?P<version>\d{1,3})(?P<after>(?![\w.]).*)", re.IGNORECASE)
_OTHER = {
    "python", "cpython", "pypy", "drop", "dropped", "support", "supports", "supported", "require", "requires",
    "required", "since", "from", "to", "for", "until", "before", "after", "with", "bump", "upgrade", "upgrading",
    "update", "migrate", "migrating", "migration", "add", "added", "fix", "fixed", "in", "of", "on", "than", "needs",
    "between", "about",
}  # fmt: skip
"""Words that say that a version in a title is not the one that the section is about."""

STRONG = (
    r"un-?released|unpublished"
    r"|not (?:yet |been |officially )*(?:released|published|final)|(?:yet )?to be \w+|will be \w+"
    r"|t\.?b\.?[acdr]\.?|(?:release )?(?:date )?pending"
    r"|in (?:active )?(?:development|progress|the works|preparation|dev)"
    r"|under (?:active )?development|work in progress|wip|upcoming|forthcoming|coming soon|soon|planned|undated"
    r"|expected"
    r"|unveröffentlicht|in arbeit|in entwicklung|à venir|non publiée?|no publicado|sin publicar|próximamente"
    r"|não lançado|не выпущено|未发布|未發布|未リリース|미출시"
)
WEAK = (
    r"next(?: (?:release|version))?|dev(?:el(?:op(?:ment)?)?)?(?: (?:version|release))?|current|latest|draft|future"
    r"|head|main|master|trunk|git|snapshot|(?:release |insert )?date(?: here)?|today|now|n/?a|none|unknown|open"
    r"|nightly|q[1-4] ?(?:20\d\d)?|(?:spring|summer|autumn|fall|winter) ?(?:20\d\d)?|date of release"
    r"|[-_.…\u2013\u2014]{2,}|\?+|x{2,}"
)
OPEN = re.compile(rf"(?<!\w)(?:{STRONG})(?!\w)", re.IGNORECASE)
PLACE = re.compile(rf"(?:{WEAK}|[<{{%@$\[]+[^<>{{}}]*date[^<>{{}}]*[>}}%@\]]*)", re.IGNORECASE)
_SUBJECT = r"(?:changes?|releases?|versions?|updates?|features?|work|notes|entries|stuff|fixes)"
_KIND = (
    r"(?:the )?(?:latest|recent|new|current|newest|pending|upcoming|un-?released|unpublished|next|future|forthcoming"
    r"|development|dev|ongoing|untagged|unversioned)"
)
WAITING = re.compile(
    rf"(?:{STRONG}|{WEAK}|{_KIND}(?: {_SUBJECT})?|{_SUBJECT} (?:in|on|since|for|after) .*"
    rf"|(?:in|on) (?:the )?(?:main|master|git|trunk|dev)\w*(?: branch)?|v?x\.[xy]\.[xz]"
    rf"|version (?:next|x\.y\.z)|v?next(?:[_ -]version)?|what(?:.s| is) next|latest"
    rf"|\{{\{{.*\}}\}}|{_KIND} (?:changes )?(?:since|after) .*)",
    re.IGNORECASE,
)
"""What a section is headed that waits for the next release."""

DASH = "[-\u2013\u2014:|,]"  # what stands between the parts of a title
_EDGE = " -\u2013\u2014"
_SPLIT = re.compile(rf"\s+(?:{DASH}|/)+\s+|\s*[()\[\]{{}}|,:;\u2013\u2014]\s*")
_SUFFIX = re.compile(r"(?P<version>\d+(?:\.\d+)+)[-._+]?(?:snapshot|unreleased|next|wip|head|main|master|x)", re.IGNORECASE)  # noqa: E501 (one pattern)  # fmt: skip
_OPENING = re.compile(
    r"^\W*(?:(?:all )?changes|new|what.s new|notes|released?(?: notes)?) (?:in|of|for)\b", re.IGNORECASE
)
_MARKS = " *_()[]`:."
_LABEL = re.compile(r"^(?:(?:release )?(?:date|status)\W+|(?:to be )?released?(?: on)?\W+(?=\S))", re.IGNORECASE)
_LINK_END = re.compile(r"\](?:\([^)]*\)|\[[^\]]*\])?|(?: <[^>]*>)?`_+|\*+")
_LINK = re.compile(r"\](?:\([^)\n]*\)|\[[^\]\n]*\])")


@dataclass(frozen=True)
class Named:
    """A title that names a version: what stands before it, the version as it is spelt, and what stands behind it."""

    before: str
    version: str
    after: str


def named(title: str) -> Named | None:
    """Return the version that a title names, and the text around it; None where it names none."""
    shown = _LINK.sub(lambda match: "]" + " " * (len(match[0]) - 1), title)
    taken = [found.span for found in dates.every(shown) if found.match.groupdict().get("sign") != "."]
    taken += [match.span() for match in dates.open_places(shown)]
    for match in _TOKEN.finditer(shown):
        token = match["version"].rstrip(".-+_!")
        start = match.start("version")
        if any(first <= start < last for first, last in taken):
            continue
        whole = _SUFFIX.fullmatch(token)
        spelt = whole["version"] if whole else token
        if "." in spelt and is_version(spelt):
            return Named(title[:start], token, title[start + len(token) :])
    number = _NUMBER.fullmatch(shown)
    if number and (not number["after"].strip(" ])*:`_") or dates.find(number["after"]) or says_open(number["after"])):
        start, end = number.span("version")
        return Named(title[:start], number["version"], title[end:])
    return None


def spelt(version: str) -> str:
    """Return the version in a token, without a word such as SNAPSHOT behind it."""
    found = _SUFFIX.fullmatch(version)
    return found["version"] if found else version


def names_release(title: str) -> bool:
    """Return whether a title is that of a version's section."""
    found = named(title)
    if found is None:
        return False
    words = re.findall(r"[^\W\d]+", _OPENING.sub("", re.sub(r"<[^>]*>", "", found.before)))
    return len(words) <= 4 and not any(word.lower() in _OTHER for word in words)


def waits(title: str) -> bool:
    """Return whether a title that names no version is that of what waits for the next release."""
    if names_release(title):
        return False
    cleaned = plain(title)
    first = next((part.strip(_EDGE) for part in _SPLIT.split(cleaned) if part.strip(_EDGE)), "")
    return any(WAITING.fullmatch(part) for part in (cleaned, first) if part)


def plain(title: str) -> str:
    """Return a title without links, brackets, marks and pictures at its ends."""
    text = re.sub(r"<[^>]*>|:[a-z_]+:", "", _LINK.sub("]", title))
    return re.sub(r"^[^\w{<?]+|[^\w}>.?]+$", "", re.sub(r"[\[\]*`]|(?<=\w)_(?=\W|$)", "", text)).strip()


def segments(text: str) -> list[tuple[int, int]]:
    """Return where the parts of a text begin and end, between brackets, commas and dashes."""
    edges = [0, *(edge for match in _SPLIT.finditer(text) for edge in match.span()), len(text)]
    return [(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True) if text[first:last].strip(" -")]


def place_kept(text: str) -> tuple[int, int] | None:
    """Return where a text keeps a place for a date; None where it keeps none. Brackets around it are one place."""
    for first, last in segments(text):
        part = text[first:last].strip(" -*_`.")
        if OPEN.search(part) or PLACE.fullmatch(part) or "?" in part or _is_open_date(part):
            return _bracketed(text, first + len(text[first:last]) - len(text[first:last].lstrip(" -")), last)
    return None


def _is_open_date(part: str) -> bool:
    """Return whether a part of a title is a date with a hole in it."""
    return any(dates.open_places(part)) and not dates.find(part)


def _bracketed(text: str, first: int, last: int) -> tuple[int, int]:
    """Return where the brackets around a part of a text begin and end; without any, the part itself."""
    opened = max(text.rfind("(", 0, first + 1), text.rfind("[", 0, first + 1))
    closed = text.find(")" if text[opened : opened + 1] == "(" else "]", last) if opened >= link_end(text) else -1
    if closed >= 0 and not re.search(r"[)\]]", text[opened:first]):
        return opened + 1, closed
    return first, first + len(text[first:last].rstrip())


def day_missing(text: str) -> tuple[int, int] | None:
    """Return where a text has a month without a day; None where it has none."""
    found = dates.find(text)
    if found is None or found.match.groupdict().get("day") or found.match.groupdict().get("one"):
        return None
    for first, last in segments(text):
        if first <= found.span[0] < last:
            return _bracketed(text, first, last)
    return found.span


def opens(before: str) -> bool:
    """Return whether the words before a version say that it is not released yet."""
    return bool(OPEN.search(before) or WAITING.fullmatch(plain(before)))


def link_end(after: str) -> int:
    """Return where a link that began before the version ends in the text behind it; 0 without one."""
    found = _LINK_END.match(after)
    return found.end() if found else 0


def says_open(text: str) -> bool:
    """Return whether a text says that something is not released yet, or keeps a place for its date."""
    if dates.find(text):
        return bool(OPEN.search(text))
    return place_kept(text) is not None


def is_open_line(line: str) -> bool:
    """Return whether a line says nothing but that something is not released yet, or keeps a place for a date."""
    line = line.strip(_MARKS)
    text = _LABEL.sub("", line)
    text = (text if text.strip() else line).strip(_MARKS)
    if not text or dates.find(text) or len(text) > 60:
        return bool(OPEN.match(text)) and bool(text) and len(text) <= 60
    if PLACE.fullmatch(text) or OPEN.fullmatch(text) or any(match[0] == text for match in dates.open_places(text)):
        return True
    return bool(OPEN.match(text)) and len(text.split()) <= 5


def is_pseudo(line: str) -> bool:
    """Return whether a line of text reads like the heading of a release: in bold type, or version and date alone."""
    if len(line) > 100 or line.startswith("|"):
        return False
    bold = re.fullmatch(r"\*\*(?P<title>[^*\n]+)\*\*:?(?P<more>[ \t]*(?:[(\-\u2013\u2014,].*)?)", line)
    if bold:
        return names_release(bold["title"]) or waits(bold["title"])
    found = named(line)
    if found is None:
        return bool(re.fullmatch(rf"[=* ]*(?:{STRONG}|{_KIND} {_SUBJECT})[=*: ]*", line, re.IGNORECASE))
    if not names_release(line) or len(found.before.split()) > 2:
        return False
    after = found.after.strip(f" :=*]{_EDGE}")
    date = dates.find(after)
    rest = after[: date.span[0]] + after[date.span[1] :] if date else after
    known = re.sub(r"\W*(?:version|release|v)?\W*", "", found.before, flags=re.IGNORECASE) == ""
    return (
        (known and not after) or bool(date and len(rest.strip(f" ():,.{_EDGE}")) < 12) or place_kept(after) is not None
    )
