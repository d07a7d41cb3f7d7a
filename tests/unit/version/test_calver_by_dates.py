"""Which calendar a project follows, seen from its releases and their days."""

from __future__ import annotations

from datetime import date

import pytest

from gonogo.version import calver

MONTHS = {
    (26, 5, 1): date(2026, 5, 18), (26, 5, 0): date(2026, 5, 16), (26, 3, 1): date(2026, 4, 1),
    (26, 3, 0): date(2026, 3, 6), (26, 1, 0): date(2026, 1, 17), (25, 12, 0): date(2025, 12, 7),
}  # fmt: skip
COUNTED = {
    (26, 1, 0): date(2026, 6, 6), (25, 5, 0): date(2025, 10, 27), (25, 4, 0): date(2025, 6, 2),
    (25, 3, 0): date(2025, 3, 1), (25, 2, 0): date(2025, 2, 1),
}  # fmt: skip


def full(releases, *width):
    return {(2000 + release[0], *release[1:][: width[0] if width else 9]): day for release, day in releases.items()}


@pytest.mark.parametrize(
    ("releases", "scheme"),
    [
        (MONTHS, "YY.MM.MICRO"),
        (COUNTED, "YY.N.P"),
        (full(MONTHS), "YYYY.MM.MICRO"),
        (full(COUNTED), "YYYY.N.P"),
        ({(2026, n): date(2026, 2 + n, 1) for n in range(1, 6)}, "YYYY.N"),
        ({(2026, day.month, day.day): day for day in MONTHS.values()}, "YYYY.MM.DD"),
        (dict(list(MONTHS.items())[:4]), ""),
        ({}, ""),
    ],
)
def test_the_calendar_is_seen_from_the_days_of_the_releases(releases, scheme):
    assert calver.by_dates(releases) == scheme
