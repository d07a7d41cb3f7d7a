"""H01 to H15: parts, versions and tags that cannot be are refused with nothing changed."""

from __future__ import annotations

import time

import pytest

FULLWIDTH = "\uff11.\uff11.\uff10"
VERSIONS = [
    ("H02 semicolon", "1.1.0;touch PWNED"),
    ("H03 substitution", "1.1.0$(touch PWNED)"),
    ("H04 python", '1.1.0"; open("PWNED","w") #'),
    ("H05 path", "../../1.1.0"),
    ("H06 line", "1.1.0\nfoo"),
    ("H06 newline", "1.1.0\n"),
    ("H06 tab", "1.1.0\t"),
    ("H06 nul", "1.1.0\0"),
    ("H07 option", "--upload-pack=x"),
    ("H07 short option", "-f"),
    ("H07 help", "--help"),
    ("H08 word", "banana"),
    ("H08 space", " "),
    ("H09 lower", "0.9.0"),
    ("H09 same", "1.0.0"),
    ("H10 two dashes", "1.1.0-alpha--x"),
    ("H10 local", "1.1.0+local"),
    ("H10 v", "v1.1"),
    ("H10 fullwidth", FULLWIDTH),
    ("H11 100 kB", "1" * 100_000),
    ("H11 components", ".".join(["1"] * 10_000)),
    ("H11 digits", "1." + "5" * 5_000),
]


@pytest.mark.parametrize("part", ["banana", "MINOR", "minor;ls", "../minor", "minor\n", "-f", "minor\0", "m" * 100_000])
def test_h01_a_part_that_is_none_is_answered_with_the_list(refused, part):
    refused("major, minor, patch", part=part)


def test_h01_an_empty_part_is_answered_with_examples(refused):
    refused("--part minor", part="")


@pytest.mark.parametrize("pre", ["banana", "RC", "rc;ls", "rc\n"])
def test_h01_a_stage_that_is_none_is_answered_with_the_list(refused, pre):
    refused("a (alpha), b (beta)", part="minor", pre=pre)


@pytest.mark.parametrize("version", [one for _, one in VERSIONS], ids=[name for name, _ in VERSIONS])
def test_a_version_that_is_none_is_refused_within_a_second(sample, refused, version):
    started = time.monotonic()
    refused(part="", to=version)
    assert time.monotonic() - started < 2.0
    assert not list(sample.folder.rglob("*PWNED*"))


def test_h08_an_empty_version_is_no_version(refused):
    refused("say which version", part="", to="")


@pytest.mark.parametrize(
    "words",
    [
        ("bump", "--to", "--upload-pack=x"),
        ("bump", "--to", "-f"),
        ("bump", "--to=--help"),
        ("bump", "--to", "0.9.0", "--allow-lower"),
        ("bump", "--to", ""),
        ("bump", "--part", ""),
        ("bump", "--part", "--to"),
        ("banana",),
        ("bump", "--json", "--part", "banana"),
    ],
    ids=" ".join,
)
def test_h07_words_that_look_like_options_are_refused_at_once(sample, typed, words):
    before = sample.snapshot()
    ended = typed(*words)
    assert ended.code != 0
    assert "Traceback" not in ended.out + ended.err
    assert sample.snapshot() == before


@pytest.mark.parametrize(
    ("typed_version", "canonical"),
    [("1.1.0.dev0", "1.1.0.dev0"), ("1.1.0-RC.1", "1.1.0rc1"), ("1!1.1.0", "1!1.1.0")],
)
def test_h10_another_spelling_is_shown_as_it_will_be(sample, typed_version, canonical):
    board = sample.bump(part="", to=typed_version)
    assert canonical in board.title


def test_h12_a_tag_that_exists_here(sample, refused):
    sample.git("tag", "v1.1.0")
    sample.commit("more.txt", "more")
    refused("v1.1.0", "already exists here", part="minor")


def test_h13_a_tag_that_exists_only_there(sample, refused):
    sample.git("tag", "v1.0.0")
    sample.commit("more.txt", "more\n")
    sample.git("push", "-q")
    sample.remote_git("tag", "v1.1.0")
    refused("v1.1.0", "already exists on", part="minor")


def test_h15_places_that_disagree_are_all_named(sample, refused):
    sample.commit("src/demo/__init__.py", '__version__ = "0.9.9"\n')
    sample.settings("""
        [tool.gonogo]
        places = [{path = "src/demo/__init__.py", search = '__version__ = "{version}"'}]
        """)
    refused("pyproject.toml", "1.0.0", "src/demo/__init__.py", "0.9.9", part="minor")


@pytest.mark.parametrize("text", ["", '__version__ = "1.0.0"\n__version__ = "1.0.0"\n'], ids=["none", "twice"])
def test_h15_a_place_that_matches_not_or_twice_is_named(sample, refused, text):
    sample.commit("src/demo/__init__.py", text)
    sample.settings("""
        [tool.gonogo]
        places = [{path = "src/demo/__init__.py", search = '__version__ = "{version}"'}]
        """)
    refused("src/demo/__init__.py", part="minor")
