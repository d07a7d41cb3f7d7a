import shlex
import subprocess
from pathlib import Path

import pytest

from gonogo.changelog.document import Document
from gonogo.changelog.forward_port import NoSuchSection, inserted
from gonogo.changelog.release import SectionExists
from gonogo.commands.forward_port import ChangelogDirty, NotAReleaseTag, forward_port

PROJECT = (
    '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\nversion = "VERSION"\n'  # noqa: E501 (a sample)
    '[tool.towncrier]\ndirectory = "changelog.d"\nfilename = "CHANGELOG.md"\ntitle_format = "## {version} ({project_date})"\n'  # noqa: E501 (a sample)
)
MARK = "<!-- towncrier release notes start -->\n"
OLD = "## 1.2.3 (2026-01-01)\n\n### Bugfixes\n\n- Old.\n"
FIX = "## 1.2.4 (2026-02-01)\n\n### Bugfixes\n\n- Mended. (#7)\n"
NEW = "## 1.3.0 (2026-03-01)\n\n### Features\n\n- New.\n"


def git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True).stdout


def commit(root: Path, files: dict[str, str], *removed: str) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for name in removed:
        (root / name).unlink()
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a maintenance branch that released 1.2.4, and a main branch that released 1.3.0."""
    git(tmp_path, "init", "-q", "-b", "main")
    shared = {
        "changelog.d/7.bugfix.md": "Mended.\n",
        "changelog.d/8.bugfix.md": "Other.\n",
        "changelog.d/.gitignore": "",
    }
    commit(
        tmp_path,
        {
            "pyproject.toml": PROJECT.replace("VERSION", "1.2.3"),
            "CHANGELOG.md": f"# Changes\n\n{MARK}\n{OLD}",
            **shared,
        },
    )
    git(tmp_path, "tag", "v1.2.3")
    git(tmp_path, "switch", "-qc", "1.2.x")
    commit(
        tmp_path,
        {"CHANGELOG.md": f"# Changes\n\n{MARK}\n{FIX}\n\n{OLD}"},
        "changelog.d/7.bugfix.md",
        "changelog.d/8.bugfix.md",
    )
    git(tmp_path, "tag", "v1.2.4")
    git(tmp_path, "switch", "-q", "main")
    later = {"CHANGELOG.md": f"# Changes\n\n{MARK}\n{NEW}\n\n{OLD}", "changelog.d/8.bugfix.md": "Other words.\n"}
    commit(tmp_path, {"pyproject.toml": PROJECT.replace("VERSION", "1.3.0"), **later})
    git(tmp_path, "tag", "v1.3.0")
    return tmp_path


def test_the_section_comes_to_its_place_and_the_folded_fragments_go(root: Path) -> None:
    board = forward_port(root, "v1.2.4")
    assert (root / "CHANGELOG.md").read_text() == f"# Changes\n\n{MARK}\n{NEW}\n\n{FIX}\n\n{OLD}"
    assert git(root, "status", "--porcelain").split() == ["M", "CHANGELOG.md", "D", "changelog.d/7.bugfix.md"]
    assert "1 fragment in it removed" in board.rows[0].note


def test_a_section_is_ported_once(root: Path) -> None:
    forward_port(root, "v1.2.4")
    with pytest.raises(ChangelogDirty):
        forward_port(root, "v1.2.4")
    git(root, "commit", "-qam", "x")
    with pytest.raises(SectionExists):
        forward_port(root, "v1.2.4")


@pytest.mark.parametrize("tag", ["", "v9.9.9", "main", "--help", "v1.2.4^"])
def test_what_is_no_release_is_refused(tag: str, root: Path) -> None:
    with pytest.raises(NotAReleaseTag):
        forward_port(root, tag)


def test_a_release_without_a_section_is_refused(root: Path) -> None:
    git(root, "tag", "v1.2.5")
    with pytest.raises(NoSuchSection):
        forward_port(root, "v1.2.5")


@pytest.mark.parametrize(
    ("version", "order"),
    [("2.0", ["2.0", "1.3.0", "1.2.3"]), ("1.2.4", ["1.3.0", "1.2.4", "1.2.3"]), ("1.0", ["1.3.0", "1.2.3", "1.0"])],
)
def test_sections_stay_in_the_order_of_their_versions(version: str, order: list[str]) -> None:
    target, source = (
        Document(text, "CHANGELOG.md") for text in (f"# Changes\n\n{NEW}\n{OLD}", f"## {version}\n\n- It.\n")
    )
    text = inserted(target, source, version)
    assert [line.split()[1] for line in text.splitlines() if line.startswith("## ")] == order
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def test_a_fragment_with_edits_that_are_not_committed_is_kept(root: Path) -> None:
    fragment = root / "changelog.d/7.bugfix.md"
    fragment.write_text("My own words.\n")
    forward_port(root, "v1.2.4")
    assert fragment.read_text() == "My own words.\n"


def test_the_next_command_commits_the_port_and_no_other_change(root: Path) -> None:
    (root / "pyproject.toml").write_text(PROJECT.replace("VERSION", "1.3.1"))
    command = shlex.split(forward_port(root, "v1.2.4").next_command)
    git(root, *command[1:])
    assert git(root, "status", "--porcelain").split() == ["M", "pyproject.toml"]


LINKED = "# C\n\n## [Unreleased]\n\n## [2.0.0] - 2026-03-01\n\n- New.\n\n## [1.0.0] - 2026-01-01\n\n- Old.\n\n"
TO = "https://x.example/compare"


def test_the_definition_of_a_link_comes_with_the_section_that_uses_it() -> None:
    """Kind: with a section come the definitions that it refers to: of its heading, and of its notes."""
    target = Document(f"{LINKED}[2.0.0]: {TO}/v1.0.0...v2.0.0\n[1.0.0]: {TO}/a...v1.0.0\n", "CHANGELOG.md")
    section = "## [1.0.1] - 2026-02-01\n\n- Fixed, see [#7] and [the guide][guide].\n"
    definitions = f"[1.0.1]: {TO}/v1.0.0...v1.0.1\n[#7]: https://x.example/7\n[guide]: https://x.example/guide\n"
    source = Document(f"# C\n\n{section}\n{definitions}[other]: https://x.example/other\n", "CHANGELOG.md")
    text = inserted(target, source, "1.0.1")
    assert f"- New.\n\n{section}\n## [1.0.0]" in text
    assert text.endswith(f"[2.0.0]: {TO}/v1.0.0...v2.0.0\n{definitions}[1.0.0]: {TO}/a...v1.0.0\n")


def test_a_target_of_restructuredtext_comes_with_its_section() -> None:
    """Sister: the same in reStructuredText, into a file without definitions, newest last."""
    target = Document("1.0.0\n-----\n\n- Old.\n\n2.0.0\n-----\n\n- New.\n", "CHANGES.rst")
    source = Document("`1.0.1`_\n--------\n\n- Fixed.\n\n.. _1.0.1: https://x.example/1.0.1\n", "CHANGES.rst")
    text = inserted(target, source, "1.0.1")
    assert text.startswith("1.0.0\n-----\n\n- Old.\n\n`1.0.1`_\n--------\n\n- Fixed.\n\n2.0.0\n")
    assert text.endswith("- New.\n\n.. _1.0.1: https://x.example/1.0.1\n")
