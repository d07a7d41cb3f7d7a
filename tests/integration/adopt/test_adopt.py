"""Adoption: shown first, written together, the same the second time."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from gonogo.commands import init
from gonogo.project import layouts
from gonogo.system.text import OutsideProject

Repository = Callable[..., Path]
NAMES = init.Names(("build", "tests"), ("bump", "news"))
PUBLISH = ".github/workflows/publish.yml"


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "tag.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=root, check=True)


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("layout", layouts.names())
def test_the_second_run_changes_nothing_in_any_layout(layout: str, repository: Repository) -> None:
    root = repository(layout)
    init.apply(init.propose(root, NAMES))
    after = contents(root)
    assert init.propose(root, NAMES).changes == ()
    assert {"noxfile.py", "tasks.py", "CHANGELOG.md", "changelog.d/README.md", PUBLISH} <= set(after)


def test_proposing_writes_nothing_and_shows_every_change(repository: Repository) -> None:
    root = repository()
    before = contents(root)
    adoption = init.propose(root, NAMES)
    assert contents(root) == before
    for change in adoption.changes:
        assert f"+++ b/{change.path}" in adoption.diff
    assert "+gonogo.sessions()" in adoption.diff


@pytest.mark.parametrize("theirs", ["on: push\n", "on: push\n# nox -s gonogo-build\n"])
def test_a_workflow_of_the_project_stays_until_it_is_named(theirs: str, repository: Repository) -> None:
    root = repository(**{PUBLISH: theirs})
    adoption = init.propose(root, NAMES)
    assert PUBLISH not in {change.path for change in adoption.changes}
    assert any(f"--take {PUBLISH}" in note.fix for note in adoption.notes)
    taken = init.propose(root, NAMES, [PUBLISH])
    assert "-on: push" in taken.diff


def test_a_chosen_file_that_cannot_serve_without_another_says_so(repository: Repository) -> None:
    path = ".gitlab/release-pr.yml"
    root = repository(**{".gitlab-ci.yml": "a: {script: [x]}\n"})
    notes = [one.fix for one in init.propose(root, NAMES, [path]).notes]
    assert f"take both: gonogo init --take .gitlab-ci.yml --take {path}" in notes
    taken = init.propose(root, NAMES, [".gitlab-ci.yml", path])
    assert {".gitlab-ci.yml", path} <= {one.path for one in taken.changes}


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (".github/workflows/release-pr.yml", "https://github.com/someone/demo"),
        (".gitlab/release-pr.yml", "https://gitlab.com/someone/demo"),
        (".forgejo/workflows/release-pr.yml", "https://codeberg.org/someone/demo"),
    ],
)
def test_the_standing_pull_request_is_offered_and_comes_only_where_it_is_chosen(
    repository: Repository, path: str, address: str
) -> None:
    root = repository()
    subprocess.run(["git", "remote", "add", "origin", address], cwd=root, check=True)
    adoption = init.propose(root, NAMES)
    assert path not in {change.path for change in adoption.changes}
    assert [note.fix.partition("with: ")[2] for note in adoption.notes if "not chosen" in note.what] == [
        f"gonogo init --take {path}"
    ]
    init.apply(init.propose(root, NAMES, [path]))
    text = (root / path).read_text()
    assert "gonogo release --standing" in text
    (root / path).write_text(text.replace("45", "1"))
    again = init.propose(root, NAMES)
    assert [change.path for change in again.changes] == [path]
    assert not [note for note in again.notes if "not chosen" in note.what]


@pytest.mark.parametrize(
    "sign", ["uses: pypa/gh-action-pypi-publish@abc", "run: twine upload dist/*", "run: uv publish"]
)
def test_a_second_way_to_upload_is_not_made(sign: str, repository: Repository) -> None:
    adoption = init.propose(repository(**{".github/workflows/cd.yaml": sign}), NAMES)
    assert PUBLISH not in {change.path for change in adoption.changes}
    assert any("must not be uploaded twice" in note.what for note in adoption.notes)


def releases(root: Path, *versions: str) -> None:
    for version in versions:
        git(root, "tag", "-a", f"v{version}", "-m", f"v{version}")


def test_a_project_with_a_history_of_releases_and_no_changelog_is_not_given_one(repository: Repository) -> None:
    root = repository()
    releases(root, "1.2.1", "1.2.2")
    adoption = init.propose(root, NAMES)
    assert {"noxfile.py", "tasks.py"} <= {change.path for change in adoption.changes}
    assert not {"CHANGELOG.md", "pyproject.toml"} & {change.path for change in adoption.changes}
    assert any("3 releases without one" in note.what and "mkdir changelog.d" in note.fix for note in adoption.notes)


def test_such_a_project_gets_one_where_it_makes_the_folder(repository: Repository) -> None:
    root = repository(**{"changelog.d/1.misc.md": "x"})
    releases(root, "1.2.1", "1.2.2")
    assert "CHANGELOG.md" in {change.path for change in init.propose(root, NAMES).changes}


def test_a_configuration_of_bumpversion_that_was_left_behind_is_reported(repository: Repository) -> None:
    root = repository(**{".bumpversion.cfg": "[bumpversion]\ncurrent_version = 0.9\n"})
    notes = [note.what for note in init.propose(root, NAMES).notes]
    assert "bumpversion in .bumpversion.cfg says 0.9, and 1.2.3 is released: it is not followed" in notes


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("releasenotes/notes/add-x-1234.yaml", "reno"),
        (".github/release-drafter.yml", "the releases of the forge"),
    ],
)
def test_notes_that_another_tool_keeps_stay_where_they_are(path: str, where: str, repository: Repository) -> None:
    adoption = init.propose(repository(**{path: "x: 1\n"}), NAMES)
    assert "CHANGELOG.md" not in {change.path for change in adoption.changes}
    assert any(where in note.what for note in adoption.notes)


def test_wheels_that_are_made_elsewhere_are_reported(repository: Repository) -> None:
    root = repository()
    text = (root / "pyproject.toml").read_text()
    (root / "pyproject.toml").write_text(text + '\n[tool.cibuildwheel]\nskip = "pp*"\n')
    notes = [note for note in init.propose(root, NAMES).notes if "cibuildwheel" in note.what]
    assert "--wheels wheelhouse" in notes[0].fix
    (root / "pyproject.toml").write_text(
        (root / "pyproject.toml").read_text() + '[tool.gonogo]\nartifacts = ["sdist"]\n'
    )
    assert not [note for note in init.propose(root, NAMES).notes if "cibuildwheel" in note.what]


def test_a_package_of_several_gets_no_workflow(repository: Repository, samples: ModuleType) -> None:
    root = repository()
    samples.make("setuptools_attr", root / "packages" / "other")
    adoption = init.propose(root / "packages" / "other", NAMES)
    assert not any(change.path.startswith(".github") for change in adoption.changes)
    assert any("packages/other is one package of several" in note.what for note in adoption.notes)


def test_a_file_that_changed_since_it_was_shown_stops_everything(repository: Repository) -> None:
    root = repository()
    adoption = init.propose(root, NAMES)
    (root / "pyproject.toml").write_text((root / "pyproject.toml").read_text() + "# mine\n")
    before = contents(root)
    with pytest.raises(init.ChangedMeanwhile, match=r"pyproject\.toml"):
        init.apply(adoption)
    assert contents(root) == before


def test_line_ends_and_modes_stay(repository: Repository) -> None:
    root = repository(**{"noxfile.py": "import nox\n"})
    (root / "noxfile.py").write_bytes(b"import nox\r\n")
    (root / "noxfile.py").chmod(0o755)
    init.apply(init.propose(root, NAMES))
    written = (root / "noxfile.py").read_bytes()
    assert written.count(b"\r\n") == written.count(b"\n") > 3
    assert stat.S_IMODE((root / "noxfile.py").stat().st_mode) == 0o755


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody may")
def test_where_one_file_cannot_be_written_none_is(repository: Repository) -> None:
    root = repository(**{"changelog.d/1.misc.md": "x"})
    (root / "changelog.d").chmod(0o555)
    before = contents(root)
    with pytest.raises(PermissionError):
        init.apply(init.propose(root, NAMES))
    assert contents(root) == before


def test_where_a_folder_cannot_be_made_none_is(repository: Repository) -> None:
    root = repository()
    adoption = init.propose(root, NAMES)
    (root / ".github").write_text("a file in the way")
    before = contents(root)
    with pytest.raises(OSError, match=r"\.github"):
        init.apply(adoption)
    assert contents(root) == before
    assert not (root / "changelog.d").exists()


@pytest.mark.parametrize("path", ["noxfile.py", "tasks.py", "CHANGELOG.md", PUBLISH])
def test_a_link_in_the_place_of_a_file_is_refused(path: str, repository: Repository, tmp_path: Path) -> None:
    root = repository()
    target = tmp_path / "target"
    target.write_text("secret\n")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(target)
    with pytest.raises(OutsideProject):
        init.apply(init.propose(root, NAMES))
    assert target.read_text() == "secret\n"
