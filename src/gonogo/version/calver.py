"""Calendar versions: the parts that come from the date, and the counters behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gonogo.model.errors import GonogoError

DATED = ("YYYY", "YY", "MM", "DD")
TWO_DIGITS = {"0Y": "YY", "0M": "MM", "0D": "DD"}  # numbers padded to two digits, and what each stands for
FIRST = {"N": 1, "P": 0, "MICRO": 0}  # where each counter begins: attrs counts 26.1.0, others 2026.11.0
FEWEST = 4
NEWEST = 12  # how many lines of releases show a calendar: at least, and at most
NEARLY_ALL = 0.8  # which part of them must fit it
LATEST = 6  # how many months after its own a release may have been tagged
YEARS = range(1900, 3000)
SHORT_YEARS_BACK = 2  # how many years a two-digit first number may lie behind today's to be read as a year


class UnknownScheme(GonogoError):
    text = "'{scheme}' is not a version scheme"
    hint_text = (
        "write pep440, or a calendar of YYYY, YY, MM, DD, N, P and MICRO, e.g. YYYY.MM.MICRO or YY.N.P; "
        "0Y, 0M and 0D are YY, MM and DD with two digits"
    )


class SchemeUnclear(GonogoError):
    text = "{version} may be read in more than one way: {why}"
    hint_text = 'say once what it is: scheme = "YY.MM.MICRO", "YY.N.P" or "pep440" in [tool.gonogo]; or give --to'


@dataclass(frozen=True)
class Calendar:
    """A calendar scheme: its tokens in order, and the date of the release."""

    tokens: tuple[str, ...]
    today: date

    def follow(self, release: tuple[int, ...], part: str, *, open_ended: bool) -> tuple[int, ...]:
        """Return the release numbers that follow: today's date, or the next count; a pre-release arrives at its own."""
        numbers = release + (0,) * (len(self.tokens) - len(release))
        if self._dated(self._values()) > self._dated(numbers):
            return self._values()
        return release if open_ended else self._count(numbers, part)

    def _values(self) -> tuple[int, ...]:
        """Return today's numbers, each counter at its first."""
        year = self.today.year
        found = {**FIRST, "YYYY": year, "YY": year - 2000, "MM": self.today.month, "DD": self.today.day}
        return tuple(found[token] for token in self.tokens)

    def _dated(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """Return the numbers that come from the date."""
        return tuple(number for token, number in zip(self.tokens, numbers, strict=False) if token in DATED)

    def _count(self, numbers: tuple[int, ...], part: str) -> tuple[int, ...]:
        """Return the numbers with the counter for this part raised, or a new counter behind them."""
        width = len(self.tokens)
        counters = [place for place, token in enumerate(self.tokens) if token not in DATED]
        if not counters or (part == "patch" and self.tokens[counters[-1]] == "N"):
            counters, numbers = [width], numbers if len(numbers) > width else (*numbers, 0)
        place = counters[-1] if part == "patch" else counters[0]
        return (*numbers[:place], numbers[place] + 1, *(0,) * (len(numbers) - place - 1))


def detect(release: tuple[int, ...], scheme: str, today: date | None) -> Calendar | None:
    """Return the calendar that a version follows, by its first number where no scheme is given; None if it counts."""
    if scheme == "pep440" or today is None:
        return None
    if scheme:
        return Calendar(tokens(scheme), today)
    guessed = _guess(release, today)
    return Calendar(guessed, today) if guessed else None


def by_dates(releases: Mapping[tuple[int, ...], date]) -> str:
    """Return the calendar that past releases and their days show; empty where there are too few.

    Of each line (its first two numbers) the first release counts: a later patch of it may come in another month.
    Releases from before the first number was a full year do not count. SchemeUnclear where the second numbers are
    neither months nor a count.
    """
    firsts = {release[:2]: (release, releases[release]) for release in sorted(releases, reverse=True)}
    lines = sorted(firsts, reverse=True)
    full = bool(lines) and lines[0][0] in YEARS
    seen = [firsts[line] for line in lines if line[0] in YEARS or not full][:NEWEST]
    if len(seen) < FEWEST or any(len(release) < 2 for release, _ in seen):
        return ""
    width = min(len(seen[0][0]), 3)
    year = "YYYY" if seen[0][0][0] in YEARS else "YY"
    if width == 3 and _most((_is_day(release, day) for release, day in seen), len(seen)):
        return f"{year}.MM.DD"
    return ".".join((year, *_second(seen))[:width])


def _second(seen: Sequence[tuple[tuple[int, ...], date]]) -> tuple[str, str]:
    """Return what the second number is: the month of the tag or of shortly before it, or a count without gaps."""
    months = [release[1] == day.month for release, day in seen]
    if _most(months, len(seen)):
        return ("MM", "MICRO")
    if _is_count([release[:2] for release, _ in seen]):
        return ("N", "P")
    if any(months) and all(_is_month(release, day) for release, day in seen):
        return ("MM", "MICRO")
    newest = ".".join(map(str, seen[0][0]))
    raise SchemeUnclear(version=newest, why="the second numbers of its releases are neither months nor a count")


def _is_count(lines: Sequence[tuple[int, ...]]) -> bool:
    """Return whether the second numbers count: in each year without a gap, from the first on where that is seen."""
    years: dict[int, list[int]] = {}
    for year, second in lines:
        years.setdefault(year, []).append(second)
    oldest = min(years)
    return all(
        sorted(counts) == list(range(min(counts), max(counts) + 1)) and (year == oldest or min(counts) <= 1)
        for year, counts in years.items()
    )


def _is_day(release: tuple[int, ...], day: date) -> bool:
    """Return whether a release is called by the day of its tag, or by the one before or after it: clocks differ."""
    return any((one.month, one.day) == release[1:3] for one in (day, day - timedelta(1), day + timedelta(1)))


def _is_month(release: tuple[int, ...], day: date) -> bool:
    """Return whether the first numbers are the year and the month of a day, or of a day that is a little before."""
    late = (day.year % 100 - release[0] % 100) * 12 + day.month - release[1]
    return 1 <= release[1] <= 12 and 0 <= late <= LATEST


def _most(fits: Iterable[bool], total: int) -> bool:
    """Return whether nearly all fit."""
    return sum(fits) >= NEARLY_ALL * total


def tokens(scheme: str) -> tuple[str, ...]:
    """Return the tokens of a calendar scheme; UnknownScheme where it is none."""
    found = tuple(TWO_DIGITS.get(token, token) for token in scheme.upper().split("."))
    if found[0] not in DATED or not set(found) <= {*DATED, *FIRST}:
        raise UnknownScheme(scheme=scheme)
    return found


def widths(scheme: str) -> tuple[int, ...]:
    """Return how many digits the numbers of a scheme have at least; nothing where none of them is padded.

    >>> widths("YYYY.0M.0D"), widths("YYYY.MM.DD")
    ((1, 2, 2), ())
    """
    found = tuple(1 + (token in TWO_DIGITS) for token in scheme.upper().split("."))
    return found if max(found) > 1 else ()


def _guess(release: tuple[int, ...], today: date) -> tuple[str, ...]:
    """Return the tokens that release numbers look like, or none."""
    width = min(max(len(release), 2), 3)
    second = release[1] if len(release) > 1 else 0
    if release[0] in YEARS:
        return (("YYYY", "MM", "MICRO") if 1 <= second <= 12 else ("YYYY", "N", "P"))[:width]
    if len(release) > 1 and 0 <= today.year - 2000 - release[0] <= SHORT_YEARS_BACK:
        return ("YY", "N", "P")[:width]
    return ()
