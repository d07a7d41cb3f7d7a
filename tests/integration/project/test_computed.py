"""What the build knows is not asked of the user: the build backend says the name and moves the version.

Each project computes its name or its version in a way that reading its files cannot follow.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gonogo.artifacts import builder
from gonogo.project import bump
from gonogo.release import build_facts
from gonogo.release.survey import survey

SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
HATCH = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
ATTR = '[tool.setuptools.dynamic]\nversion = { attr = "demo.core.get" }\n'
DYNAMIC = '[project]\nname = "demo"\ndynamic = ["version"]\n'
CODE = {"demo/__init__.py": '"""Demo."""\n'}
LITERAL = {"demo/__init__.py": '__version__ = "1.0.0"\n'}
READ = 'version=open("{path}").read().strip()'
BY_REGEX = """\
import re
from setuptools import setup
NAME = "-".join(["demo", "sample"])
VERSION = re.search(r'"(.+?)"', open("demo/__init__.py").read()).group(1)
setup(name=NAME, version=VERSION, packages=["demo"])
"""
BY_TABLE = """\
import json
from setuptools import setup
setup(**json.load(open("meta.json")))
"""
META = '{"name": "demo-sample", "version": "1.0.0", "packages": ["demo"]}\n'
BY_TUPLE = """\
from setuptools import setup
about = {}
exec(open("demo/about.py").read(), about)
setup(name="demo-sample", version=".".join(map(str, about["VERSION"])), packages=["demo"])
"""
WORKFLOW = "jobs:\n  test:\n    steps:\n      - run: pip install demo==1.0.0\n"
PLACED = {
    "a regex over the package, name of parts": (
        {"setup.py": BY_REGEX, **LITERAL, ".github/workflows/ci.yml": WORKFLOW},
        "demo/__init__.py",
    ),
    "all words from a file": ({"setup.py": BY_TABLE, "meta.json": META, **CODE}, "meta.json"),
    "a VERSION file beside a literal that nothing reads": (
        {
            "pyproject.toml": SETUPTOOLS,
            "setup.py": "from setuptools import setup\n"
            f'setup(name="demo-sample", packages=["demo"], {READ.format(path="VERSION")})\n',
            "VERSION": "1.0.0\n",
            "MANIFEST.in": "include VERSION\n",
            **LITERAL,
        },
        "VERSION",
    ),
    "a tuple": (
        {"setup.py": BY_TUPLE, "demo/__init__.py": "", "demo/about.py": "VERSION = (1, 0, 0)\n"},
        "demo/about.py",
    ),
    "Hatchling's own pattern": (
        {
            "pyproject.toml": HATCH
            + DYNAMIC
            + '[tool.hatch.version]\npath = "demo/v.h"\npattern = "VERSION <(?P<version>.+)>"\n',
            "demo/v.h": "#define VERSION <1.0.0>\n",
            **CODE,
        },
        "demo/v.h",
    ),
    "a function behind attr": (
        {
            "pyproject.toml": SETUPTOOLS
            + DYNAMIC
            + '[tool.setuptools.dynamic]\nversion = { attr = "demo.core.get" }\n',
            "demo/__init__.py": "",
            "demo/core.py": 'LATEST = "1.0.0"\n\n\ndef get():\n    return LATEST\n',
        },
        "demo/core.py",
    ),
}
SCM = '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n'
PBR = '[build-system]\nrequires = ["setuptools", "pbr"]\nbuild-backend = "setuptools.build_meta"\n'
VERSIONEER = """
[tool.versioneer]
VCS = "git"
style = "pep440"
versionfile_source = "demo/_version.py"
versionfile_build = "demo/_version.py"
tag_prefix = "v"
"""
STAMPED = """\
def get_keywords():
    git_refnames = "$Format:%d$"
    git_full = "$Format:%H$"
    git_date = "$Format:%ci$"
    return {"refnames": git_refnames, "full": git_full, "date": git_date}


def get_versions():
    return {"version": "0+unknown"}
