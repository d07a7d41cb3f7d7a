"""Dates in headings: found in the forms that changelogs use, and written anew in the same form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
TEENS = (11, 12, 13)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NAMES = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def _iso(match: re.Match[str], day: date) -> str:
    """Write a date as year, month and day, with the sign that stood between them."""
    return day.isoformat().replace("-", match["sign"])


def _month_first(match: re.Match[str], day: date) -> str:
    """Write a date as `November 23, 2026`."""
    return f"{_month(match['month'], day.month)} {_day(match, day.day)}, {day.year}"


def _day_first(match: re.Match[str], day: date) -> str:
    """Write a date as `23 November 2026`, with the comma that stood there."""
    return f"{_day(match, day.day)} {_month(match['month'], day.month)}{match['comma']} {day.year}"


def _day(match: re.Match[str], number: int) -> str:
    """Return a day's number, as `23rd` where the other was so."""
    if not match["th"]:
        return str(number)
    return f"{number}{'th' if number in TEENS else ENDINGS.get(number % 10, 'th')}"


def _month(spelt: str, number: int) -> str:
    """Return a month's name, cut to three letters where the other was; May is taken as whole."""
    name = MONTHS[number - 1]
    return name[:3] if len(spelt) == 3 and spelt != "May" else name


FORMS: tuple[tuple[str, Callable[[re.Match[str], date], str]], ...] = (
    (r"\d{4}(?P<sign>[-/.])\d\d(?P=sign)\d\d", _iso),
    (rf"(?P<month>{_NAMES}) \d{{1,2}}(?P<th>st|nd|rd|th)?, \d{{4}}", _month_first),
    (rf"\d{{1,2}}(?P<th>st|nd|rd|th)? (?P<month>{_NAMES})(?P<comma>,?) \d{{4}}", _day_first),
)


def redated(title: str, day: date) -> str:
    """Return a title with its date changed, in the same form; empty where it has a year in a form that is
    not known."""
    for form, written in FORMS:
        match = re.search(form, title)
        if match:
            return title[: match.start()] + written(match, day) + title[match.end() :]
    return "" if _YEAR.search(title) else title
