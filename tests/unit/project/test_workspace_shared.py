"""Whether a repository is shared by several packages decides whether their tags must distinguish them."""

from __future__ import annotations

from gonogo.project.workspace import has_own_version, is_shared

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


def test_a_root_that_is_a_package_shares_the_repository_with_a_member(tmp_path):
    package(tmp_path / "repository")
    member = package(tmp_path / "repository/packages/one")
    assert is_shared(tmp_path / "repository", member)
    (tmp_path / "repository/pyproject.toml").write_text("[tool.ruff]\n")
    assert not is_shared(tmp_path / "repository", member)


def test_a_version_that_no_other_package_has_is_its_own(tmp_path):
    package(tmp_path / "repository")
    member = package(tmp_path / "repository/packages/one")
    assert not has_own_version(tmp_path / "repository", member)
    (member / "pyproject.toml").write_text(PACKAGE.format(name="one").replace("1.0.0", "0.3.0"))
    assert has_own_version(tmp_path / "repository", member)
