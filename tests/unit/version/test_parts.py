from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonogo.model.errors import GonogoError
from gonogo.version.calver import UnknownScheme
from gonogo.version.parts import PARTS, PartDoesNotFit, UnknownPart, UnknownStage
from gonogo.version.pep440 import VersionDoesNotGrow, canonical, next_version, parse, to_cargo

NOVEMBER = date(2026, 11, 23)
TABLE = Path(__file__).parents[2] / "golden" / "versions.md"


def rows() -> list[tuple[str, str, str]]:
    cells = [line.strip("| \n").split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines()[2:]]
    return [(old, command.strip("`"), new) for old, command, new in cells]


def follow(old: str, command: str) -> str:
    words = command.split()
    options = dict(zip(words[::2], words[1::2], strict=True))
    text, _, when = old.partition(", in ")
    today = NOVEMBER if when else None
    return next_version(text.removesuffix(" (Cargo)"), options["--part"], options.get("--pre", ""), today=today)


@pytest.mark.parametrize(("old", "command", "new"), rows(), ids=[f"{old} {command}" for old, command, _ in rows()])
def test_every_row_of_the_published_table_holds(old: str, command: str, new: str) -> None:
    if new.startswith("refused"):
        with pytest.raises(PartDoesNotFit if "not higher" not in new else VersionDoesNotGrow):
            follow(old, command)
        return
    wanted, _, cargo = new.partition(", in Cargo.toml ")
    assert follow(old, command) == wanted
    assert not cargo or to_cargo(wanted) == cargo


@given(
    st.builds(
        "{}{}{}{}".format,
        st.lists(st.integers(0, 3000), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers))),
        st.sampled_from(["", "a0", "a1", "b2", "rc1"]),
        st.sampled_from(["", ".post1"]),
        st.sampled_from(["", ".dev0", ".dev3"]),
    ),
    st.sampled_from(PARTS),
    st.sampled_from(["", "a", "b", "rc"]),
    st.dates(date(2020, 1, 1), date(2107, 1, 1)),
)
def test_a_next_version_grows_and_is_canonical_or_is_refused(old: str, part: str, pre: str, today: date) -> None:
    try:
        new = next_version(old, part, pre, today=today)
    except GonogoError:
        return
    assert parse(new) > parse(old)
    assert canonical(new) == new


@given(
    st.tuples(*[st.integers(0, 18)] * 3),
    st.sampled_from(["major", "minor", "patch"]),
    st.sampled_from(["a", "b", "rc"]),
)
def test_a_pre_release_ends_in_the_release_that_it_led_to(numbers: tuple[int, ...], part: str, stage: str) -> None:
    old = ".".join(map(str, numbers))
    candidate = next_version(old, part, stage)
    assert next_version(candidate, "final") == next_version(old, part) == next_version(candidate, part)


@pytest.mark.parametrize("part", ["banana", "", "MINOR", "minor;ls", "../minor", "auto"])
def test_an_unknown_part_is_answered_with_the_list(part: str) -> None:
    with pytest.raises(UnknownPart) as caught:
        next_version("1.2.3", part)
    assert "major, minor, patch, pre, post, dev, final" in caught.value.hint


def test_the_nearest_part_is_named() -> None:
    with pytest.raises(UnknownPart) as caught:
        next_version("1.2.3", "minr")
    assert caught.value.hint.endswith("did you mean minor?")


def test_an_unknown_stage_is_answered_with_the_list() -> None:
    with pytest.raises(UnknownStage):
        next_version("1.2.3", "minor", "gamma")


def test_a_stage_does_not_go_with_final() -> None:
    with pytest.raises(PartDoesNotFit):
        next_version("1.2.3rc1", "final", "rc")


def test_every_refusal_says_what_to_type_instead() -> None:
    for old, part in [("1.2.3", "pre"), ("1.2.3", "final"), ("1.2.3rc1", "post"), ("1.2.3.dev0", "pre")]:
        with pytest.raises(PartDoesNotFit) as caught:
            next_version(old, part)
        assert caught.value.hint


@pytest.mark.parametrize(
    ("old", "scheme", "new"),
    [
        ("24.10.0", "YY.MM.MICRO", "26.11.0"),
        ("2026.11.22", "YYYY.MM.DD", "2026.11.23"),
        ("2026.11.23", "YYYY.MM.DD", "2026.11.23.1"),
        ("2026.11.23.1", "yyyy.mm.dd", "2026.11.23.2"),
        ("25.4.0", "pep440", "25.5.0"),
        ("2026.3.0", "pep440", "2026.4.0"),
        ("20.1.0", "", "20.2.0"),
    ],
)
def test_a_named_scheme_is_followed_and_a_plain_major_is_not_a_year(old: str, scheme: str, new: str) -> None:
    assert next_version(old, "minor", scheme=scheme, today=NOVEMBER) == new


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UnknownScheme):
        next_version("1.2.3", "minor", scheme="romantic", today=NOVEMBER)


def test_a_clock_behind_the_last_release_counts_on() -> None:
    assert next_version("2026.11.3", "minor", today=date(1970, 1, 1)) == "2026.11.4"
