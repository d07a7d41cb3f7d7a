"""The documents hold together: links lead somewhere, tables agree with the code, no index is named by its address."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT
from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

from gonogo.artifacts.builder import OldPython
from gonogo.cli import sessions, tasks
from gonogo.model.stage import ReleaseState
from gonogo.project.settings_schema import meanings
from gonogo.version.parts import PARTS

ROOT = Path(__file__).parents[3]
HERE = ROOT / "PUBLISHING.md"
pytestmark = pytest.mark.skipif(not HERE.is_file(), reason="the tests stand outside of the repository")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if HERE.is_file()
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
TARGET = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TYPED = re.compile(r"^(?:\$ )?(?:invoke|gonogo) ([a-z][a-z-]*)", re.MULTILINE)
QUOTED = re.compile(r"`(?:invoke|gonogo) ([a-z][a-z-]*)")
OWN = {"bench", "crash", "lint", "types", "floors", "docs", "layouts", "lock"}
"""Sessions of gonogo's own noxfile.py."""


def anchors(text: str) -> set[str]:
    titles = HEADING.findall(FENCE.sub("", text))
    slugs = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    return slugs | set(TARGET.findall(text))


def links(name: str) -> list[str]:
    text = FENCE.sub("", (ROOT / name).read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")]


def section(name: str, heading: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_inside_the_repository_leads_somewhere(name: str, built) -> None:
    for target in links(name):
        path, _, anchor = target.partition("#")
        file = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(built(file.relative_to(ROOT).as_posix())), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_names_an_index_by_its_address(name: str, built) -> None:
    hosts = {address.split("/")[2] for address in (DEFAULT_REPOSITORY, TEST_REPOSITORY, PYPI_SIMPLE_ENDPOINT)}
    hosts |= {host.removeprefix("upload.") for host in hosts}

    assert not [host for host in hosts if host in built(name)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_fences_are_closed(name: str) -> None:
    assert len(re.findall(r"^\s*```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)) % 2 == 0


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_names_a_command_that_is_not_there(name: str, built) -> None:
    text = COMMENT.sub("", built(name))
    code = "\n".join(re.findall(r"`[^`\n]+`", text) + text.split("```")[1::2])
    code = code.replace("nox -s gonogo-", "nox -s ").replace("invoke gonogo-", "invoke ")  # as spelt with a prefix
    named = {word for line in re.findall(r"nox -s ((?:[a-z]+ ?)+)", code) for word in line.split()}
    assert named <= {*(one.name for one in sessions.all_sessions()), *OWN}
    words = set(TYPED.findall(code)) | set(QUOTED.findall(code))
    assert words <= {one.name for one in tasks.all_tasks()}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*/*.md")), ids=lambda page: page.stem)
def test_every_page_is_in_the_table_of_contents(page: Path) -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").splitlines()
    assert page.relative_to(ROOT / "docs").with_suffix("").as_posix() in index


def test_the_guide_is_short() -> None:
    assert len(HERE.read_text(encoding="utf-8").splitlines()) < 350


def test_the_versions_of_the_guide_are_among_the_tested_ones() -> None:
    rows = set(re.findall(r"^\| .+ \| .+ \| .+ \|$", section("PUBLISHING.md", "Version numbers"), re.MULTILINE))
    tested = (ROOT / "tests" / "golden" / "versions.md").read_text(encoding="utf-8").splitlines()

    assert len(rows) > 5
    assert rows <= set(tested)


def test_every_part_of_a_version_is_named() -> None:
    assert all(f"`{part}`" in section("PUBLISHING.md", "Version numbers") for part in (*PARTS, "auto"))


def test_the_guide_explains_every_state_of_a_release_as_the_code_does() -> None:
    rows = dict(re.findall(r"^\| ([a-z][^|]+?) \| ([^|]+?) \|", section("PUBLISHING.md", "Recovery"), re.MULTILINE))
    texts = meanings(ReleaseState)

    assert {name: f"{text}." for name, text in rows.items() if name != "state"} == {
        state.value: texts[state.name][0].lower() + texts[state.name][1:] for state in ReleaseState
    }


@pytest.mark.parametrize("last", ["gonogo demo", "nox -s tests"])
def test_the_readme_has_one_line_that_does_all_from_a_fresh_clone(last: str) -> None:
    fenced = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[1::2]
    lines = [line for block in fenced for line in block.splitlines() if line.endswith(f"/{last}")]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && .venv/bin/python requirements/check_python.py && ")


def test_an_old_python_is_refused_in_one_sentence_before_anything_is_installed() -> None:
    old = "import runpy, sys, tarfile; del tarfile.data_filter; runpy.run_path(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", old, str(ROOT / "requirements/check_python.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    numbers = set(re.findall(r"3[.]1\d(?:[.]\d+)?", OldPython.hint_text))
    assert numbers == {"3.10.12", "3.11.4", "3.12"} <= set(re.findall(r"3[.]1\d(?:[.]\d+)?", done.stderr))
