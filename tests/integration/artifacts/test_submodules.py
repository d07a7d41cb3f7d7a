"""Submodules are in every clone that a release is made in: from the user's own copies, else from their remotes.

The kind: following an advice leads on. A submodule that cannot be had is named, with what brings it here.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gonogo.git import lookups
from gonogo.git.repository import Git
from gonogo.git.submodules import SubmoduleMissing
from gonogo.model.errors import Status
from gonogo.release import build
from gonogo.release.survey import survey

FILE = ("-c", "protocol.file.allow=always")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def library(folder: Path) -> Path:
    """Make a repository with a file, and a bare one beside it that others clone."""
    folder.mkdir()
    (folder / "VERSION").write_text("3.0\n")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    git(folder.parent, "clone", "-q", "--bare", folder.name, f"{folder.name}.git")
    return folder


@pytest.fixture
def project(sample):
    """The sample with a submodule whose address is relative to that of its remote."""
    library(sample.folder.parent / "lib")
    git(sample.folder, *FILE, "submodule", "add", "-q", "../lib.git", "vendor/lib")
    git(sample.folder, "commit", "-qm", "submodule")
    git(sample.folder, "push", "-q")
    return sample


def files_of(sample, name: str = "clone") -> set[str]:
    """Return the files of a clean clone below the folder of submodules, as a command makes it."""
    folder = sample.folder.parent / name
    with lookups.one_command():
        build.clean_clone(Git(sample.folder), sample.git("rev-parse", "HEAD"), folder)
    found = (path.relative_to(folder).as_posix() for path in (folder / "vendor").rglob("*") if path.is_file())
    return {path for path in found if not path.endswith(".git")}


def forgotten(sample) -> None:
    """Leave the submodule as in a fresh clone: nothing of it is here."""
    git(sample.folder, "submodule", "deinit", "-q", "-f", "vendor/lib")
    subprocess.run(["rm", "-rf", str(sample.folder / ".git/modules")], check=True)


def test_the_users_own_copy_is_taken_and_no_remote_is_asked(project):
    (project.folder.parent / "lib.git").rename(project.folder.parent / "gone.git")
    assert files_of(project) == {"vendor/lib/VERSION"}


def test_a_relative_address_leads_where_it_does_for_the_user(project):
    forgotten(project)
    assert files_of(project) == {"vendor/lib/VERSION"}


def test_one_that_cannot_be_had_is_named_and_the_advice_leads_on(project):
    forgotten(project)
    (project.folder.parent / "lib.git").rename(project.folder.parent / "gone.git")
    with pytest.raises(SubmoduleMissing) as met:
        files_of(project)
    assert "vendor/lib" in met.value.sentence
    advice = met.value.hint.removeprefix("bring them here with: ").partition(";")[0].split()
    (project.folder.parent / "gone.git").rename(project.folder.parent / "lib.git")
    git(project.folder, *FILE, *advice[1:])
    (project.folder.parent / "lib.git").rename(project.folder.parent / "gone.git")
    assert files_of(project, "again") == {"vendor/lib/VERSION"}


def test_the_commit_that_is_recorded_is_taken_though_the_users_work_tree_is_at_another(project):
    """Sister: the submodule's work tree has moved on, and its commit is no tip of a branch any more."""
    inner = project.folder / "vendor/lib"
    (inner / "VERSION").write_text("4.0\n")
    git(inner, "commit", "-qam", "moved")
    assert files_of(project) == {"vendor/lib/VERSION"}
    assert (project.folder.parent / "clone/vendor/lib/VERSION").read_text() == "3.0\n"


def test_a_submodule_inside_a_submodule_comes_too(project):
    """Sister: nested ones, from the copies inside the user's copies."""
    inner = project.folder / "vendor/lib"
    library(project.folder.parent / "deep")
    git(inner, *FILE, "submodule", "add", "-q", str(project.folder.parent / "deep.git"), "deep")
    git(inner, "commit", "-qm", "nested")
    git(project.folder, "commit", "-qam", "nested")
    (project.folder.parent / "deep.git").rename(project.folder.parent / "gone.git")
    assert files_of(project) == {"vendor/lib/VERSION", "vendor/lib/.gitmodules", "vendor/lib/deep/VERSION"}


def read_by_setup(project) -> None:
    """Let the build read a file of the submodule."""
    text = (project.folder / "pyproject.toml").read_text().replace('"hatchling"', '"setuptools"')
    text = text.replace("hatchling.build", "setuptools.build_meta").replace('license = "MIT"\n', "")
    project.commit("setup.py", "from setuptools import setup\nopen('vendor/lib/VERSION').read()\nsetup(packages=[])\n")
    project.commit("pyproject.toml", text[: text.index("[tool.hatch")] + text[text.index("[tool.towncrier") :])
    project.git("push", "-q")


def test_a_build_that_reads_a_submodule_is_bumped(project):
    """Sister: the files are there where the metadata is asked for, before anything is built."""
    read_by_setup(project)
    assert survey(project.folder).version == "1.0.0"
    assert project.bump().exit_status is Status.GO
    assert project.git("diff", "--name-only", "HEAD~1", "HEAD", "--", "vendor") == ""


def test_where_it_is_not_here_a_bump_asks_its_remote_and_names_what_is_missing(project):
    read_by_setup(project)
    forgotten(project)
    (project.folder.parent / "lib.git").rename(project.folder.parent / "gone.git")
    row = next(row for row in project.bump().rows if row.name == "prepare")
    assert row.findings[0].code == "submodule-missing"
    (project.folder.parent / "gone.git").rename(project.folder.parent / "lib.git")
    assert project.bump().exit_status is Status.GO


def test_one_that_only_tests_need_does_not_keep_a_project_from_being_recognised(project):
    """Sister: a version that the build computes, and a submodule that nobody can reach."""
    setup = "from setuptools import setup\nsetup(name='-'.join(['demo', 'sample']), version='1.0.0', packages=[])\n"
    project.commit("setup.py", setup)
    project.commit("pyproject.toml", '[build-system]\nrequires = ["setuptools"]\n')
    forgotten(project)
    (project.folder.parent / "lib.git").rename(project.folder.parent / "gone.git")
    assert survey(project.folder).name == "demo-sample"
    project.commit("setup.py", "from setuptools import setup\nopen('vendor/lib/VERSION')\n" + setup.partition("\n")[2])
    with pytest.raises(SubmoduleMissing):
        survey(project.folder)
