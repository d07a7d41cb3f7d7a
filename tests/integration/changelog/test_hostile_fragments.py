import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gonogo.changelog import towncrier as news
from gonogo.changelog.fragments import FragmentRefused, TooManyFragments
from gonogo.changelog.release import Release

Tree = Callable[[dict[str, str | bytes]], Path]

RELEASE = Release("1.3.0", date(2026, 11, 23))
CONFIG = '[tool.towncrier]\ndirectory = "d"\nfilename = "CHANGELOG.md"\nissue_pattern = "\\\\d+"\n'

NAMES = [
    "1.bugfx.md", "feature.md", "featur.md", "12.md", "1", "-x.feature.md", "a\n.feature.md", "a%0a.feature.md", "a\\b.feature.md", "con.feature.md",  # noqa: E501 (a sample)
    "1..feature.md", "x\x1b[31m.feature.md", "\u202e1.feature.md", "word.feature.md", "1" * 240 + ".feature.md",
]  # fmt: skip
TEXTS = {
    "binary": b"\x00\x01\xff", "utf-16": "Text".encode("utf-16"), "latin-1": "caf\xe9".encode("latin-1"), "nul": b"a\0b",  # noqa: E501 (a sample)
    "escape": b"a\x1b[31mb", "bidi": "a\u202eb", "heading": "x\n\n## 9.9.9 (2026-01-01)\n", "first heading": "## 9.9.9",
    "title": "# Changes\n", "indented heading": "x\n   ## 9.9.9 (x)", "setext": "x\n\n9.9.9\n=====\n",
    "marker": "x\n<!-- towncrier release notes start -->\n",
    "conflict": "<<<<<<< HEAD\n1.\n=======\n2.\n>>>>>>> other\n",
    "empty": "", "blank": " \n\n", "large": "x" * 65_000,
}  # fmt: skip


def refused(root: Path) -> FragmentRefused:
    with pytest.raises(FragmentRefused) as caught:
        news.preview(root, RELEASE, "")
    assert caught.value.sentence.isprintable()
    assert "feature, bugfix, doc, removal, misc" in caught.value.hint
    return caught.value


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name)[:24] for name in NAMES])
def test_a_name_that_is_misspelt_or_hostile_is_refused(name: str, tree: Tree) -> None:
    refused(tree({"pyproject.toml": CONFIG, f"d/{name}": "Text."}))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_that_is_no_plain_note_is_refused(text: str | bytes, tree: Tree) -> None:
    assert "d/1.feature.md" in refused(tree({"pyproject.toml": CONFIG, "d/1.feature.md": text})).sentence


def test_a_heading_inside_fenced_code_is_a_note_like_any_other(tree: Tree) -> None:
    root = tree({"pyproject.toml": CONFIG, "d/1.feature.md": "Try:\n\n```sh\n# 1.0 or later\ndemo\n```\n"})
    assert "# 1.0 or later" in news.preview(root, RELEASE, "")


