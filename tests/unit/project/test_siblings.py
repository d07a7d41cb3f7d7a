"""What packages of one repository require of each other is read, put in order, and raised where it is written."""

from __future__ import annotations

from textwrap import dedent

import pytest

from gonogo.model.plan import Raised
from gonogo.project import siblings, workspace
from gonogo.project.siblings import Need
from gonogo.project.tree import Tree

PYPROJECT = """
    [build-system]
    requires = ["hatchling", "acme-build"]
    build-backend = "hatchling.build"

    [project]
    name = "app"
    version = "1.0"
    dependencies = [
        "Acme.Core>=1,<2",  # ours
        'requests',
    ]
    [project.optional-dependencies]
    cli = ["acme_cli==1.0; python_version > '3'", "app[more]"]
    """


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text(dedent(PYPROJECT))
    return tmp_path


def test_requirements_on_siblings_are_found_by_their_canonical_names(project):
    found = siblings.needs(siblings.written(Tree(project)) or {}, {"acme-core", "acme-cli", "acme-build", "other"})
    assert set(found) == {
        Need("acme-core", "Acme.Core>=1,<2"),
        Need("acme-build", "acme-build"),
        Need("acme-cli", "acme_cli==1.0; python_version > '3'", optional=True),
    }


def test_what_the_backend_computes_is_not_read_from_the_file(project):
    text = (
        (project / "pyproject.toml")
        .read_text()
        .replace('version = "1.0"', 'version = "1.0"\ndynamic = ["dependencies"]')
    )
    (project / "pyproject.toml").write_text(text)
    assert siblings.written(Tree(project)) is None


def test_a_requirement_is_raised_where_it_stands_and_nothing_else_changes(project):
    before = (project / "pyproject.toml").read_text()
    siblings.write(project, [Raised("Acme.Core>=1,<2", "Acme.Core>=1,<3")])
    assert (project / "pyproject.toml").read_text() == before.replace("<2", "<3")
    with pytest.raises(siblings.BoundNotWritten):
        siblings.write(project, [Raised("acme-core<2", "acme-core<3")])


def test_a_circle_is_named():
    graph = {"a": (Need("b", "b"),), "b": (Need("c", "c"),), "c": (Need("a", "a"),)}
    with pytest.raises(siblings.Cycle, match=r"(a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c)"):
        siblings.order(graph)


ROOTS = {
    "uv": '[tool.uv.workspace]\nmembers = ["libs/*"]\n',
    "hatch": '[tool.hatch.envs.default]\nworkspace.members = [{ path = "libs/one" }, "libs/two/"]\n',
    "named": '[tool.gonogo]\npackages = ["libs/*"]\n',
    "found": "",
}
MEMBER = '[build-system]\nrequires = []\n[project]\nname = "{name}"\nversion = "1"\n{more}'


@pytest.mark.parametrize("kind", ROOTS)
def test_a_root_that_is_no_package_has_those_below_it(tmp_path, kind):
    (tmp_path / "pyproject.toml").write_text(ROOTS[kind])
    for name in ("one", "two"):
        member(tmp_path, name)
    assert workspace.several(tmp_path) == ("libs/one", "libs/two")


def test_a_root_that_is_a_package_has_others_only_where_it_names_them(tmp_path):
    member(tmp_path, "one")
    (tmp_path / "pyproject.toml").write_text(MEMBER.format(name="top", more=""))
    assert workspace.several(tmp_path) == ()
    (tmp_path / "pyproject.toml").write_text(MEMBER.format(name="top", more=ROOTS["uv"]))
    assert workspace.several(tmp_path) == (".", "libs/one")


def test_what_is_not_published_is_no_member(tmp_path):
    (tmp_path / "pyproject.toml").write_text(ROOTS["uv"])
    member(tmp_path, "one")
    member(tmp_path, "private", 'classifiers = ["Private :: Do Not Upload"]\n')
    member(tmp_path, "virtual", "[tool.uv]\npackage = false\n")
    assert workspace.several(tmp_path) == ("libs/one",)


def member(top, name, more=""):
    folder = top / "libs" / name
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(MEMBER.format(name=name, more=more))
