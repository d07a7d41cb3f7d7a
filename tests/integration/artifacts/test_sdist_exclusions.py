"""What a project's own settings leave out of its sdist is no fault; what is missing beside that still is.

Each project is built by its real backend: its settings leave out `demo/vendor/stub.pyi` or all of `demo/vendor`.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gonogo.artifacts import expected
from gonogo.checks.reader import Reader
from gonogo.checks.sdist_holds_what_git_tracks import check
from gonogo.git.repository import Git
from gonogo.model.index import Index
from gonogo.model.location import Layout
from gonogo.model.manifest import Manifest
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.model.verdict import Verdict
from gonogo.project.tree import Tree

HEAD = (
    '[build-system]\nrequires = ["{0}"]\nbuild-backend = "{1}"\n[project]\nname = "demo"\nversion = "1.0.0"\n'
    'description = "A demo."\n'
)
HATCH = HEAD.format("hatchling", "hatchling.build")
SETUPTOOLS = HEAD.format("setuptools", "setuptools.build_meta")
FILES = {
    "README.md": "# demo\n",
    "demo/__init__.py": '"""Demo."""\n',
    "demo/vendor/__init__.py": "",
    "demo/vendor/stub.pyi": "",
}
STUB = "demo/vendor/stub.pyi"
SAID = {
    "hatch exclude": {"pyproject.toml": f'{HATCH}[tool.hatch.build.targets.sdist]\nexclude = ["*.pyi"]\n'},
    "hatch exclude for all targets": {"pyproject.toml": f'{HATCH}[tool.hatch.build]\nexclude = ["/demo/vendor"]\n'},
    "hatch only-include": {
        "pyproject.toml": f'{HATCH}[tool.hatch.build.targets.sdist]\nonly-include = ["demo/__init__.py", "README.md"]\n'
    },
    "hatch include": {"pyproject.toml": f'{HATCH}[tool.hatch.build.targets.sdist]\ninclude = ["demo/*.py"]\n'},
    "flit": {
        "pyproject.toml": HEAD.format("flit_core", "flit_core.buildapi")
        + '[tool.flit.sdist]\nexclude = ["demo/vendor/*.pyi"]\n'
    },
    "pdm": {
        "pyproject.toml": HEAD.format("pdm-backend", "pdm.backend")
        + '[tool.pdm.build]\nexcludes = ["demo/vendor/*.pyi"]\n'
    },
    "poetry": {
        "pyproject.toml": HEAD.format("poetry-core", "poetry.core.masonry.api")
        + '[tool.poetry]\nexclude = ["demo/vendor/*.pyi"]\n'
    },
    "uv": {
        "pyproject.toml": HEAD.format("uv_build", "uv_build")
        + '[tool.uv.build-backend]\nmodule-root = ""\nsource-exclude = ["*.pyi"]\n'
    },
    "scikit-build": {
        "pyproject.toml": HEAD.format("scikit-build-core", "scikit_build_core.build")
        + '[tool.scikit-build]\nwheel.cmake = false\nsdist.exclude = ["*.pyi"]\n'
    },
    "MANIFEST.in": {
        "pyproject.toml": SETUPTOOLS,
        "MANIFEST.in": "include MANIFEST.in\nrecursive-exclude demo *.pyi\n",
    },
    "setuptools' discovery": {
        "pyproject.toml": f'{SETUPTOOLS}[tool.setuptools.packages.find]\nexclude = ["demo.vendor*"]\n'
    },
    "export-ignore": {
        "pyproject.toml": HATCH + '[tool.hatch.build.targets.sdist.hooks.custom]\npath = "hook.py"\n',
        "hook.py": "from hatchling.builders.hooks.plugin.interface import BuildHookInterface\n\n\n"
        "class Hook(BuildHookInterface):\n    def initialize(self, version, build_data):\n"
        "        self.build_config.target_config['exclude'] = ['*.pyi']\n",
        ".gitattributes": "demo/vendor export-ignore\n",
    },
}


def reader(folder: Path, files: dict[str, str]) -> Reader:
    """Commit files, build their sdist, and return what a check sees of it."""
    tree = folder / "tree"
    for path, text in {**FILES, **files}.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tree, check=True)
    built = expected.build(tree, folder / "dist", 0, ("sdist",))
    layout = Layout("x", Tree(tree).backend, import_names=("demo",))
    project = Project(tree, "demo", "1.0.0", layout, "v{version}", "main", "", "none", "", Settings())
    commit = Git(tree).resolve("HEAD")
    manifest = Manifest("demo", "1.0.0", commit, 0, ())
    return Reader(project, "1.0.0", "", commit, tree, tree, manifest, built, Index("x", "", ""))


@pytest.mark.parametrize("kind", SAID)
def test_what_the_settings_leave_out_is_no_fault(kind: str, tmp_path: Path) -> None:
    examined = check(reader(tmp_path, SAID[kind]))
    assert examined.verdict is Verdict.GO
    assert STUB not in str(examined.findings)
    if kind != "MANIFEST.in":
        assert STUB in examined.note


def test_what_is_missing_without_a_setting_is_a_fault(tmp_path: Path) -> None:
    ours = ["noxfile.py", "tasks.py", "requirements/release.in", "requirements/gonogo-1.0.0-py3-none-any.whl"]
    files = {"pyproject.toml": SETUPTOOLS + '[tool.setuptools]\npackages = ["demo"]\n', **dict.fromkeys(ours, "")}
    examined = check(reader(tmp_path, files))
    assert examined.verdict is Verdict.NO_GO
    assert any(finding.where == STUB for finding in examined.findings)
    assert not any(name in f"{one.what} {one.fix}" for one in examined.findings for name in (*ours, "*.whl", "*.py "))


def test_what_is_left_out_of_wheels_alone_is_a_fault_of_the_sdist() -> None:
    from gonogo.project.sdist_exclusions import for_sdist

    said = [{"path": "a", "format": "wheel"}, {"path": "b", "format": ["sdist", "wheel"]}, {"path": "c"}, "d", 1]
    assert for_sdist(said) == ["d", "b", "c"]
