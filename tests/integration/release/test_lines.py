"""Whole journeys of a project: a line of maintenance, candidates up to a final, and two packages side by side."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date

import pytest

from gonogo.commands import bump, rehearse, status, undo
from gonogo.commands.forward_port import forward_port
from gonogo.commands.next_dev import next_dev
from gonogo.model.verdict import Verdict
from gonogo.release import closing
from gonogo.release.destinations import NotTheReleaseBranch, OutsideTheLine
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import NoSuchPackage, survey

TODAY = date(2026, 11, 23)


def released(sample, part="minor", **words):
    """Bump and push; return the version."""

    def act():
        board = sample.bump(part, **words)
        assert board.verdict is Verdict.GO, board
        assert bump.push(sample.folder, Silence()).verdict is Verdict.GO
        return board.title.rpartition(" ")[2]

    return sample.once(f"released {part} {words}", act)


def fragment(sample, name, text):
    """Commit a fragment."""
    sample.commit(f"changelog.d/{name}", f"{text}\n")


def changelog(sample):
    return (sample.folder / "CHANGELOG.md").read_text()


def rehearsed(sample, **words):
    return rehearse.rehearse(sample.folder, Request(**words), TODAY, Silence()).verdict


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.journey
def test_a_release_from_a_line_of_maintenance_is_brought_to_the_main_branch(sample):
    assert released(sample, "minor") == "1.1.0"
    fragment(sample, "2.feature.md", "For the next one.")
    assert released(sample, "minor") == "1.2.0"

    sample.git("switch", "-qc", "1.1.x", "v1.1.0")
    fragment(sample, "3.bugfix.md", "Mended in both.")
    sample.git("push", "-q", "-u", "origin", "1.1.x")
    assert rehearsed(sample, part="patch") is Verdict.GO
    assert released(sample, "patch") == "1.1.1"
    assert sample.remote_git("rev-parse", "1.1.x") == sample.remote_git("rev-parse", "v1.1.1^{commit}")

    sample.git("switch", "-q", "main")
    assert forward_port(sample.folder, "v1.1.1").verdict is Verdict.GO
    sample.git("commit", "-qam", "Changelog of 1.1.1")
    sections = [line.split()[1] for line in changelog(sample).splitlines() if line.startswith("## ")]
    assert sections == ["1.2.0", "1.1.1", "1.1.0", "1.0.0"]
    fragment(sample, "4.feature.md", "More.")
    assert released(sample, "minor") == "1.3.0"


def test_a_line_of_maintenance_releases_nothing_beyond_itself(sample):
    released(sample, "minor")
    sample.git("switch", "-qc", "1.1.x")
    sample.git("push", "-q", "-u", "origin", "1.1.x")
    fragment(sample, "3.feature.md", "Not for this line.")
    with pytest.raises(OutsideTheLine, match=r"1\.2\.0 does not belong on the maintenance branch 1\.1\.x"):
        sample.bump("minor")
    assert released(sample, "patch") == "1.1.1"


def test_a_branch_of_a_feature_is_no_line_of_maintenance(sample):
    sample.git("switch", "-qc", "fix-1")
    sample.git("push", "-q", "-u", "origin", "fix-1")
    with pytest.raises(NotTheReleaseBranch):
        sample.bump("patch")


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.journey
def test_fragments_are_kept_through_candidates_and_folded_once_into_the_final(sample):
    assert released(sample, "minor", pre="rc") == "1.1.0rc1"
    fragment(sample, "2.bugfix.md", "Found in the candidate.")
    assert released(sample, "pre") == "1.1.0rc2"
    assert sorted(path.name for path in (sample.folder / "changelog.d").glob("*.md")) == ["1.feature.md", "2.bugfix.md"]
    assert rehearsed(sample, part="final") is Verdict.GO
    assert released(sample, "final") == "1.1.0"

    assert not list((sample.folder / "changelog.d").glob("*.md"))
    final = changelog(sample).split("## 1.1.0 ")[1].split("\n## ")[0]
    assert final.count("A new thing.") == 1
    assert final.count("Found in the candidate.") == 1
    assert changelog(sample).count("A new thing.") <= 3


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.journey
def test_development_goes_on_after_a_release_and_ends_in_the_next(sample):
    sample.settings("[tool.gonogo]\nnext-dev = true\n")
    assert released(sample, "minor") == "1.1.0"
    assert next_dev(sample.folder, TODAY).verdict is Verdict.GO
    sample.git("push", "-q")
    fragment(sample, "2.bugfix.md", "Mended.")
    assert rehearsed(sample, part="final") is Verdict.GO
    assert released(sample, "final") == "1.1.1"


@pytest.fixture
def workspace(sample):
    """Two packages in one repository, which has no tag yet."""
    sample.once("two packages", lambda: make(sample))
    return sample


def make(sample):
    """Let the sample hold two packages like itself."""
    tracked = sample.git("ls-files").splitlines()
    for name in ("one", "two"):
        for path in tracked:
            text = (sample.folder / path).read_text().replace("demo-sample", f"{name}-sample").replace("demo", name)
            sample.write(f"packages/{name}/{path.replace('demo', name)}", text)
    sample.git("rm", "-qr", *tracked)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "Two packages")
    sample.git("push", "-q")


@pytest.mark.journey
def test_two_packages_are_released_side_by_side_each_with_tags_of_its_own(workspace):
    one, two = (replace(workspace, folder=workspace.folder / "packages" / name) for name in ("one", "two"))
    assert rehearsed(one, part="minor") is Verdict.GO
    assert released(one, "minor") == "1.1.0"
    assert released(two, "major") == "2.0.0"
    fragment(one, "2.feature.md", "More.")
    assert released(one, "minor") == "1.2.0"

    tags = workspace.git("tag").splitlines()
    assert tags == ["one-sample-1.1.0", "one-sample-1.2.0", "two-sample-2.0.0"]
    changed = workspace.git("show", "--format=", "--name-only", f"{tags[2]}^{{commit}}").splitlines()
    assert all(path.startswith("packages/two/") for path in changed)


def test_an_open_release_of_one_package_is_not_taken_for_that_of_another(workspace):
    one, two = (replace(workspace, folder=workspace.folder / "packages" / name) for name in ("one", "two"))
    assert one.bump("minor").verdict is Verdict.GO
    assert status.board(two.folder).rows[-1].note == "nothing open"
    for act in (lambda: bump.push(two.folder, Silence()), lambda: undo.undo(two.folder, remote=False)):
        with pytest.raises(bump.NothingOpen):
            act()
    with pytest.raises(closing.OtherPackageOpen, match=r"one-sample-1\.1\.0"):
        two.bump("minor")
    assert bump.push(one.folder, Silence()).verdict is Verdict.GO
    assert released(two, "minor") == "1.1.0"


def test_the_root_of_several_packages_can_name_the_one_that_is_meant(workspace):
    workspace.commit("pyproject.toml", '[tool.gonogo]\nworkspace = "packages/two"\n')
    workspace.git("push", "-q")
    assert survey(workspace.folder).root == (workspace.folder / "packages/two").resolve()
    assert released(workspace, "minor") == "1.1.0"

    workspace.commit("pyproject.toml", '[tool.gonogo]\nworkspace = "packages/three"\n')
    with pytest.raises(NoSuchPackage):
        survey(workspace.folder)


def test_git_reports_no_lost_object(workspace):
    done = subprocess.run(["git", "fsck", "--strict"], cwd=workspace.folder, capture_output=True, check=False)
    assert done.returncode == 0
