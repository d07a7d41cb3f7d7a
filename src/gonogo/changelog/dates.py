"""Dates in headings: found in the forms that changelogs use, written again in the same form, or kept open."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # noqa: E501, RUF100 (a table)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
YEARS = range(1980, 2090)  # years that a release can have; others stand for a date that is not known yet, as 9999 does
_MONTH = "(?P<month>" + "|".join(f"{name}|{name[:3]}\\.?|Sept\\.?" if name == "September" else f"{name}|{name[:3]}\\.?" for name in MONTHS) + r")(?![a-z])"  # noqa: E501 (one pattern)  # fmt: skip
_WEEKDAY = "(?:(?P<weekday>" + "|".join(f"{name}|{name[:3]}" for name in DAYS) + r")(?P<comma>,?\s+))?"
_DAY = r"(?P<day>\d{1,2})(?P<th>st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_NUMBER = r"(?<![\d.])"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_NUMBER}{_YEAR}(?P<sign>[-/.])(?P<number>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})(?!\d|\.\d|-\d)",
        rf"{_NUMBER}(?P<one>\d{{1,2}})(?P<sign>[-/.])(?P<two>\d{{1,2}})(?P=sign){_YEAR}(?!\d|\.\d)",
        rf"{_WEEKDAY}\b{_MONTH}\s+{_DAY}(?!\d),?\s+{_YEAR}\b",
        rf"{_WEEKDAY}{_NUMBER}{_DAY}\.?[\s-]+(?:of\s+)?{_MONTH}[,\s-]+{_YEAR}\b",
        rf"\b{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}\b",
        rf"{_NUMBER}(?P<year>20\d\d)(?P<number>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?![\d.])",
        rf"\b{_MONTH}[,\s-]+{_YEAR}\b",
        rf"{_NUMBER}{_YEAR}(?P<sign>[-/])(?P<number>\d\d)(?![\d.-])",
    )
)
_PARTS = re.compile(r"(?<![\w.+])[\w?#*]{1,4}(?P<sign>[-/.])[\w?#*]{1,4}(?:(?P=sign)[\w?#*]{1,4})?(?![\w?#*]|[-.]\w)")
_OPEN_PART = re.compile(r"y{2,4}|m{1,3}|d{1,2}|jj|x{1,4}|[?_#*]{1,4}|\d{1,2}[x?_#*]{1,2}|00|0000|9999", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A date in a text: where it stands, what it says, and how it is spelt."""

    match: re.Match[str]
    day: date
    order: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends."""
        return self.match.span()

    def written(self, day: date) -> str:
        """Return another day in the same form."""
        groups, text, start = self.match.groupdict(), self.match[0], self.match.start()
        new = {
            "year": str(day.year),
            "number": _padded(groups.get("number"), day.month),
            "month": _month(groups.get("month") or "", day.month),
            "day": _padded(groups.get("day"), day.day),
            "th": ENDINGS.get(day.day, "th"),
            "weekday": _cased(groups.get("weekday") or "", DAYS[day.weekday()]),
            "one": _padded(groups.get("one"), day.month if self.order == "month" else day.day),
            "two": _padded(groups.get("two"), day.day if self.order == "month" else day.month),
        }
        named = [(name, value) for name, value in groups.items() if value and name in new]
        for name, value in sorted(named, key=lambda one: self.match.start(one[0]), reverse=True):
            at = self.match.start(name) - start
            text = text[:at] + new[name] + text[at + len(value) :]
        return text


def find(text: str) -> Found | None:
    """Return the first date in a text; None where it holds none, or one that no calendar has."""
    return next(every(text), None)


def every(text: str) -> Iterator[Found]:
    """Yield the dates of a text, the most exact form first."""
    for form in FORMS:
        for match in form.finditer(text):
            found = _day_of(match)
            if found is not None:
                yield found


def open_places(text: str) -> Iterator[re.Match[str]]:
    """Yield where a text keeps a place for a date, such as `YYYY-MM-DD`, `2026-??-??`, `xx.xx.2026` or `2026-13-45`."""
    for match in _PARTS.finditer(text):
        parts = match[0].split(match["sign"])
        dotted = match["sign"] == "."
        kept = any(_OPEN_PART.fullmatch(part) for part in parts) and (not dotted or any(len(one) == 4 for one in parts))
        wrong = (
            not dotted
            and len(parts) == 3
            and all(part.isdigit() for part in parts)
            and any(len(part) == 4 for part in parts)
        )
        if (kept or wrong) and find(match[0]) is None:
            yield match


def order_of(texts: Iterable[str]) -> str:
    """Return `month` or `day`, whichever comes first where texts write dates as 11/23/2026; empty where unclear."""
    orders = {found.order for text in texts for found in every(text) if found.match.groupdict().get("one")} - {""}
    return orders.pop() if len(orders) == 1 else ""


def has_year(text: str) -> bool:
    """Return whether a text holds what may be a date in a form that is not known."""
    return bool(re.search(r"(?<![\d.])(19|20)\d\d(?![\d.]\d)", text))


def _day_of(match: re.Match[str]) -> Found | None:
    """Return the date that a match spells, and which of two numbers is the month's."""
    groups = match.groupdict()
    year, order = int(groups["year"]), ""
    if groups.get("one"):
        one, two = int(groups["one"]), int(groups["two"])
        order = "day" if one > 12 or groups["sign"] == "." else "month" if two > 12 else ""
        month, day = (one, two) if order == "month" else (two, one)
    else:
        name = (groups.get("month") or "").lower()[:3]
        month = [one[:3].lower() for one in MONTHS].index(name) + 1 if name else int(groups["number"])
        day = int(groups.get("day") or 1)
    try:
        return Found(match, date(year, month, day), order) if year in YEARS else None
    except ValueError:
        return None


def _padded(old: str | None, number: int) -> str:
    """Return a number with two digits where the old one had them and needed them not, or may have."""
    return f"{number:02}" if old and (old.startswith("0") or len(old) == 2) else str(number)


def _month(old: str, number: int) -> str:
    """Return a month's name, cut to three letters where the other was; May is taken as whole."""
    name = MONTHS[number - 1]
    short = len(old.rstrip(".")) in {3, 4} and old.lower() not in {"may", "june", "july"}
    return _cased(old, name[:3] + ("." if old.endswith(".") else "") if short else name)


def _cased(old: str, name: str) -> str:
    """Return a name in the case and length of another."""
    cut = name[:3] if len(old) == 3 and name in DAYS else name
    return cut.upper() if old.isupper() else cut.lower() if old.islower() else cut
