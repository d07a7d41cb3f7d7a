"""Following an advice leads on: each fix that an error about reading a project names is followed, and the release goes.

A case is a project that meets the error, and the change that its hint asks for. Afterwards a bump is GO and the new
version is what the build gives; never the same refusal again.
"""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date

import pytest

import gonogo.project
from gonogo.artifacts import builder
from gonogo.commands import bump as release
from gonogo.model.errors import GonogoError
from gonogo.model.verdict import Verdict
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey
from gonogo.system import toml

Files = dict[str, str | None]

READING = (
    "gonogo.project.find_version",
    "gonogo.project.layouts",
    "gonogo.project.locations",
    "gonogo.project.setting",
    "gonogo.project.tree",
    "gonogo.release.survey",
)
"""Modules whose errors are about reading a project."""

HATCH = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
STATIC = (
    HATCH + '[project]\nname = "demo"\nversion = "1.0.0"\n[tool.hatch.build.targets.wheel]\npackages = ["src/demo"]\n'
)
DYNAMIC = STATIC.replace('version = "1.0.0"', 'dynamic = ["version"]')
NO_NEWS: Files = {"CHANGELOG.md": None, "changelog.d/1.feature.md": None, "changelog.d/.gitignore": None}
VERSION_PLACE = '\n[[tool.gonogo.places]]\npath = "VERSION"\nsearch = "{version}"\n'
CODE_PLACE = '\n[[tool.gonogo.places]]\npath = "src/demo/core.py"\nsearch = \'V = "{version}"\'\n'
TWO_FILES = {"VERSION": "1.0.0\n", "MANIFEST.in": "include VERSION\n", "src/demo/core.py": 'V = "1.0.0"\n'}
AGREEING = """\
import re
from pathlib import Path
HERE = Path(__file__).parent
V = re.search('"(.+)"', (HERE / "src/demo/core.py").read_text()).group(1)
if (HERE / "VERSION").read_text().strip() != V:
    raise SystemExit("VERSION and core.py differ")
"""
SETUP = """\
from setuptools import setup
setup(name={name}, version={version}, packages=["demo"], package_dir={{"": "src"}})
"""
NUMBERS = '"%d.%d.%d" % (2 - 1, 0, 0)'
HOOK = """\
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Hook(MetadataHookInterface):
    def update(self, metadata):
        metadata["version"] = V
"""
HOOKED = DYNAMIC + '[tool.hatch.metadata.hooks.custom]\npath = "hook.py"\n'
PACKAGE = {f"pkg/{path}": text for path, text in {"pyproject.toml": STATIC, "src/demo/__init__.py": ""}.items()}
TODAY = date(2026, 11, 23)

