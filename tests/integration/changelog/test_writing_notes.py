import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.changelog import towncrier
from gonogo.changelog.fragments import FragmentRefused
from gonogo.changelog.writing import NoteRefused, UnknownType, add, odd_line

Tree = Callable[[dict[str, str | bytes]], Path]

PROJECT = '[project]\nname = "demo"\n[tool.towncrier]\ndirectory = "changelog.d"\nfilename = "CHANGELOG.md"\n'


def test_a_note_is_written_where_towncrier_looks(tree: Tree) -> None:
    root = tree({"pyproject.toml": PROJECT})
    paths = [
        add(root, "", "feature", "12", "One."),
        add(root, "", "feature", "#12", "Two."),
        add(root, "", "bugfix", "", "Three."),
    ]
    assert paths[:2] == ["changelog.d/12.feature.md", "changelog.d/12.feature.1.md"]
    assert paths[2].startswith("changelog.d/+")
    assert [(note.issue, note.type) for note in towncrier.fragments(root)] == [
        ("", "bugfix"),
        ("12", "feature"),
        ("12", "feature"),
    ]


def test_the_suffix_is_that_of_the_changelog(tree: Tree) -> None:
    root = tree({"pyproject.toml": PROJECT.replace("CHANGELOG.md", "CHANGES.rst")})
    assert add(root, "", "feature", "1", "One.") == "changelog.d/1.feature.rst"


def test_a_note_is_written_as_it_was_typed_in_a_locale_without_utf_8(tree: Tree) -> None:
    root = tree({"pyproject.toml": PROJECT})
    path = add(root, "", "feature", "1", "Größe".encode().decode("ascii", "surrogateescape"))
    assert (root / path).read_text("utf-8") == "Größe\n"


def test_an_unknown_type_is_answered_with_the_types(tree: Tree) -> None:
    with pytest.raises(UnknownType) as caught:
        add(tree({"pyproject.toml": PROJECT}), "", "bugfx", "1", "One.")
    assert caught.value.hint == "the types are: feature, bugfix, doc, removal, misc; did you mean bugfix?"


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        ("1", ""),
        ("1", " \n"),
        ("../1", "x"),
        ("a/b", "x"),
        ("-x", "x"),
        ("1", "--help"),
        ("1", "## 9.9.9 (x)"),
        ("1", "a\x1b[31m"),
        ("a" * 240, "x"),
        ("1", "\udcff"),
    ],
)
def test_a_hostile_note_is_refused_and_nothing_written(issue: str, text: str, tree: Tree) -> None:
    root = tree({"pyproject.toml": PROJECT})
    with pytest.raises(NoteRefused):
        add(root, "", "feature", issue, text)
    assert not (root / "changelog.d").exists()


def test_a_note_for_which_there_is_no_room_leaves_nothing_behind(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({"pyproject.toml": PROJECT})

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add(root, "", "feature", "1", "One.")
    assert [path.name for path in root.iterdir()] == ["pyproject.toml"]


def test_two_files_of_one_note_are_refused_whatever_their_suffix(tree: Tree) -> None:
    root = tree({"pyproject.toml": PROJECT, "changelog.d/431.bugfix.md": "One.", "changelog.d/431.bugfix.1.md": "Two."})
    assert len(towncrier.fragments(root)) == 2
    (root / "changelog.d/431.bugfix.rst").write_text("One.")
    with pytest.raises(FragmentRefused, match=r"431\.bugfix\.rst is refused: it says the same issue and type"):
        towncrier.fragments(root)


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("- {{ values|join(', ') }}: {{ text }}", "- : The news of it."),
        ("* ({{ values|join(', ') }}) {{ text }}", "* () The news of it."),
        ("- {{ text }} ({{ values|join(', ') }})", ""),
        ("- **{{ text }}**", ""),
        ("", ""),
    ],
)
def test_a_template_that_prints_the_issue_first_asks_for_one(line: str, odd: str, tree: Tree) -> None:
    text = (
        "{% for c in sections[''].values() %}{% for text, values in c.items() %}" + line + "\n{% endfor %}{% endfor %}"
    )
    own = f'{PROJECT}template = "t.md"\n'
    root = tree(
        {"pyproject.toml": own if line else PROJECT, "t.md": text, "changelog.d/+1.feature.md": "The news of it."}
    )
    assert odd_line(root, "", "The news of it.") == odd