def test_a_link_is_never_followed(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("password")
    root = tree({"pyproject.toml": CONFIG, "d/.gitignore": ""})
    (root / "d/1.feature.md").symlink_to(tmp_path / "secret")
    assert "it is a link" in refused(root).sentence


def test_a_link_to_a_fragment_beside_it_is_a_note_of_two_types(tree: Tree) -> None:
    root = tree({"pyproject.toml": CONFIG, "d/1.feature.md": "Both."})
    (root / "d/2.removal.md").symlink_to("1.feature.md")
    assert news.preview(root, RELEASE, "").count("Both.") == 2
    news.build(root, RELEASE)
    assert [path.name for path in (root / "d").iterdir()] == [".gitignore"]


def test_a_document_beside_the_fragments_is_none_of_them(tree: Tree) -> None:
    root = tree({"pyproject.toml": CONFIG, "d/examples.rst": "x", "d/_template.md": "x", "d/1.feature.md": "One."})
    assert news.pending(root, "") == ("d/1.feature.md",)


@pytest.mark.parametrize(
    "name", ["validate_files.py", "check.sh", "types.toml", "t.md.jinja", "EXAMPLE.md", "template.rst"]
)
def test_a_program_beside_the_fragments_stops_nothing(name: str, tree: Tree) -> None:
    """Kind: what towncrier leaves alone and is certainly no note is left alone."""
    root = tree({"pyproject.toml": CONFIG, f"d/{name}": "x", "d/1.feature.md": "One."})
    news.build(root, RELEASE)
    assert (root / "d" / name).exists()


@pytest.mark.parametrize("name", ["improve-thing.md", "12.md", "1.bugfx", "fix", "1.feature-md", "notes.txt"])
def test_a_note_whose_name_has_no_type_is_named(name: str, tree: Tree) -> None:
    """Kind: towncrier passes over such a file without a word, and its note would be lost."""
    root = tree(
        {"pyproject.toml": CONFIG.replace('issue_pattern = "\\\\d+"\n', ""), f"d/{name}": "x", "d/1.feature.md": "One."}
    )
    error = refused(root)
    assert name in error.sentence
    assert "`ignore` in [tool.towncrier]" in error.hint


def test_where_the_project_names_what_to_ignore_nothing_else_is(tree: Tree) -> None:
    refused(tree({"pyproject.toml": CONFIG + 'ignore = ["other.rst"]\n', "d/examples.rst": "x"}))


def test_a_folder_and_a_pipe_are_refused(tree: Tree) -> None:
    root = tree({"pyproject.toml": CONFIG, "d/.gitignore": ""})
    (root / "d/1.feature.md").mkdir()
    assert "it is a folder" in refused(root).sentence
    (root / "d/1.feature.md").rmdir()
    os.mkfifo(root / "d/1.feature.md")
    assert "it is not a file" in refused(root).sentence


@pytest.mark.parametrize(
    "pair",
    [("1.feature.md", "01.feature.md"), ("1.feature.md", "1.feature.rst"), ("1.feature.md", "1.FEATURE.md")],
)
def test_two_notes_of_one_issue_and_type_are_named(pair: tuple[str, str], tree: Tree) -> None:
    refused(tree({"pyproject.toml": CONFIG, **{f"d/{name}": "Text." for name in pair}}))


def test_names_that_differ_by_composition_only_are_named(tree: Tree) -> None:
    names = ["+caf\u00e9.feature.md", "+cafe\u0301.feature.md"]
    assert (
        "by case or composition only"
        in refused(tree({"pyproject.toml": CONFIG, **{f"d/{n}": "x" for n in names}})).sentence
    )


def test_more_fragments_than_the_limit_are_refused(tree: Tree) -> None:
    root = tree({"pyproject.toml": CONFIG, "d/.gitignore": ""})
    for number in range(10_001):
        (root / f"d/{number}.misc").touch()
    with pytest.raises(TooManyFragments):
        news.preview(root, RELEASE, "")


def test_readme_and_ignored_names_are_no_fragments(tree: Tree) -> None:
    files = {
        "pyproject.toml": CONFIG + 'ignore = ["*.jinja"]\n',
        "d/README.md": "x",
        "d/t.jinja": "x",
        "d/1.misc": "",
    }
    assert news.pending(tree(files), "") == ("d/1.misc",)


def test_nothing_of_a_refused_release_is_written(tree: Tree) -> None:
    root = tree(
        {
            "pyproject.toml": CONFIG,
            "d/1.feature.md": "One.",
            "d/2.bugfx.md": "Two.",
            "CHANGELOG.md": "# Changes\n",
        }
    )
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    with pytest.raises(FragmentRefused, match=r"2\.bugfx\.md"):
        news.build(root, RELEASE)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=root, check=True, capture_output=True, text=True)
    assert all(line.startswith("A ") for line in status.stdout.splitlines())
