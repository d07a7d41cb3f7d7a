"""The guides hold together: links lead somewhere, tables are those of the code, no index is named by its address."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT
from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

from gonogo.ci.auditor import rules
from gonogo.model.settings import Settings
from gonogo.version.parts import PARTS

ROOT = Path(__file__).parents[3]
GUIDES = ("PUBLISHING.md", "CONTRIBUTING.md", "SECURITY.md", "README.md")
pytestmark = pytest.mark.skipif(not (ROOT / GUIDES[0]).is_file(), reason="the tests stand outside of the repository")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def guide(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    titles = HEADING.findall(FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", GUIDES)
def test_every_link_inside_the_repository_leads_somewhere(name: str) -> None:
    for target in LINK.findall(FENCE.sub("", guide(name))):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        file = ROOT / path if path else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("name", GUIDES)
def test_no_guide_names_an_index_by_its_address(name: str) -> None:
    hosts = {address.split("/")[2] for address in (DEFAULT_REPOSITORY, TEST_REPOSITORY, PYPI_SIMPLE_ENDPOINT)}
    hosts |= {host.removeprefix("upload.") for host in hosts}

    assert not [host for host in hosts if host in guide(name)]


def test_every_setting_has_its_row_and_no_other() -> None:
    section = guide("PUBLISHING.md").split("## Reference: settings")[1].split("\n## ")[0]
    rows = set(re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE))

    assert rows == {field.name.replace("_", "-") for field in fields(Settings)}


def test_the_table_of_versions_is_the_tested_one() -> None:
    text = guide("PUBLISHING.md")
    table = text.split("<!-- versions: tests/golden/versions.md -->\n")[1].split("<!-- /versions -->")[0]

    assert table == (ROOT / "tests" / "golden" / "versions.md").read_text(encoding="utf-8")


def test_every_part_of_a_version_is_named() -> None:
    section = guide("PUBLISHING.md").split("## Version numbers")[1].split("\n## ")[0]

    assert all(f"`{part}`" in section for part in (*PARTS, "auto"))


def test_the_number_of_workflow_rules_is_told_right() -> None:
    assert f"the same {len(list(rules()))} rules" in guide("PUBLISHING.md")


@pytest.mark.parametrize("name", GUIDES)
def test_fences_are_closed(name: str) -> None:
    assert len(re.findall(r"^\s*```", guide(name), re.MULTILINE)) % 2 == 0
