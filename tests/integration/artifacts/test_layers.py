"""Layers: an environment gets the siblings that something requires, and no other."""

from __future__ import annotations

import pytest
from tests.samples.artifacts import wheel

from gonogo.artifacts import kept_environments, layers
from gonogo.artifacts.environments import Siblings

SCRIPT = {"mail-1.2.dist-info/entry_points.txt": b"[console_scripts]\nmail = mail:main\n"}
NEEDS = {
    "core": [],
    "mail": ["core>=1.0,<2", "shop; extra == 'all'"],
    "shop": ["core"],
    "other": [],
    "another": [],
    "new": ["core>=2"],
}


@pytest.fixture
def siblings(tmp_path):
    """Six packages that are released together; two of them install the same file."""
    folder = tmp_path / "siblings"
    folder.mkdir()
    for name, needs in NEEDS.items():
        module = "twice" if "other" in name else name
        files = {"demo/__init__.py": None, f"{module}.py": b"", **(SCRIPT if name == "mail" else {})}
        headers = {"Name": name, "Version": "1.2", "Requires-Dist": needs}
        wheel(folder, f"{name}-1.2-py3-none-any.whl", headers, files=files)
    return Siblings(folder)


@pytest.fixture
def environment(siblings, tmp_path):
    return kept_environments.empty(tmp_path / "env", siblings)


@pytest.mark.parametrize(
    ("needs", "laid"),
    [
        (["mail>=1,<2", "idna", "--upgrade", "-c", "pins.txt"], {"core", "mail"}),
        (["mail[all]"], {"core", "mail", "shop"}),
        (["mail<1", "shop; python_version < '3'"], set()),
        (["new"], {"new"}),
        (["other", "core"], {"core"}),
    ],
)
def test_what_is_required_is_there_and_nothing_else(environment, needs, laid):
    layers.lay(environment, needs)
    assert set(environment.distributions) == laid


def test_a_script_names_its_environment_and_that_of_its_layer_is_unchanged(environment):
    layers.lay(environment, ["mail"])
    assert str(environment.folder) in (environment.scripts / "mail").read_text()
    layer = next((environment.folder.parent / "layers").rglob("bin/mail"))
    assert str(environment.folder) not in layer.read_text()


def test_one_that_does_not_install_is_left_to_the_installer(environment, siblings):
    wheel(siblings.folder, "core-1.2-py3-none-any.whl", {"Name": "core"}, files={"core-1.2.dist-info/WHEEL": None})
    layers.lay(environment, ["core"])
    assert environment.distributions == {}
