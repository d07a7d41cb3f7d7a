"""A package of several is named by its name, by its folder, or by the last part of that."""

from pathlib import Path

import pytest

from gonogo.model.location import Layout
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.release.group import Group, Member, UnknownPackage

FOLDERS = {"acme-core": "packages/core", "acme-app": "apps/web", "acme-site": "sites/web"}


def project(name: str, folder: str) -> Project:
    layout = Layout("hatchling", "hatchling.build")
    return Project(Path(folder), name, "1.0.0", layout, "{name}-{version}", "main", "", "none", "", Settings())


GROUP = Group(Path(), Settings(), tuple(Member(name, where, project(name, where)) for name, where in FOLDERS.items()))


@pytest.mark.parametrize("given", ["acme-core", "Acme_Core", "packages/core", "packages/core/", "core"])
def test_a_package_has_several_names(given: str) -> None:
    assert GROUP.named(given, "--package").name == "acme-core"


@pytest.mark.parametrize("given", ["web", "packages", "cor", ""])
def test_what_names_none_or_two_is_refused_with_the_names_that_are_known(given: str) -> None:
    with pytest.raises(UnknownPackage, match="--package names"):
        GROUP.named(given, "--package")
