"""In a large tree, folders that nothing reads are left out of the temporary clone, and stay in the release."""

from __future__ import annotations

import pytest

from gonogo.git import clone
from gonogo.release.steps import prepare

ASSETS = {f"assets/{number}.txt": f"{number}\n" for number in range(3)}


@pytest.fixture
def large(sample, monkeypatch):
    """The sample with a folder of assets and a page of docs that names the version; it counts as large."""
    monkeypatch.setattr(prepare, "LARGE", 0)
    for path, text in ASSETS.items():
        sample.write(path, text)
    sample.commit("docs/page.md", "This is 1.0.0.\n")
    sample.git("push", "-q")
    return sample


@pytest.fixture
def folders(monkeypatch):
    """The folders that each clone was made without."""
    seen = []
    real = clone.leave_out
    monkeypatch.setattr(clone, "leave_out", lambda made, given: (seen.append(set(given)), real(made, given)))
    return seen


def tree_of(sample, commit):
    return sample.git("ls-tree", "-r", commit).splitlines()


def test_they_are_in_the_release_as_they_were_and_a_version_in_them_is_named(large, folders):
    before = tree_of(large, "HEAD")
    board = large.bump()
    assert board.verdict.value == "GO"
    assert {"assets", "docs", "tests"} <= folders[0]
    after = tree_of(large, "v1.1.0")
    assert [line for line in before if "\tassets/" in line or "\tdocs/" in line] == [
        line for line in after if "\tassets/" in line or "\tdocs/" in line
    ]
    assert large.git("status", "--porcelain") == ""
    assert any("docs/page.md:1" in finding.what for row in board.rows for finding in row.findings)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.cfg", "[metadata]\n"),
        ("pyproject.toml", '[tool.gonogo]\nalso = [{ path = "docs/page.md", search = "is {version}" }]\n'),
        ("pyproject.toml", '[tool.gonogo.hooks]\nbefore-prepare = [["true"]]\n'),
        ("pyproject.toml", '[tool.other]\nfiles = "**/*.md"\n'),
    ],
)
def test_what_may_be_read_is_there(large, folders, path, text):
    before = (large.folder / path).read_text() if (large.folder / path).exists() else ""
    large.commit(path, f"{before}\n{text}")
    large.git("push", "-q")
    large.bump()
    assert "docs" not in folders[0]


def test_a_hook_of_git_sees_the_whole_tree(large, folders):
    hook = large.write(".git/hooks/pre-commit", "#!/bin/sh\ntest -f assets/1.txt\n")
    hook.chmod(0o755)
    assert large.bump().verdict.value == "GO"
    assert folders == [set()]
