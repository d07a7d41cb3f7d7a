"""Which calendar a project follows, seen from its releases and their days."""

from __future__ import annotations

from datetime import date, timedelta

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
        ({(2026, day.month, day.day): day - timedelta(1) for day in MONTHS.values()}, "YYYY.MM.DD"),
        (
            {
                (2026, 6, 1): date(2026, 6, 25),
                (0, 30, 0): date(2025, 11, 30),
                (0, 28, 0): date(2025, 5, 1),
                (0, 26, 0): date(2025, 4, 1),
            },
            "",
        ),
        (dict(list(MONTHS.items())[:4]), ""),
        ({}, ""),
    ],
)
def test_the_calendar_is_seen_from_the_days_of_the_releases(releases, scheme):
    assert calver.by_dates(releases) == scheme


LATE = {
    (24, 8, 0): date(2024, 8, 23), (24, 7, 0): date(2024, 7, 31), (23, 11, 0): date(2024, 5, 21),
    (23, 10, 0): date(2023, 10, 24), (23, 6, 0): date(2023, 6, 6), (22, 12, 0): date(2022, 12, 21),
    (22, 8, 0): date(2022, 8, 29), (21, 9, 0): date(2022, 2, 10), (21, 3, 0): date(2021, 4, 5),
}  # fmt: skip
ODD = {(26, 40, 0): date(2026, 1, 1), (26, 20, 0): date(2026, 2, 1), (25, 9, 0): date(2025, 3, 1),
       (25, 3, 0): date(2025, 9, 1)}  # fmt: skip


def test_gaps_rule_a_count_out_where_some_tags_are_late():
    """The kind: two readings; what the numbers themselves rule out is no reading."""
    assert calver.by_dates(LATE) == "YY.MM.MICRO"
    assert calver.by_dates(full(LATE)) == "YYYY.MM.MICRO"


def test_numbers_that_are_neither_months_nor_a_count_are_asked_about():
    with pytest.raises(calver.SchemeUnclear) as caught:
        calver.by_dates(ODD)
    assert "scheme =" in caught.value.hint
