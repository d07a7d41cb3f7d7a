from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gonogo.changelog import section
from gonogo.changelog import towncrier as news
from gonogo.changelog.configuration import TowncrierRefused
from gonogo.changelog.insertion import TwoMarkers
from gonogo.changelog.release import Release, SectionExists
from gonogo.system.text import NotText, OutsideProject

Files = dict[str, str | bytes]
Tree = Callable[[Files], Path]
Theirs = Callable[[Files, str, str], Path]

DAY = date(2026, 11, 23)
RELEASE = Release("1.3.0", DAY, "demo")
PROJECT = '[project]\nname = "demo"\nversion = "1.2.3"\n'
MARK = "<!-- towncrier release notes start -->\n"
MARKDOWN = PROJECT + '[tool.towncrier]\ndirectory = "changelog.d"\nfilename = "CHANGELOG.md"\n'
TITLED = MARKDOWN + 'title_format = "## {version} ({project_date})"\nissue_format = "#{issue}"\n'
REST = PROJECT + '[tool.towncrier]\ndirectory = "news"\nfilename = "CHANGES.rst"\n'
OLD = "# Changes\n\n" + MARK + "\n## 1.2.3 (2026-01-01)\n\n### Features\n\n- Old.\n"
NOTES: Files = {
    "changelog.d/1.feature.md": "One.\n",
    "changelog.d/12.feature.md": "One.\n",
    "changelog.d/3.bugfix.md": "Three,\nin two lines.\n\n* a list\n",
    "changelog.d/4.misc.md": "",
    "changelog.d/+orphan.feature.md": "An orphan.\n",
    "changelog.d/+another.feature.md": "Another.\n",
    "changelog.d/7.feature.1.md": "Counted.\n",
    "changelog.d/.gitignore": "!.gitignore\n",
}
SECTIONS = REST + '[[tool.towncrier.section]]\npath = ""\n[[tool.towncrier.section]]\nname = "Web"\npath = "web"\n'
OWN = TITLED + "[tool.towncrier.fragment.change]\n[tool.towncrier.fragment.deprecation]\nname = 'Gone'\n"
TEMPLATE = (
    "## [{{ versiondata.version }}](x) - {{ versiondata.date }}\n\n{% for s, v in sections.items() %}{% for c in v %}"
    "### {{ definitions[c]['name'] }}\n{% for text, values in v[c].items() %}\n- {{ text }}\n{% endfor %}{% endfor %}{% endfor %}\n"  # noqa: E501 (a sample)
)
CASES: dict[str, Files] = {
    "markdown with a title": {"pyproject.toml": TITLED, "CHANGELOG.md": OLD, **NOTES},
    "markdown without": {"pyproject.toml": MARKDOWN, "CHANGELOG.md": OLD, **NOTES},
    "a new file": {"pyproject.toml": TITLED, **NOTES},
    "no marker and no preamble": {
        "pyproject.toml": TITLED,
        "CHANGELOG.md": "## 1.2.3 (2026-01-01)\n\n- Old.\n",
        **NOTES,
    },
    "restructured text": {
        "pyproject.toml": REST,
        "CHANGES.rst": "Changes\n=======\n\n.. towncrier release notes start\n\ndemo 1.2.3 (2026-01-01)\n-----\n\n- Old.\n",  # noqa: E501 (a sample)
        "news/5.feature.rst": "Five ``code``.\n",
        "news/6.removal": "Six::\n\n  code\n",
    },
    "sections": {"pyproject.toml": SECTIONS, "news/1.feature": "One.\n", "news/web/2.bugfix": "Two.\n"},
    "types of its own": {
        "pyproject.toml": OWN,
        "CHANGELOG.md": OLD,
        "changelog.d/1.change.md": "a",
        "changelog.d/2.deprecation": "b",
    },
    "towncrier.toml": {
        "towncrier.toml": '[tool.towncrier]\ndirectory = "CHANGES"\nfilename = "CHANGES.rst"\nwrap = true\nall_bullets = false\n',  # noqa: E501 (a sample)
        "CHANGES/5.feature.rst": "* " + "Many words. " * 20,
        "pyproject.toml": PROJECT,
    },
    "a template of its own": {
        "pyproject.toml": MARKDOWN + 'template = "changelog.d/t.md.jinja"\n',
        "changelog.d/t.md.jinja": TEMPLATE,
        "changelog.d/1.feature.md": "One.",
    },
    "one file a version": {
        "pyproject.toml": PROJECT
        + '[tool.towncrier]\ndirectory = "n"\nfilename = "news/{version}.rst"\nsingle_file = false\n',
        "n/1.feature": "One.",
        "news/1.2.3.rst": "Old.",
    },
    "nothing at all": {"pyproject.toml": TITLED, "CHANGELOG.md": OLD, "changelog.d/.gitignore": ""},
    "literal text": {
        "pyproject.toml": TITLED,
        "CHANGELOG.md": OLD,
        "changelog.d/1.feature.md": "{{ 7*7 }} ${{ x }} $(y) `z` %s {0} <script> javascript:x @everyone Closes #1 ::error::x",  # noqa: E501 (a sample)
    },
}


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".gitignore")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("files", CASES.values(), ids=CASES)
def test_what_is_written_is_what_towncrier_writes(files: Files, tree: Tree, towncrier: Theirs) -> None:
    ours = tree(files)
    news.build(ours, RELEASE)
    assert contents(ours) == contents(towncrier(files, "1.3.0", "2026-11-23"))


