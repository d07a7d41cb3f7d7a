"""Settings: typed, whole, and every wrong one reported by name."""

from __future__ import annotations

import dataclasses

import pytest

from gonogo.model.settings import Settings
from gonogo.project import settings
from gonogo.system import toml


def read(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text)
    return settings.read(tmp_path)


def wrong(tmp_path, text):
    with pytest.raises(settings.WrongSettings) as caught:
        read(tmp_path, "[tool.gonogo]\n" + text)
    return "\n".join(caught.value.details)


def test_without_a_table_everything_has_its_default(tmp_path):
    assert read(tmp_path, "") == Settings()
    assert settings.read(tmp_path / "nowhere") == Settings()


def test_every_field_has_a_reader_and_every_reader_a_field():
    assert {settings.field_of(key) for key in settings.READERS} == {one.name for one in dataclasses.fields(Settings)}


def test_values_are_read_into_their_types(tmp_path):
    found = read(
        tmp_path,
        """
        [tool.gonogo]
        tag = "{name}-{version}"
        pythons = ["3.10", "3.13"]
        smoke = ["demo", "--version"]
        waivers = { wheel_contents_sound = "data only" }
        places = [{ path = "a.py", search = 'x = "{version}"' }]
        [tool.gonogo.indexes.company]
        upload = "https://index.example/upload/"
        simple = "https://index.example/simple/"
        [tool.gonogo.hooks]
        after-prepare = [["make", "docs"]]
        """,
    )
    assert found.pythons == ("3.10", "3.13")
    assert found.indexes[0].name == "company"
    assert found.hooks == {"after-prepare": (("make", "docs"),)}
    assert found.places[0].search == 'x = "{version}"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("brunch = 'main'", "did you mean branch?"),
        ("zzz = 1", "allowed: "),
        ("branch = 1", "tool.gonogo.branch must be a text of one line, not a number (1)"),
        ("branch = ''", "must be a text of one line"),
        ("pythons = '3.10'", "must be a list, not a text"),
        ("pythons = [1, '3.10', 2]", "tool.gonogo.pythons[2] must be a text"),
        ("tag = 'v1'", "must contain {version}"),
        ("tag = '{nope}{version}'", "may only use {version} and {name}"),
        ("publish = 'there'", "must be one of ci, here, nowhere"),
        ("changelog = '../x'", "must be a path inside the project"),
        ("changelog = '/etc/passwd'", "must be a path inside the project"),
        ("changelog = '.git/config'", "must be a path inside the project"),
        ("next-dev = 'yes'", "must be true or false"),
        ("places = [{path='a'}]", "needs either key or search"),
        ("places = [{path='a', search='x'}]", "must contain {version} once"),
        ("hooks = {before-lunch = []}", "before-prepare"),
        ("indexes.x = {upload='http://a/', simple='https://a/'}", "x.upload is not https"),
        ("indexes.pypi = {upload='https://a/', simple='https://a/'}", "must be named"),
        ("indexes.rehearsal = {upload='https://a/', simple='https://a/'}", "must be named"),
        ("indexes.'a.b' = {upload='https://a/', simple='https://a/'}", "must be named"),
        ("hooks.before-land = [[]]", "must name a program"),
        ("indexes.x = {upload='https://u:p@a/', simple='https://a/'}", "x.upload holds credentials"),
    ],
)
def test_a_wrong_value_is_reported_with_its_key_and_what_it_must_be(tmp_path, text, message):
    assert message in wrong(tmp_path, text)


def test_all_that_is_wrong_is_reported_at_once(tmp_path):
    message = wrong(tmp_path, "a = 1\nbranch = 1\npythons = [1, 2]")
    assert len(message.splitlines()) == 4


def test_credentials_in_an_address_are_not_repeated(tmp_path):
    assert "hunter2" not in wrong(tmp_path, "indexes.x = {upload='https://u:hunter2@a/', simple='https://a/'}")


@pytest.mark.parametrize("content", [b"a = ", b"\xff\xfe", b"a = 1\na = 2", b"a = " + b"[" * 100_000])
def test_a_broken_file_names_itself(tmp_path, content):
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(toml.BrokenToml, match=r"pyproject\.toml"):
        settings.read(tmp_path)


def test_a_byte_order_mark_is_no_trouble(tmp_path):
    (tmp_path / "pyproject.toml").write_bytes(b"\xef\xbb\xbf[tool.gonogo]\nbranch = 'main'\n")
    assert settings.read(tmp_path).branch == "main"
