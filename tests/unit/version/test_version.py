import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonogo.version.pep440 import (
    LENGTH_LIMIT,
    NotAVersion,
    NotInCargo,
    VersionDoesNotGrow,
    canonical,
    parse,
    requested,
    require_growth,
    same,
    to_cargo,
)

releases = st.lists(st.integers(0, 9999), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers)))
pres = st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from(["a", "b", "rc"]), st.integers(0, 99)))
devs = st.one_of(st.just(""), st.integers(0, 99).map(".dev{}".format))
versions = st.builds("{}{}{}".format, releases, pres, devs)

HOSTILE = [
    "",
    "banana",
    "1.1.0;touch PWNED",
    "1.1.0$(touch PWNED)",
    '1.1.0"; open("x","w") #',
    "../../1.1.0",
    "1.1.0\nfoo",
    "1.1.0\n",
    "1.1.0\t",
    " 1.1.0",
    "1.1.0\0",
    "--upload-pack=x",
    "-f",
    "--help",
    "1.1.0-alpha--x",
    "v1.1",
    "V1.1",
    "\uff11.1.0",
    "1.\u0661.0",
    "1." + "9" * 5000,
    ".".join(["1"] * 10_000),
    "1" * 100_000,
    "1.1.0\u202e",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:20] for text in HOSTILE])
def test_what_is_no_version_is_refused_in_one_printable_line(text: str) -> None:
    with pytest.raises(NotAVersion) as caught:
        parse(text)
    assert caught.value.sentence.isprintable()
    assert len(caught.value.sentence) < 400


@given(st.text(max_size=LENGTH_LIMIT + 5))
def test_any_text_is_a_version_or_refused(text: str) -> None:
    with contextlib.suppress(NotAVersion):
        assert parse(str(parse(text))) == parse(text)


@given(versions)
def test_the_canonical_spelling_is_a_fixed_point(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


def test_a_local_version_is_read_but_never_requested() -> None:
    assert parse("1.1.0+g12").local == "g12"
    with pytest.raises(NotAVersion, match=r"1\.1\.0$"):
        requested("1.1.0+g12")


def test_a_requested_version_comes_back_canonical() -> None:
    assert requested("1.3.0-RC.1") == "1.3.0rc1"


def test_one_version_in_two_spellings_is_the_same() -> None:
    assert same("8.5.0.dev", "8.5.0.dev0")
    assert not same("1.1.0", "11.1.0")


@pytest.mark.parametrize("new", ["0.9.0", "1.0.0", "1.0", "1.0.0rc1", "1.0.0.dev3"])
def test_a_version_that_is_lower_or_equal_does_not_grow(new: str) -> None:
    with pytest.raises(VersionDoesNotGrow, match=r"not higher than 1\.0\.0"):
        require_growth("1.0.0", new)


@given(st.tuples(*[st.integers(0, 9999)] * 3).map(lambda three: ".".join(map(str, three))), pres, devs)
def test_cargo_spelling_goes_there_and_back(release: str, pre: str, dev: str) -> None:
    assert canonical(to_cargo(release + pre + dev)) == canonical(release + pre + dev)


@pytest.mark.parametrize(
    ("ours", "cargo"),
    [
        ("1.3.0", "1.3.0"),
        ("1.3.0rc1", "1.3.0-rc.1"),
        ("1.3.0a2", "1.3.0-alpha.2"),
        ("1.3", "1.3.0"),
        ("1.3.0.dev0", "1.3.0-dev.0"),
    ],
)
def test_cargo_is_spelt_as_semver(ours: str, cargo: str) -> None:
    assert to_cargo(ours) == cargo


@pytest.mark.parametrize("text", ["1!1.0.0", "1.0.0.post1", "1.0.0.0", "1.0.0+x"])
def test_what_semver_cannot_say_is_refused_for_cargo(text: str) -> None:
    with pytest.raises(NotInCargo):
        to_cargo(text)