CASES: dict[str, tuple[str, Files, Files]] = {
    "VersionPlaceUnclear: a literal there": (
        "VersionPlaceUnclear",
        {"pyproject.toml": SETUPTOOLS, "setup.py": SETUP.format(name='"demo"', version=NUMBERS)},
        {"setup.py": SETUP.format(name='"demo"', version='"1.0.0"')},
    ),
    "VersionPlaceUnclear: its places": (
        "VersionPlaceUnclear",
        {"pyproject.toml": SETUPTOOLS, "setup.py": AGREEING + SETUP.format(name='"demo"', version="V"), **TWO_FILES},
        {"pyproject.toml": SETUPTOOLS + VERSION_PLACE + CODE_PLACE},
    ),
    "VersionNowhere: its places": (
        "VersionNowhere",
        {"pyproject.toml": HOOKED, "hook.py": AGREEING + HOOK, **TWO_FILES},
        {"pyproject.toml": HOOKED + VERSION_PLACE + CODE_PLACE},
    ),
    "NameUnknown: a name in the settings": (
        "NameUnknown",
        {
            "pyproject.toml": SETUPTOOLS,
            "setup.py": "from setuptools import setup\nsetup(version='1.0.0', packages=[])\n",
        },
        {"pyproject.toml": SETUPTOOLS + '[tool.gonogo]\nname = "demo"\n'},
    ),
    "OddName: plain letters": (
        "OddName",
        {"pyproject.toml": STATIC.replace('name = "demo"', 'name = "demo\u202e"')},
        {"pyproject.toml": STATIC},
    ),
    "NotAPackage: the folder": (
        "NotAPackage",
        {"pyproject.toml": "[tool.ruff]\n", "setup.cfg": None},
        {"pyproject.toml": '[tool.gonogo]\nworkspace = "pkg"\n', **PACKAGE},
    ),
    "RootIsNoPackage: the folder": (
        "RootIsNoPackage",
        {"pyproject.toml": '[tool.uv.workspace]\nmembers = ["pkg"]\n', **PACKAGE},
        {"pyproject.toml": '[tool.uv.workspace]\nmembers = ["pkg"]\n[tool.gonogo]\nworkspace = "pkg"\n'},
    ),
    "NoSuchPackage: the folder": (
        "NoSuchPackage",
        {"pyproject.toml": '[tool.gonogo]\nworkspace = "gone"\n', **PACKAGE},
        {"pyproject.toml": '[tool.gonogo]\nworkspace = "pkg"\n'},
    ),
    "TwoLayouts: one place": (
        "TwoLayouts",
        {
            "pyproject.toml": SETUPTOOLS + '[tool.setuptools.dynamic]\nversion = { file = "VERSION" }\n',
            "setup.cfg": "[metadata]\nname = demo\nversion = 1.0.0\n[options]\npackage_dir =\n    = src\n",
            "VERSION": "1.0.0\n",
        },
        {"pyproject.toml": SETUPTOOLS},
    ),
    "PlaceMissing: the file": ("PlaceMissing", {"pyproject.toml": STATIC + VERSION_PLACE}, {"VERSION": "1.0.0\n"}),
    "PlaceMissing: the place": (
        "PlaceMissing",
        {"pyproject.toml": STATIC + VERSION_PLACE, "VERSION": "The version: 1.0.0.\n"},
        {"pyproject.toml": STATIC + VERSION_PLACE.replace('"{version}"', '"version: {version}."')},
    ),
    "PlaceAmbiguous: more of the line": (
        "PlaceAmbiguous",
        {"pyproject.toml": STATIC + CODE_PLACE.replace("V =", "="), "src/demo/core.py": 'V = "1.0.0"\nW = "1.0.0"\n'},
        {"pyproject.toml": STATIC + CODE_PLACE},
    ),
    "PlaceMismatch: the same everywhere": (
        "PlaceMismatch",
        {"pyproject.toml": STATIC + VERSION_PLACE, "VERSION": "0.9.0\n"},
        {"VERSION": "1.0.0\n"},
    ),
    "FileUnreadable: that file": (
        "FileUnreadable",
        {"pyproject.toml": SETUPTOOLS, "setup.py": "import (\n"},
        {"setup.py": SETUP.format(name='"demo"', version='"1.0.0"')},
    ),
    "WrongType: that key": (
        "WrongType",
        {"pyproject.toml": STATIC.replace('"1.0.0"', "1.0")},
        {"pyproject.toml": STATIC},
    ),
    "WrongSettings: that key": (
        "WrongSettings",
        {"pyproject.toml": STATIC + "[tool.gonogo]\nplacez = []\n"},
        {"pyproject.toml": STATIC},
    ),
}


def change(sample, files: Files) -> None:
    """Write or remove files, commit and push."""
    for path, text in files.items():
        if text is None:
            (sample.folder / path).unlink(missing_ok=True)
        else:
            sample.write(path, text)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "change", "--allow-empty")
    sample.git("push", "-q")


def errors_of_reading() -> set[str]:
    """Return the names of the errors that the modules which read a project define."""
    for found in pkgutil.walk_packages(gonogo.project.__path__, "gonogo.project."):
        if found.name != "gonogo.project.bump_server":
            importlib.import_module(found.name)
    kinds = {kind: kind.__module__ for kind in GonogoError.kinds()}
    return {kind.__name__ for kind, module in kinds.items() if module.startswith(READING)}


def test_every_error_of_reading_a_project_has_a_case():
    assert errors_of_reading() == {name for name, _, _ in CASES.values()}


@pytest.mark.parametrize("case", CASES)
def test_a_fix_that_is_followed_leads_on(case, sample):
    name, files, fix = CASES[case]
    change(sample, {**NO_NEWS, "noxfile.py": None, "tasks.py": None, "src/demo/core.py": "", **files})
    with pytest.raises(GonogoError) as met:
        survey(sample.folder)
    assert type(met.value).__name__ == name

    change(sample, fix)
    board = release.bump(sample.folder, Request(part="minor", empty=True), TODAY, Silence())
    assert [finding.what for row in board.rows for finding in row.findings if finding.blocking] == []
    assert board.verdict is Verdict.GO
    project = survey(sample.folder)
    assert project.version == "1.1.0"
    assert written(project.root) == "1.1.0"


def written(root) -> str:
    """Return the version that the build gives: a static one by definition (PEP 621), else the backend is asked."""
    static = toml.read(root / "pyproject.toml").get("project", {}).get("version")
    return static or builder.metadata(root).version
