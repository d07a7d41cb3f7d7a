"""gonogo's own workflow files are what it renders for itself, and its locks fit its metadata."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gonogo import ci
from gonogo.model.project import Project
from gonogo.model.verdict import Verdict
from gonogo.project import settings
from gonogo.system import toml

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="the tests stand outside of the repository")
LOCKS = ("dev.txt", "docs.txt", "release.txt")


def test_the_project_s_own_workflows_are_what_is_rendered(make_project: Callable[..., Project]) -> None:
    project = replace(make_project("gonogo"), root=ROOT, settings=settings.read(ROOT))
    rendered = ci.render(project)

    assert {path: (ROOT / path).read_text(encoding="utf-8") for path in rendered} == rendered
    workflows = {f".github/workflows/{path.name}" for path in (ROOT / ".github" / "workflows").iterdir()}
    assert workflows <= set(rendered)


def test_the_project_s_own_workflows_keep_every_rule() -> None:
    examined = ci.examine(ROOT)

    assert examined.findings == ()
    assert examined.verdict is Verdict.GO


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_dependency_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    pinned = {canonicalize_name(found) for found in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
    project = toml.read(ROOT / "pyproject.toml")["project"]
    wanted = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}

    assert wanted <= pinned
    assert "://" not in text
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_locks_hold_the_build_back_end() -> None:
    backend = toml.read(ROOT / "pyproject.toml")["build-system"]["requires"]

    assert (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").split() == backend