def test_line_ends_and_mark_of_the_changelog_are_kept(tree: Tree, towncrier: Theirs) -> None:
    files = CASES["markdown with a title"]
    windows = {**files, "CHANGELOG.md": "\ufeff" + OLD.replace("\n", "\r\n")}
    root = tree(windows)
    news.build(root, RELEASE)
    theirs = (towncrier(files, "1.3.0", "2026-11-23") / "CHANGELOG.md").read_text()
    assert (root / "CHANGELOG.md").read_bytes().decode() == "\ufeff" + theirs.replace("\n", "\r\n")


def test_mark_and_line_ends_of_a_fragment_are_normalised(tree: Tree) -> None:
    root = tree({"pyproject.toml": TITLED, "changelog.d/1.feature.md": b"\xef\xbb\xbfOne,\r\ntwo.\r\n"})
    assert "- One,\n  two. (#1)\n" in news.preview(root, RELEASE, "")


def test_every_note_stands_there_once_and_old_ones_stay(tree: Tree) -> None:
    root = tree(CASES["markdown with a title"])
    news.build(root, RELEASE)
    text = (root / "CHANGELOG.md").read_text()
    assert [
        text.count(note) for note in ("One. (#1, #12)", "Three,", "#4", "An orphan.", "Counted. (#7)", "- Old.")
    ] == [1] * 6
    assert text.count(MARK) == 1


def test_a_preview_changes_nothing(tree: Tree) -> None:
    root = tree(CASES["markdown with a title"])
    before = contents(root)
    assert news.preview(root, RELEASE, "CHANGELOG.md").startswith("## 1.3.0 (2026-11-23)\n")
    assert contents(root) == before


def test_the_folder_of_fragments_is_kept(tree: Tree) -> None:
    root = tree({"pyproject.toml": TITLED, "changelog.d/1.feature.md": "One."})
    news.build(root, RELEASE)
    assert [path.name for path in (root / "changelog.d").iterdir()] == [".gitignore"]


def test_a_version_that_has_its_section_is_refused(tree: Tree) -> None:
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": OLD.replace("1.2.3", "1.3.0")})
    before = contents(root)
    with pytest.raises(SectionExists):
        news.build(root, RELEASE)
    assert contents(root) == before


def test_a_longer_version_is_not_this_one(tree: Tree) -> None:
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": OLD.replace("1.2.3", "11.3.0")})
    news.build(root, RELEASE)
    assert "## 11.3.0 (2026-01-01)" in (root / "CHANGELOG.md").read_text()


def test_two_markers_are_refused(tree: Tree) -> None:
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": OLD + MARK})
    with pytest.raises(TwoMarkers):
        news.build(root, RELEASE)


def test_without_a_marker_the_title_of_the_file_stays_on_top(tree: Tree) -> None:
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": OLD.replace(MARK, "")})
    news.build(root, RELEASE)
    assert (root / "CHANGELOG.md").read_text().startswith("# Changes\n\n## 1.3.0")


def test_a_file_of_a_title_alone_keeps_it_on_top(tree: Tree) -> None:
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": "# Changes\n"})
    news.build(root, RELEASE)
    assert (root / "CHANGELOG.md").read_text().startswith("# Changes\n\n## 1.3.0")


def test_fragments_stay_through_pre_releases_and_fold_once_into_the_final(tree: Tree) -> None:
    root = tree(CASES["markdown with a title"])
    for version in ("1.3.0a1", "1.3.0rc1", "1.3.0rc2"):
        news.write(root, Release(version, DAY), "CHANGELOG.md")
        assert len(list((root / "changelog.d").iterdir())) == 8
        text = (root / "CHANGELOG.md").read_text()
        assert text.count("An orphan.") == 1
        assert f"## {version} (2026-11-23)" in text
    news.write(root, RELEASE, "CHANGELOG.md")
    text = (root / "CHANGELOG.md").read_text()
    assert "rc" not in text
    assert text.count("An orphan.") == 1
    assert "## 1.2.3" in text


