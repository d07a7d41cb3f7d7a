from datetime import date
from pathlib import Path

import pytest

from gonogo.model.location import Layout, Location
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.project import dependents
from gonogo.project.locations import PlaceAmbiguous, PlaceMissing

DAY = date(2026, 11, 23)
UV = """version = 1
revision = 3

[[package]]
name = "demo-cli"
version = "1.2.3"
source = { registry = "somewhere" }

[[package]]
name = "my-demo"
version = "1.2.3"
source = { editable = "." }
dependencies = [
    { name = "foo" },
]

[package.metadata]
requires-dist = [{ name = "foo", specifier = "==1.2.3" }]

[[package]]
name = "foo"
version = "1.2.3"
source = { registry = "somewhere" }
"""
CARGO = """version = 4

[[package]]
name = "foo"
version = "1.2.3"
source = "registry+somewhere"
checksum = "ab"

[[package]]
name = "demo-core"
version = "1.2.3"
dependencies = [
 "foo",
]
"""
POETRY = (
    '[[package]]\nname = "my-demo"\nversion = "1.2.3"\nfiles = []\n\n[package.source]\ntype = "directory"\nurl = "."\n'
)
PDM = '[[package]]\nname = "my-demo"\nversion = "1.2.3"\npath = "."\n'
CITATION = "cff-version: 1.2.0\ntitle: Demo\nversion: '1.2.3' # ours\ndate-released: 2026-01-01\nreferences:\n  - version: 1.2.3\n"  # noqa: E501 (a sample)


def project(root: Path, settings: Settings | None = None, places: tuple[Location, ...] = ()) -> Project:
    layout = Layout("x", "y", places)
    return Project(root, "My_Demo", "1.2.3", layout, "v{version}", "main", "", "none", "", settings or Settings())


def moved(tmp_path: Path, files: dict[str, str], version: str = "1.3.0", settings: Settings | None = None) -> list[str]:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    places = (Location("Cargo.toml", key="package.version", spelling="cargo"),) if "Cargo.toml" in files else ()
    return dependents.write(tmp_path, tmp_path, project(tmp_path, settings, places), version, DAY)


def test_only_the_own_entry_of_uv_lock_moves(tmp_path: Path) -> None:
    assert moved(tmp_path, {"uv.lock": UV.replace("\n", "\r\n")}) == ["uv.lock"]
    wanted = UV.replace('name = "my-demo"\nversion = "1.2.3"', 'name = "my-demo"\nversion = "1.3.0"')
    assert (tmp_path / "uv.lock").read_bytes().decode() == wanted.replace("\n", "\r\n")


def test_cargo_lock_moves_in_its_own_spelling(tmp_path: Path) -> None:
    cargo = '[package]\nname = "demo-core"\nversion = "1.2.3"\n'
    assert moved(tmp_path, {"Cargo.toml": cargo, "Cargo.lock": CARGO}, "1.3.0rc1") == ["Cargo.lock"]
    wanted = CARGO.replace('name = "demo-core"\nversion = "1.2.3"', 'name = "demo-core"\nversion = "1.3.0-rc.1"')
    assert (tmp_path / "Cargo.lock").read_text() == wanted


@pytest.mark.parametrize(("name", "text"), [("poetry.lock", POETRY), ("pdm.lock", PDM)])
def test_an_own_entry_of_poetry_and_pdm_moves(name: str, text: str, tmp_path: Path) -> None:
    assert moved(tmp_path, {name: text}) == [name]
    assert (tmp_path / name).read_text() == text.replace("1.2.3", "1.3.0")


@pytest.mark.parametrize(
    "text",
    ["version = 1\n", UV.replace("my-demo", "other"), UV.replace('{ editable = "." }', '{ registry = "x" }')],
)
def test_a_lock_without_the_project_stays(text: str, tmp_path: Path) -> None:
    assert moved(tmp_path, {"uv.lock": text}) == []
    assert (tmp_path / "uv.lock").read_text() == text


def test_a_lock_above_a_workspace_member_moves(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text(UV.replace('editable = "."', 'editable = "packages/demo"'))
    root = tmp_path / "packages/demo"
    root.mkdir(parents=True)
    assert dependents.write(tmp_path, root, project(root), "1.3.0", DAY) == ["uv.lock"]


def test_the_citation_gets_version_and_date(tmp_path: Path) -> None:
    assert moved(tmp_path, {"CITATION.cff": CITATION}) == ["CITATION.cff"]
    wanted = CITATION.replace("'1.2.3'", "'1.3.0'").replace("2026-01-01", "2026-11-23")
    assert (tmp_path / "CITATION.cff").read_text() == wanted
    assert dependents.read_citation(tmp_path) == "1.3.0"


def test_a_citation_without_a_version_stays(tmp_path: Path) -> None:
    assert moved(tmp_path, {"CITATION.cff": "cff-version: 1.2.0\ntitle: Demo\ndate-released: 2026-01-01\n"}) == []


def test_a_citation_with_two_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(dependents.CitationUnclear):
        moved(tmp_path, {"CITATION.cff": "version: 1.2.3\nversion: 1.2.4\n"})


def test_a_configured_snippet_moves_whatever_it_says(tmp_path: Path) -> None:
    settings = Settings(also=(Location("README.md", search="pip install my-demo=={version}"),))
    assert moved(tmp_path, {"README.md": "pip install my-demo==1.0, foo==1.0\n"}, settings=settings) == ["README.md"]
    assert (tmp_path / "README.md").read_text() == "pip install my-demo==1.3.0, foo==1.0\n"


@pytest.mark.parametrize(("text", "error"), [("nothing\n", PlaceMissing), ("v1.0 v1.1\n", PlaceAmbiguous)])
def test_a_snippet_that_is_not_there_once_is_refused(text: str, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        moved(tmp_path, {"README.md": text}, settings=Settings(also=(Location("README.md", search="v{version}"),)))
