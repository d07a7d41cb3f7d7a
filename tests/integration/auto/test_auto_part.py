import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gonogo.model.location import Layout
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.release import next_version
from gonogo.release.next_version import following
from gonogo.version.calver import SchemeUnclear

DAY = date(2026, 11, 23)
BEFORE = "VERSION = '1.2.3'\n\n\ndef ask(question, loud=False):\n    return question\n\n\ndef _inner(): ...\n"


def git(root: Path, *words: str) -> None:
    identity = [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    ]
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


def project(root: Path, after: str, notes: dict[str, str], version: str = "1.2.3") -> Project:
    (root / "src/demo").mkdir(parents=True)
    (root / "changelog.d").mkdir()
    (root / "pyproject.toml").write_text(f'[project]\nname = "demo"\nversion = "{version}"\n')
    (root / "src/demo/__init__.py").write_text(BEFORE)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    git(root, "tag", "-a", "-m", "x", f"v{version}")
    (root / "src/demo/__init__.py").write_text(after)
    for name, text in notes.items():
        (root / "changelog.d" / name).write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "two", "--allow-empty")
    layout = Layout("hatchling_static", "hatchling.build", import_names=("demo",))
    return Project(root, "demo", version, layout, "v{version}", "main", "", "towncrier", "CHANGELOG.md", Settings())


@pytest.mark.parametrize(
    ("after", "notes", "new"),
    [
        (BEFORE, {"1.bugfix.md": "Mended."}, "1.2.4"),
        (BEFORE, {"1.bugfix.md": "Mended.", "2.doc.md": "New words."}, "1.2.4"),
        (BEFORE, {"1.bugfix.md": "Mended.", "2.feature.md": "New."}, "1.3.0"),
        (BEFORE, {"1.removal.md": "Gone."}, "2.0.0"),
        (BEFORE.replace("1.2.3", "9"), {"1.bugfix.md": "Mended."}, "1.2.4"),
        (BEFORE.replace("def _inner(): ...", ""), {"1.bugfix.md": "Mended."}, "1.2.4"),
        (BEFORE + "\ndef more(): ...\n", {"1.bugfix.md": "Mended."}, "1.2.4"),
        (BEFORE.replace(", loud=False", ""), {"1.bugfix.md": "Mended."}, "2.0.0"),
        (BEFORE.replace("def ask", "def demand"), {"2.feature.md": "New."}, "2.0.0"),
        (BEFORE.replace("question,", "question, answer,"), {}, "2.0.0"),
    ],
)
def test_the_least_part_that_notes_and_api_allow(after: str, notes: dict[str, str], new: str, tmp_path: Path) -> None:
    assert following(project(tmp_path, after, notes), "auto", "", DAY) == new


def test_a_break_under_zero_is_a_minor(tmp_path: Path) -> None:
    found = project(tmp_path, BEFORE.replace("def ask", "def demand"), {}, version="0.4.2")
    assert following(found, "auto", "", DAY) == "0.5.0"


def test_what_broke_is_named_with_its_path(tmp_path: Path) -> None:
    broken = next_version.broken(project(tmp_path, BEFORE.replace("def ask", "def demand"), {}))
    assert [str(one) for one in broken] == ["demo.ask: public object was removed"]


def test_the_project_is_never_imported(tmp_path: Path) -> None:
    trap = BEFORE + f"\nopen({str(tmp_path / 'imported')!r}, 'w')\n"
    next_version.broken(project(tmp_path, trap, {}))
    assert not (tmp_path / "imported").exists()


def test_the_repository_is_left_as_it_is(tmp_path: Path) -> None:
    found = project(tmp_path, BEFORE.replace("def ask", "def demand"), {})
    next_version.least(found)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, check=True, capture_output=True)
    assert status.stdout == b""


def test_without_a_tag_nothing_can_have_broken(tmp_path: Path) -> None:
    found = project(tmp_path, "", {"1.feature.md": "New."})
    git(tmp_path, "tag", "-d", "v1.2.3")
    assert following(found, "auto", "", DAY) == "1.3.0"


SCHEME = r"""
[tool.bumpversion]
current_version = "1.2.3"
parse = '(?P<era>\d+)\.(?P<step>\d+)\.(?P<fix>\d+)'
serialize = ["{era}.{step}.{fix}"]
"""


def test_parts_of_a_scheme_of_its_own_come_first(tmp_path: Path) -> None:
    found = replace(project(tmp_path, BEFORE, {}), version="1.2.3")
    with (tmp_path / "pyproject.toml").open("a") as stream:
        stream.write(SCHEME)
    assert following(found, "step", "", DAY) == "1.3.0"
    assert following(found, "minor", "", DAY) == "1.3.0"


def test_a_scheme_in_the_settings_goes_before_what_the_version_looks_like(tmp_path: Path) -> None:
    found = project(tmp_path, BEFORE, {}, version="26.1.0")
    with pytest.raises(SchemeUnclear):
        following(found, "minor", "", DAY)
    for scheme, version, then in (
        ("YY.N.P", "26.1.0", "26.2.0"),
        ("YY.MM.MICRO", "26.1.0", "26.11.0"),
        ("YY.N.P", "24.1.0", "26.1.0"),
        ("pep440", "24.1.0", "24.2.0"),
    ):
        scheduled = replace(found, version=version, settings=Settings(scheme=scheme))
        assert following(scheduled, "minor", "", DAY) == then
