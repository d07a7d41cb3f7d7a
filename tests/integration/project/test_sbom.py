"""The bill of materials: vendored parts and what the lock pins, the same bytes each time, nothing for nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gonogo.commands import sbom
from gonogo.model.errors import Status

pytest.importorskip("cyclonedx")

VENDORED = "rich==14.1.0\n    pygments==2.19.2\n# a comment\nidna>=3\n"
METADATA = "Metadata-Version: 2.1\nName: Typing_Extensions\nVersion: 4.15.0\n\nText\n"
LOCK = """
[[package]]
name = "demo-sample"
source = { editable = "." }
dependencies = [{ name = "httpx" }]

[[package]]
name = "httpx"
version = "0.28.1"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "idna" }]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }

[[package]]
name = "idna"
version = "3.11"
source = { registry = "https://index.example/simple" }

[[package]]
name = "pytest"
version = "9.0.0"
source = { registry = "https://index.example/simple" }
"""
PATH = "sboms/demo-sample.cdx.json"


@pytest.fixture
def project(sample):
    sample.write("src/demo/_vendor/vendor.txt", VENDORED)
    sample.write("src/demo/_vendor/typing_extensions-4.15.0.dist-info/METADATA", METADATA)
    text = (sample.folder / "pyproject.toml").read_text()
    sample.write("pyproject.toml", text.replace("[project]", '[project]\ndependencies = ["httpx"]', 1))
    sample.write("uv.lock", LOCK)
    return sample


def components(folder: Path) -> dict[str, str]:
    found = json.loads((folder / PATH).read_text())
    return {one["purl"]: one["properties"][0]["value"] for one in found["components"]}


def test_vendored_parts_and_what_the_project_runs_with_are_listed(project):
    board = sbom.write(project.folder)

    assert board.exit_status is Status.GO
    assert components(project.folder) == {
        "pkg:pypi/rich@14.1.0": "src/demo/_vendor/vendor.txt",
        "pkg:pypi/pygments@2.19.2": "src/demo/_vendor/vendor.txt",
        "pkg:pypi/typing-extensions@4.15.0": "src/demo/_vendor/typing_extensions-4.15.0.dist-info/METADATA",
        "pkg:pypi/httpx@0.28.1": "uv.lock",
        "pkg:pypi/idna@3.10": "uv.lock",
        "pkg:pypi/idna@3.11": "uv.lock",
    }
    assert "lists 6 components from src/demo/_vendor/vendor.txt, uv.lock" in board.rows[0].note


def test_it_is_valid_and_the_same_each_time_until_something_changes(project):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    sbom.write(project.folder)
    text = (project.folder / PATH).read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    sbom.write(project.folder)
    assert (project.folder / PATH).read_text() == text
    assert sbom.check(project.folder).exit_status is Status.GO

    project.write("uv.lock", LOCK.replace("0.28.1", "0.29.0"))
    with pytest.raises(sbom.SbomOutOfDate, match=PATH):
        sbom.check(project.folder)


def test_where_there_is_nothing_to_list_one_line_says_so(sample):
    for board in (sbom.write(sample.folder), sbom.check(sample.folder)):
        (row,) = board.rows
        assert row.note.startswith("nothing to list")
    assert not (sample.folder / "sboms").exists()


def test_the_backend_that_takes_it_is_told_how(project):
    board = sbom.write(project.folder)
    (found,) = board.rows[1].findings
    assert found.fix.endswith(f'[tool.hatch.build.targets.wheel] of pyproject.toml: sbom-files = ["{PATH}"]')
    text = (project.folder / "pyproject.toml").read_text()
    table = "[tool.hatch.build.targets.wheel]"
    project.write("pyproject.toml", text.replace(table, f'{table}\nsbom-files = ["{PATH}"]'))
    assert "dist-info/sboms/" in sbom.write(project.folder).rows[1].note
    project.write("pyproject.toml", text.replace("hatchling.build", "flit_core.buildapi"))
    assert "beside the release" in sbom.write(project.folder).rows[1].note


def test_without_the_library_the_extra_is_named(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "cyclonedx.model.bom", None)
    with pytest.raises(sbom.NoSbomLibrary) as caught:
        sbom.write(project.folder)
    assert "gonogo[sbom]" in caught.value.hint
