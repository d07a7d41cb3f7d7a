"""The one changelog of several packages: a section for each release, and in it the notes of each package."""

from datetime import date
from textwrap import dedent

import pytest

from gonogo.changelog import shared
from gonogo.changelog.document import Document
from gonogo.changelog.release import Release, SectionExists

DAY, LATER = date(2026, 11, 23), date(2026, 11, 24)
TOGETHER = "core 1.1.0 and mail 1.0.1"
CORE = Release("1.1.0", DAY, "core", "1.0.0", TOGETHER)
MAIL = Release("1.0.1", DAY, "mail", "1.0.0", TOGETHER)
MARKDOWN = """\
    # Changelog

    ## core 1.1.1 (2026-11-24)

    ### Bugfixes

    - A fix. (#2)

    ## core 1.1.0 and mail 1.0.1 (2026-11-23)

    ### core 1.1.0

    #### Features

    - A new thing. (#1)

    ### mail 1.0.1

    No significant changes.
    """
REST = """\
    Changelog
    =========

    core 1.1.1 (2026-11-24)
    -----------------------

    Bugfixes
    ~~~~~~~~

    - A fix. (#2)

    core 1.1.0 and mail 1.0.1 (2026-11-23)
    --------------------------------------

    core 1.1.0
    ~~~~~~~~~~

    Features
    \"\"\"\"\"\"\"\"

    - A new thing. (#1)

    mail 1.0.1
    ~~~~~~~~~~

    No significant changes.
    """


@pytest.fixture
def folder(tmp_path):
    """A repository with the packages core, which has a note, and mail."""
    for name in ("core", "mail"):
        (tmp_path / name / "changelog.d").mkdir(parents=True)
        (tmp_path / name / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')
    note(tmp_path, "1.feature.md", "A new thing.")
    return tmp_path


def note(folder, name, text):
    (folder / "core/changelog.d" / name).write_text(f"{text}\n")


@pytest.mark.parametrize(("name", "text"), [("CHANGELOG.md", MARKDOWN), ("CHANGES.rst", REST)])
def test_each_release_has_a_section_and_each_package_its_notes_in_it(folder, name, text):
    path = f"../{name}"
    shown = shared.preview(folder / "core", CORE, path)
    shared.write(folder / "core", CORE, path)
    shared.write(folder / "mail", MAIL, path)
    assert shown in (folder / name).read_text()
    note(folder, "2.bugfix.md", "A fix.")
    shared.write(folder / "core", Release("1.1.1", LATER, "core", "1.1.0"), path)
    assert (folder / name).read_text() == dedent(text)
    assert [one.name for one in (folder / "core/changelog.d").iterdir()] == [".gitignore"]
    assert shared.section(folder / "mail", "mail 1.0.1", path) == "No significant changes."
    assert "A new thing." in shared.section(folder / "core", "core 1.1.0", path)
    assert shared.section(folder / "core", "core 1.1.1", path).endswith("- A fix. (#2)")
    assert shared.section(folder / "core", "core 1.1", path) == ""
    with pytest.raises(SectionExists, match=r"core 1\.1\.1"):
        shared.write(folder / "core", Release("1.1.1", LATER, "core", "1.1.0"), path)


def test_a_changelog_that_is_kept_already_is_continued_at_its_place(folder):
    old = "# History\n\nAll of it.\n\n## Unreleased\n\n## python-one-for-all 1.0.0\n\n- Old.\n\n[one]: https://x.invalid/\n"
    (folder / "HISTORY.md").write_text(old)
    shared.write(folder / "core", CORE, "../HISTORY.md")
    shared.write(folder / "mail", MAIL, "../HISTORY.md")
    text = (folder / "HISTORY.md").read_text()
    new = dedent(MARKDOWN).partition("## core 1.1.0 and")[2]
    place = "## python"
    assert text == old.replace(place, f"## core 1.1.0 and{new}\n{place}")


def test_a_final_release_takes_the_place_of_its_pre_releases(folder):
    for version in ("1.1.0rc1", "1.1.0rc2"):
        shared.write(folder / "core", Release(version, DAY, "core", "1.0.0"), "../CHANGELOG.md")
    assert "rc1" not in (folder / "CHANGELOG.md").read_text()
    shared.write(folder / "core", CORE, "../CHANGELOG.md")
    text = (folder / "CHANGELOG.md").read_text()
    assert "rc" not in text
    assert text.count("A new thing.") == 1


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CHANGES.rst"])
def test_the_notes_of_a_package_are_brought_into_the_section_of_their_release_on_another_branch(folder, name):
    path, file, together = f"../{name}", folder / name, "core 1.1.1 and mail 1.0.2"
    shared.write(folder / "core", CORE, path)
    before = Document(file.read_text(), name)
    for one, version in (("core", "1.1.1"), ("mail", "1.0.2")):
        shared.write(folder / one, Release(version, LATER, one, "", together), path)
    released = Document(file.read_text(), name)
    file.write_text(before.text)
    shared.write(folder / "core", Release("2.0.0", LATER, "core", "1.1.0"), path)
    main = Document(file.read_text(), name)
    half = Document(shared.ported(main, released, "core", "1.1.1"), name)
    both = Document(shared.ported(half, released, "mail", "1.0.2"), name)
    order = ["core 2.0.0", together, "core 1.1.1", "mail 1.0.2", "core 1.1.0 and mail 1.0.1", "core 1.1.0", "Features"]
    titles = [one.title.partition(" (")[0] for one in shared.Levels(both).headings]
    assert titles == ["Changelog", *order]
    assert len(both.text) - len(main.text) == len(released.text) - len(before.text)
    assert shared.ported(main, released, "tool", "1.0") == ""
    with pytest.raises(SectionExists, match=r"core 1\.1\.1"):
        shared.ported(half, released, "core", "1.1.1")
