"""`invoke bump`: what lands, and what is refused with nothing changed."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from gonogo.commands import bump, undo
from gonogo.model.errors import GonogoError, Status
from gonogo.release import closing, destinations, guards, planner
from gonogo.release.runner import Silence
from gonogo.version.parts import UnknownPart
from gonogo.version.pep440 import NotAVersion, VersionDoesNotGrow


def test_a_month_in_the_version_is_distinguished_from_a_count_by_the_days_of_the_tags(sample, monkeypatch):
    for version, day in {
        "25.11.0": "2025-11-09",
        "26.1.0": "2026-01-17",
        "26.3.0": "2026-03-06",
        "26.5.0": "2026-05-16",
    }.items():
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00Z")
        sample.git("tag", "-a", "-m", "x", f"v{version}")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    path = sample.folder / "pyproject.toml"
    sample.commit("pyproject.toml", path.read_text().replace('"1.0.0"', '"26.5.0"'))
    sample.bump()
    assert sample.git("describe", "--tags") == "v26.11.0"


def test_a_bump_lands_one_commit_and_an_annotated_tag_and_the_work_tree_follows(sample):
    board = sample.landed()
    assert board.exit_status is Status.GO
    assert sample.git("cat-file", "-t", "v1.1.0") == "tag"
    assert sample.git("rev-list", "--count", "HEAD") == "2"
    assert sample.git("status", "--porcelain") == ""
    assert 'version = "1.1.0"' in (sample.folder / "pyproject.toml").read_text()


def test_every_note_is_in_the_changelog_once_and_the_old_entries_are_still_there(sample):
    sample.landed()
    changelog = (sample.folder / "CHANGELOG.md").read_text()
    assert changelog.count("A new thing.") == 1
    assert changelog.count("- The first.") == 1
    assert not (sample.folder / "changelog.d/1.feature.md").exists()


def test_the_remote_is_not_touched_by_a_bump(sample):
    before = sample.remote_git("for-each-ref")
    sample.landed()
    assert sample.remote_git("for-each-ref") == before


def test_unrelated_edits_of_the_user_stay_and_are_not_in_the_release(sample):
    sample.write("README.md", "edited\n")
    sample.write("new.txt", "untracked\n")
    sample.bump()
    assert sample.git("status", "--porcelain") == "M README.md\n?? new.txt"
    assert sample.git("diff", "--name-only", "HEAD~1", "HEAD").split() == [
        "CHANGELOG.md",
        "changelog.d/1.feature.md",
        "pyproject.toml",
    ]


def test_staged_edits_of_the_user_stay_staged(sample):
    sample.write("README.md", "edited\n")
    sample.git("add", "README.md")
    sample.bump()
    assert sample.git("diff", "--cached", "--name-only") == "README.md"


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ({"part": "major"}, "2.0.0"),
        ({"part": "patch"}, "1.0.1"),
        ({"part": "minor", "pre": "rc"}, "1.1.0rc1"),
        ({"part": "post"}, "1.0.0.post1"),
        ({"part": "dev"}, "1.0.1.dev0"),
        ({"part": "", "to": "1.4.0"}, "1.4.0"),
    ],
)
def test_each_part_makes_its_version_and_tag(sample, words, version):
    sample.bump(**words)
    assert sample.git("tag") == f"v{version}"
    assert f'version = "{version}"' in (sample.folder / "pyproject.toml").read_text()


def detach(sample):
    sample.git("checkout", "-q", "--detach")


def tag_here(sample):
    sample.git("tag", "v1.1.0")
    sample.commit("a", "a")


def tag_there(sample):
    sample.git("tag", "v1.0.0")
    sample.git("commit", "-q", "--allow-empty", "-m", "more")
    sample.git("push", "-q")
    sample.remote_git("tag", "v1.1.0")


def only_tags_there(sample):
    sample.remote_git("tag", "v1.1.0")


def no_fragments(sample):
    sample.git("rm", "-q", "changelog.d/1.feature.md")
    sample.git("commit", "-qm", "no fragment")


def misspelt_fragment(sample):
    sample.commit("changelog.d/2.bugfx.md", "lost\n")


def behind(sample):
    other = sample.folder.parent / "other"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "theirs"], cwd=other, check=True)
    subprocess.run(["git", "push", "-q"], cwd=other, check=True)


def released_already(sample):
    sample.git("tag", "-a", "-m", "x", "v1.0.0")


def dirty_version_file(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.write("pyproject.toml", text + "# edited\n")


def merging(sample):
    (sample.folder / ".git/MERGE_HEAD").write_text(sample.git("rev-parse", "HEAD") + "\n")


def remote_gone(sample):
    sample.remote.rename(sample.remote.with_name("gone.git"))


def test_a_taken_tag_names_a_version_that_is_free_on_every_branch(sample):
    for version in ("1.1.0", "1.2.3"):
        sample.git("tag", f"v{version}", sample.git("commit-tree", "-m", "elsewhere", "HEAD^{tree}"))
    with pytest.raises(destinations.TagTaken) as caught:
        sample.bump()
    assert "--to 1.2.4" in caught.value.hint


REFUSED = [
    (detach, guards.DetachedHead),
    (tag_here, destinations.TagTaken),
    (tag_there, destinations.TagTaken),
    (only_tags_there, guards.TagsNotFetched),
    (behind, destinations.BehindRemote),
    (released_already, guards.NothingToRelease),
    (dirty_version_file, guards.DirtyFiles),
    (merging, guards.OperationUnderWay),
    (no_fragments, GonogoError),
    (misspelt_fragment, GonogoError),
]


@pytest.mark.parametrize(("spoil", "error"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_bump_that_cannot_be_is_refused_with_nothing_changed(sample, spoil, error):
    spoil(sample)
    before = sample.snapshot()
    with pytest.raises(error) as caught:
        sample.bump()
    assert caught.value.hint
    assert sample.snapshot() == before


def test_a_remote_that_does_not_answer_stops_the_bump(sample):
    before = sample.git("for-each-ref")
    remote_gone(sample)
    with pytest.raises(GonogoError) as caught:
        sample.bump()
    assert caught.value.status is Status.UNKNOWN
    assert sample.git("for-each-ref") == before


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"part": "banana"}, UnknownPart),
        ({"part": ""}, planner.NothingAsked),
        ({"part": "minor", "to": "2.0"}, planner.BothAsked),
        ({"part": "", "to": "1.0.0"}, VersionDoesNotGrow),
        ({"part": "", "to": "0.9"}, VersionDoesNotGrow),
        ({"part": "", "to": "1.1.0;touch PWNED"}, NotAVersion),
        ({"part": "", "to": "../../1.1.0"}, NotAVersion),
        ({"part": "", "to": "1.1.0+local"}, NotAVersion),
    ],
)
def test_a_part_or_version_that_cannot_be_is_refused(sample, words, error):
    before = sample.snapshot()
    with pytest.raises(error):
        sample.bump(**words)
    assert sample.snapshot() == before


def test_an_open_release_refuses_the_next_bump_and_says_so(sample):
    sample.landed()
    sample.commit("changelog.d/2.feature.md", "Another.\n")
    with pytest.raises(closing.ReleaseOpen, match=r"v1\.1\.0 is open"):
        sample.bump()


def test_no_fragments_are_needed_when_the_user_says_so(sample):
    no_fragments(sample)
    sample.git("push", "-q")
    assert sample.bump(empty=True).exit_status is Status.GO


def test_a_failing_hook_leaves_everything_as_it_was(sample):
    hook = sample.folder / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho the hook says no >&2\nexit 1\n")
    hook.chmod(0o755)
    before = sample.snapshot()
    board = sample.bump()
    assert board.exit_status is Status.NO_GO
    assert "the hook says no" in str(board.rows)
    assert sample.snapshot() == before


def test_a_bump_without_a_remote_is_whole_after_it_landed(sample):
    sample.git("remote", "remove", "origin")
    sample.bump()
    assert sample.git("for-each-ref", "refs/gonogo/") == ""
    sample.commit("changelog.d/2.feature.md", "Another.\n")
    assert sample.bump().exit_status is Status.GO
    assert sample.git("tag").split() == ["v1.1.0", "v1.2.0"]


def test_a_repository_with_the_longer_object_ids_is_released_and_taken_back(sample):
    for folder in (sample.folder / ".git", sample.remote):
        shutil.rmtree(folder)
    sample.git("init", "-q", "--object-format=sha256")
    sample.git("add", "--all")
    sample.git("commit", "-qm", "The project")
    subprocess.run(["git", "clone", "-q", "--bare", str(sample.folder), str(sample.remote)], check=True)
    sample.git("remote", "add", "origin", str(sample.remote))
    before = sample.snapshot()
    assert sample.bump().exit_status is Status.GO
    assert sample.git("status", "--porcelain") == ""
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert sample.snapshot() == before
    assert sample.bump().exit_status is Status.GO
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO


def test_the_first_release_of_a_version_that_lives_in_the_tag_has_three_parts(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    text = text.replace('version = "1.0.0"', 'dynamic = ["version"]')
    text = text.replace('["hatchling"]', '["hatchling", "hatch-vcs"]')
    sample.commit("pyproject.toml", text + '\n[tool.hatch.version]\nsource = "vcs"\n')
    sample.git("push", "-q")
    assert sample.bump().exit_status is Status.GO
    assert sample.git("tag") == "v0.1.0"


def test_a_tag_of_the_version_that_the_branch_does_not_hold_is_named(sample):
    sample.git("tag", "v0.9.0")
    sample.git("tag", "v1.0.0", sample.git("commit-tree", "-m", "squashed", "HEAD^{tree}"))
    sample.commit("src/demo/more.py", "MORE = 1\n")
    notes = [row.note for row in sample.bump().rows if row.name == "concluded"]
    assert "v1.0.0 is not below HEAD: what has changed is counted from v0.9.0" in notes
