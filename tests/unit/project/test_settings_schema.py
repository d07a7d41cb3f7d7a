"""The schema of `[tool.gonogo]` agrees with the settings' readers, in validate-pyproject and in jsonschema."""

from __future__ import annotations

import dataclasses
from importlib.metadata import entry_points

import jsonschema
import pytest
from validate_pyproject.api import Validator
from validate_pyproject.errors import ValidationError

from gonogo.model.settings import Settings
from gonogo.project import settings
from gonogo.project.setting_values import SCHEMAS
from gonogo.project.settings_schema import get_schema
from gonogo.system import toml

GOOD = """
branch = "main"
remote = "upstream"
tag = "{name}-{version}"
message = "Release {version}"
name = "demo"
places = [{ path = "a.py", search = 'x = "{version}"' }, { path = "b.toml", key = "tool.b.version" }]
also = [{ path = "README.md", search = "demo=={version}", spelling = "pep440" }]
locks = ["uv.lock"]
changelog = "docs/changes.rst"
news-exempt = ["/tests/"]
news-labels = ["no changelog"]
artifacts = ["sdist"]
pythons = ["3.10", "3.13"]
tests = ["pytest", "-q"]
test-requires = ["pytest<9"]
test-groups = ["test"]
test-extras = ["cli"]
constraints = ["requirements/dev.txt"]
import-names = ["demo"]
smoke = ["demo", "--version"]
publish = "here"
forge = "gitlab"
runner = "docker"
index = "company"
waivers = { wheel_contents_sound = "data only" }
pass-env = ["HOME"]
next-dev = true
scheme = "YY.MM.MICRO"
workspace = "packages/demo"
reproducible = false
reproducible-reason = "the compiler stamps its time"
packages = ["packages/*"]
fixed = [["demo", "demo-core"]]
linked = [["demo", "demo-core"]]
propagate = "refuse"
commits = "each"
changelogs = "one"
forge-releases = "one"
[indexes.company]
upload = "https://index.example/upload/"
simple = "https://index.example/simple/"
[hooks]
after-prepare = [["make", "docs"]]
"""
"""A table with every setting."""

BAD = (
    "brunch = 'main'",
    "reproducible = false",
    "reproducible = 'no'",
    "branch = 3",
    "branch = ' '",
    'branch = "a\\nb"',
    "tag = 'v'",
    "tag = 'v{version}{day}'",
    "tag = '{version'",
    "changelog = '/etc/passwd'",
    "changelog = '../CHANGES.md'",
    "changelog = 'C:/CHANGES.md'",
    "changelog = '.git/config'",
    "workspace = '~/demo'",
    "locks = 'uv.lock'",
    "locks = ['a/../../uv.lock']",
    "artifacts = ['wheel']",
    "artifacts = ['sdist', 'egg']",
    "pythons = [3.10]",
    "publish = 'later'",
    "next-dev = 'yes'",
    "waivers = ['tests']",
    "waivers = { tests = '' }",
    "hooks = { after-lunch = [] }",
    "hooks = { after-push = ['make'] }",
    "hooks = { after-push = [[]] }",
    "places = [{ path = 'a.py' }]",
    "places = [{ path = 'a.py', key = 'a', search = '{version}' }]",
    "places = [{ path = 'a.py', search = 'x' }]",
    "places = [{ path = 'a.py', key = 'a', line = '3' }]",
    "indexes = { company = { upload = 'https://index.example/' } }",
    "indexes = { pypi = { upload = 'https://index.example/', simple = 'https://index.example/' } }",
    "indexes = { 'a b' = { upload = 'https://index.example/', simple = 'https://index.example/' } }",
    "indexes = { company = { upload = 'ftp://index.example/', simple = 'https://index.example/' } }",
)
"""Tables that the readers refuse."""


@pytest.fixture(scope="module")
def validators():
    """The validator of validate-pyproject, with this schema as its plugin, and that of jsonschema; made once."""
    return Validator(), jsonschema.Draft7Validator(get_schema())


def read(tmp_path, table):
    (tmp_path / "pyproject.toml").write_text(toml_of(table))
    return settings.read(tmp_path)


def toml_of(table):
    return "[tool.gonogo]\n" + table.replace("[indexes", "[tool.gonogo.indexes").replace(
        "[hooks]", "[tool.gonogo.hooks]"
    )


def parsed(table):
    return toml.parse(toml_of(table), "pyproject.toml")


def test_every_setting_has_a_schema_and_a_meaning_that_is_a_sentence():
    properties = get_schema()["properties"]
    assert {settings.field_of(key) for key in properties} == {one.name for one in dataclasses.fields(Settings)}
    assert set(settings.READERS.values()) <= set(SCHEMAS)
    assert [key for key, value in properties.items() if not value["description"].endswith(".")] == []


def test_the_table_with_every_setting_names_every_setting(tmp_path):
    given = parsed(GOOD)["tool"]["gonogo"]
    assert set(given) == set(settings.READERS)
    assert read(tmp_path, GOOD) != Settings()


def test_what_the_readers_accept_is_valid(validators):
    ours, theirs = validators
    ours({"project": {"name": "demo", "version": "1"}, **parsed(GOOD)})
    theirs.validate(parsed(GOOD)["tool"]["gonogo"])


@pytest.mark.parametrize("table", BAD)
def test_what_the_readers_refuse_is_not_valid(table, tmp_path, validators):
    ours, theirs = validators
    with pytest.raises(settings.WrongSettings):
        read(tmp_path, table)
    with pytest.raises(ValidationError):
        ours({"project": {"name": "demo", "version": "1"}, **parsed(table)})
    with pytest.raises(jsonschema.ValidationError):
        theirs.validate(parsed(table)["tool"]["gonogo"])


def test_the_schema_itself_is_one_of_draft_7():
    jsonschema.Draft7Validator.check_schema(get_schema())


def test_defaults_are_those_of_the_settings():
    defaults = {key: value["default"] for key, value in get_schema()["properties"].items() if "default" in value}
    plain = {key: value for key, value in defaults.items() if not isinstance(value, list)}
    assert plain == {
        "message": "Release {version}",
        "publish": "ci",
        "index": "pypi",
        "next-dev": False,
        "reproducible": True,
        "propagate": "release",
        "commits": "one",
        "changelogs": "each",
        "forge-releases": "each",
    }
    assert {key: tuple(defaults[key]) for key in defaults.keys() - plain.keys()} == {
        "news-exempt": Settings().news_exempt,
        "news-labels": Settings().news_labels,
    }


def test_the_installed_package_offers_the_schema_to_validate_pyproject():
    (found,) = entry_points(group="validate_pyproject.tool_schema", name="gonogo")
    assert found.load() is get_schema