def test_a_pre_release_whose_notes_are_not_in_the_final_keeps_its_section(tree: Tree) -> None:
    old = OLD.replace("## 1.2.3", "## 1.3.0rc1 (2026-02-02)\n\n- Only here.\n\n## 1.2.3")
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": old})
    news.write(root, RELEASE, "CHANGELOG.md")
    assert "- Only here." in (root / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("name", [name for name in CASES if name != "nothing at all"])
def test_the_notes_can_be_cut_out_again(name: str, tree: Tree) -> None:
    root = tree(CASES[name])
    news.write(root, RELEASE, "")
    notes = section(root, "1.3.0", "towncrier")
    assert notes.strip()
    assert "Old" not in notes
    assert "1.3.0 (" not in notes
    assert notes in news.preview(tree(CASES[name]), RELEASE, "") or name == "a new file"


@pytest.mark.parametrize("folder", ["../notes", "/etc/notes", "~/notes", ".git/notes"])
def test_a_folder_outside_the_project_is_refused(folder: str, tree: Tree) -> None:
    root = tree({"pyproject.toml": TITLED.replace("changelog.d", folder)})
    with pytest.raises(OutsideProject):
        news.preview(root, RELEASE, "")


@pytest.mark.parametrize("path", ["../NEWS.md", "/etc/NEWS.md", ".git/config", ".github/workflows/x.md"])
def test_a_changelog_outside_the_project_is_refused(path: str, tree: Tree) -> None:
    root = tree({"pyproject.toml": TITLED.replace("CHANGELOG.md", path), **NOTES})
    with pytest.raises(OutsideProject):
        news.build(root, RELEASE)
    assert (root / "changelog.d/1.feature.md").exists()


def test_a_template_that_reaches_into_python_is_refused(tree: Tree) -> None:
    evil = "{{ cycler.__init__.__globals__.os.system('touch PWNED') }}"
    root = tree({"pyproject.toml": MARKDOWN + 'template = "t.md"\n', "t.md": evil, **NOTES})
    with pytest.raises(TowncrierRefused):
        news.preview(root, RELEASE, "")


def test_a_template_outside_the_project_is_refused(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "t.md").write_text("x")
    with pytest.raises(TowncrierRefused, match="outside"):
        news.preview(tree({"pyproject.toml": MARKDOWN + 'template = "../t.md"\n', **NOTES}), RELEASE, "")


def test_a_folder_of_fragments_needs_no_configuration(tree: Tree) -> None:
    root = tree({"pyproject.toml": PROJECT, "changelog.d/1.feature.md": "One.", "CHANGELOG.md": "# Changes\n"})
    news.write(root, RELEASE, "CHANGELOG.md")
    assert "## 1.3.0 (2026-11-23)\n\n### Features\n\n- One. (#1)" in (root / "CHANGELOG.md").read_text()


def test_mixed_line_ends_of_old_entries_are_kept(tree: Tree) -> None:
    old = OLD.replace("- Old.\n", "- Old.\r\n")
    root = tree({**CASES["markdown with a title"], "CHANGELOG.md": old})
    news.build(root, RELEASE)
    assert (root / "CHANGELOG.md").read_bytes().endswith(b"- Old.\r\n")


def test_a_changelog_that_is_a_link_is_refused_and_the_fragments_stay(tree: Tree, tmp_path: Path) -> None:
    root = tree({"pyproject.toml": TITLED, **NOTES})
    (tmp_path / "elsewhere.md").write_text(OLD)
    (root / "CHANGELOG.md").symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(OutsideProject):
        news.build(root, RELEASE)
    assert (root / "changelog.d/1.feature.md").exists()
    assert (tmp_path / "elsewhere.md").read_text() == OLD


@pytest.mark.parametrize("raw", [b"caf\xe9\n", "x".encode("utf-16"), b"a\0b"])
def test_a_changelog_that_is_no_text_is_refused(raw: bytes, tree: Tree) -> None:
    root = tree({"pyproject.toml": TITLED, **NOTES, "CHANGELOG.md": raw})
    with pytest.raises(NotText):
        news.build(root, RELEASE)
    assert (root / "CHANGELOG.md").read_bytes() == raw


def test_an_empty_changelog_gets_its_first_section(tree: Tree) -> None:
    root = tree({"pyproject.toml": TITLED, **NOTES, "CHANGELOG.md": ""})
    news.build(root, RELEASE)
    assert (root / "CHANGELOG.md").read_text().startswith("## 1.3.0 (2026-11-23)\n")