"""
INSTALLED = {"pbr", "versioneer"}
"""Of those, what needs much installed and compiled first."""

TAGGED = {
    "get_version()": {
        "pyproject.toml": SCM + DYNAMIC + "[tool.setuptools_scm]\n",
        "setup.py": "from setuptools import setup\n"
        "from setuptools_scm import get_version\nsetup(version=get_version())\n",
        **CODE,
    },
    "pbr": {
        "pyproject.toml": PBR,
        "setup.cfg": "[metadata]\nname = demo-sample\n[files]\npackages =\n    demo\n",
        "setup.py": "import setuptools\nsetuptools.setup(setup_requires=['pbr'], pbr=True)\n",
        **CODE,
    },
    "versioneer": {
        "pyproject.toml": PBR.replace("pbr", "versioneer[toml]") + VERSIONEER,
        "setup.py": "import versioneer\nfrom setuptools import setup\nsetup(name='demo-sample', packages=['demo'], "
        "version=versioneer.get_version(), cmdclass=versioneer.get_cmdclass())\n",
        "demo/_version.py": STAMPED,
        ".gitattributes": "demo/_version.py export-subst\n",
        **CODE,
    },
    "git itself": {
        "setup.py": "import subprocess\nfrom setuptools import setup\n"
        'said = subprocess.check_output(["git", "describe", "--tags", "--abbrev=0"], text=True)\n'
        'setup(name="demo-sample", version=said.strip().lstrip("v"), packages=["demo"])\n',
        **CODE,
    },
}


def released(folder: Path, files: dict[str, str]) -> Path:
    """Write files and commit them as v1.0.0."""
    for path, text in {"README.md": "# demo\n", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"], ["tag", "-a", "v1.0.0", "-m", "x"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    """Return the files of the work tree, and the refs."""
    refs = subprocess.run(["git", "for-each-ref"], cwd=folder, check=True, capture_output=True).stdout
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}
    return {**found, "refs": refs}


@pytest.mark.parametrize("kind", PLACED)
def test_the_one_place_that_moves_the_version_is_found(kind: str, tmp_path: Path) -> None:
    files, path = PLACED[kind]
    folder = released(tmp_path, files)
    before = everything(folder)
    project = survey(folder)

    assert everything(folder) == before
    assert project.version == "1.0.0"
    assert project.name in {"demo-sample", "demo"}
    assert project.layout.import_names == ("demo",)
    assert project.places[0].path == path
    bump.write(folder, project.places, "1.0.0", "1.1.0")
    assert builder.metadata(folder).version == "1.1.0"


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.journey) if kind in INSTALLED else kind for kind in TAGGED]
)
def test_a_version_that_follows_the_tag_comes_from_the_tag(kind: str, tmp_path: Path) -> None:
    folder = released(tmp_path, TAGGED[kind])
    before = everything(folder)
    project = survey(folder)

    assert everything(folder) == before
    assert (project.layout.from_tag, project.places, project.version) == (True, (), "1.0.0")
    assert project.layout.import_names == ("demo",)


def test_what_is_not_committed_yet_is_read_too(tmp_path: Path) -> None:
    folder = released(tmp_path, {"README.md": "# demo\n"})
    for path, text in PLACED["all words from a file"][0].items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    assert survey(folder).name == "demo-sample"


def test_the_backend_is_asked_once_for_one_state_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = released(tmp_path, PLACED["all words from a file"][0])
    first = survey(folder)
    with monkeypatch.context() as patch:
        patch.setattr(build_facts, "asked", None)
        assert survey(folder) == first
    (folder / "meta.json").write_text(META.replace("1.0.0", "1.0.1"))
    assert survey(folder).version == "1.0.1"


def test_what_is_kept_and_cannot_be_read_is_asked_again(tmp_path: Path) -> None:
    folder = released(tmp_path, PLACED["all words from a file"][0])
    survey(folder)
    for text in ("", "[]", '{"state": 1}', '{"state": "x", "layout": {}}'):
        (folder / ".git/gonogo/build-facts.json").write_text(text)
        assert build_facts.recalled(folder / ".git/gonogo/build-facts.json", "x") is None
        assert survey(folder).name == "demo-sample"
