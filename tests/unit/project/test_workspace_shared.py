"""Whether a repository is shared by several packages decides whether their tags must distinguish them."""

from __future__ import annotations

from gonogo.project.workspace import is_shared

PACKAGE = '[project]\nname = "{name}"\nversion = "1.0.0"\n'


def package(folder):
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PACKAGE.format(name=folder.name))
    return folder


def test_a_package_beside_it_shares_the_repository_wherever_both_are(tmp_path):
    one = package(tmp_path / "some/where/one")
    assert not is_shared(tmp_path, one)
    package(tmp_path / "some/where/two")
    assert is_shared(tmp_path, one)


def test_folders_that_only_help_share_nothing(tmp_path):
    one = package(tmp_path / "one")
    package(tmp_path / "docs")
    package(tmp_path / "tests")
    assert not is_shared(tmp_path, one)
