"""Small projects, one for each layout: plain functions that write files into a folder.

`make(name, folder)` writes the sample of a layout; `NAMES` lists them all, and `FROM_TAG` those whose version
the tag makes. Every sample is the package `demo` at version 1.2.3 with a README, one file of tests and a
dependency pin that looks like its version; none has a changelog yet. maturin's need cargo to be built.
"""

from __future__ import annotations

from pathlib import Path

from tests.samples.compiled_layouts import (
    maturin_cargo,
    maturin_static,
    meson_build,
    meson_static,
    scikit_build_regex,
    scikit_build_scm,
    scikit_build_static,
)
from tests.samples.layout_parts import (
    AS_ARGUMENTS,
    CODE_WITH_VERSION,
    DYNAMIC,
    STATIC,
    VERSION,
    common,
    pyproject,
)


def setuptools_static() -> dict[str, str]:
    return {**common(), "pyproject.toml": pyproject('"setuptools>=61"', "setuptools.build_meta", STATIC)}


def setuptools_attr() -> dict[str, str]:
    more = '[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__" }\n'
    text = pyproject('"setuptools>=61"', "setuptools.build_meta", DYNAMIC, more)
    return {**common(CODE_WITH_VERSION), "pyproject.toml": text}


SETUP_CFG = f"""\
[metadata]
name = demo-sample
version = {VERSION}
description = A sample project.
long_description = file: README.md
long_description_content_type = text/markdown
license = MIT
url = https://example.org/demo

[options]
package_dir =
    = src
packages = find:
python_requires = >=3.10

[options.packages.find]
where = src

[options.extras_require]
look-alike = packaging>={VERSION}
test = pytest
"""


def setuptools_cfg() -> dict[str, str]:
    return {**common(), "setup.cfg": SETUP_CFG, "setup.py": "from setuptools import setup\n\nsetup()\n"}


SETUP_PY = f"""\
from pathlib import Path

from setuptools import find_packages, setup

setup(
    name="demo-sample",
    version="{VERSION}",
    description="A sample project.",
    long_description=Path("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    url="https://example.org/demo",
    package_dir={{"": "src"}},
    packages=find_packages("src"),
    python_requires=">=3.10",
    extras_require={{"look-alike": ["packaging>={VERSION}"], "test": ["pytest"]}},
)
"""


def setuptools_py() -> dict[str, str]:
    return {**common(), "setup.py": SETUP_PY}


def setuptools_scm() -> dict[str, str]:
    requires = '"setuptools>=64", "setuptools-scm>=8"'
    text = pyproject(
        requires,
        "setuptools.build_meta",
        DYNAMIC,
        '[tool.setuptools_scm]\nlocal_scheme = "no-local-version"\n',
    )
    return {**common(), "pyproject.toml": text}


HATCH_WHEEL = '[tool.hatch.build.targets.wheel]\npackages = ["src/demo"]\n'


def hatchling_static() -> dict[str, str]:
    return {**common(), "pyproject.toml": pyproject('"hatchling"', "hatchling.build", STATIC, HATCH_WHEEL)}


def hatchling_path() -> dict[str, str]:
    more = f'[tool.hatch.version]\npath = "src/demo/__init__.py"\n\n{HATCH_WHEEL}'
    text = pyproject('"hatchling"', "hatchling.build", DYNAMIC, more)
    return {**common(CODE_WITH_VERSION), "pyproject.toml": text}


def incremental() -> dict[str, str]:
    more = f"""\
[tool.hatch.version]
source = "incremental"

[tool.incremental]
name = "demo"

{HATCH_WHEEL}"""
    text = pyproject('"hatchling", "incremental>=24.7"', "hatchling.build", DYNAMIC, more)
    version = f'from incremental import Version\n\n__version__ = Version("demo", {AS_ARGUMENTS})\n'
    return {**common(), "pyproject.toml": text, "src/demo/_version.py": version}


def hatchling_vcs() -> dict[str, str]:
    more = f"""\
[tool.hatch.version]
source = "vcs"
raw-options = {{ local_scheme = "no-local-version" }}

{HATCH_WHEEL}"""
    return {
        **common(),
        "pyproject.toml": pyproject('"hatchling", "hatch-vcs"', "hatchling.build", DYNAMIC, more),
    }


FLIT_MODULE = '[tool.flit.module]\nname = "demo"\n'


def flit_static() -> dict[str, str]:
    text = pyproject('"flit_core>=3.11,<5"', "flit_core.buildapi", STATIC, FLIT_MODULE)
    return {**common(), "pyproject.toml": text}


def flit_dynamic() -> dict[str, str]:
    text = pyproject('"flit_core>=3.11,<5"', "flit_core.buildapi", DYNAMIC, FLIT_MODULE)
    return {**common(CODE_WITH_VERSION, "demo"), "pyproject.toml": text}


def pdm_static() -> dict[str, str]:
    return {**common(), "pyproject.toml": pyproject('"pdm-backend"', "pdm.backend", STATIC)}


def pdm_scm() -> dict[str, str]:
    more = '[tool.pdm.version]\nsource = "scm"\n'
    return {**common(), "pyproject.toml": pyproject('"pdm-backend"', "pdm.backend", DYNAMIC, more)}


def pdm_file() -> dict[str, str]:
    more = '[tool.pdm.version]\nsource = "file"\npath = "src/demo/__init__.py"\n'
    text = pyproject('"pdm-backend"', "pdm.backend", DYNAMIC, more)
    return {**common(CODE_WITH_VERSION), "pyproject.toml": text}


POETRY_PACKAGES = '[tool.poetry]\npackages = [{ include = "demo", from = "src" }]\n'


def poetry_project() -> dict[str, str]:
    return {
        **common(),
        "pyproject.toml": pyproject('"poetry-core>=2"', "poetry.core.masonry.api", STATIC, POETRY_PACKAGES),
    }


POETRY = f"""\
[build-system]
requires = ["poetry-core>=1"]
build-backend = "poetry.core.masonry.api"

[tool.poetry]
name = "demo-sample"
version = "{VERSION}"
description = "A sample project."
authors = ["Somebody <somebody@example.org>"]
license = "MIT"
readme = "README.md"
packages = [{{ include = "demo" }}]

[tool.poetry.dependencies]
python = ">=3.10"
packaging = {{ version = ">={VERSION}", optional = true }}

[tool.poetry.extras]
look-alike = ["packaging"]

[tool.poetry.group.test.dependencies]
pytest = ">=8"
"""


def poetry_tool() -> dict[str, str]:
    return {**common(package="demo"), "pyproject.toml": POETRY}


def poetry_dynamic() -> dict[str, str]:
    more = f'{POETRY_PACKAGES}version = "0.0.0"\n\n[tool.poetry-dynamic-versioning]\nenable = true\n'
    requires = '"poetry-core>=2", "poetry-dynamic-versioning>=1.10,<2"'
    text = pyproject(requires, "poetry_dynamic_versioning.backend", DYNAMIC, more)
    return {**common(), "pyproject.toml": text}


def uv_build() -> dict[str, str]:
    more = '[tool.uv.build-backend]\nmodule-name = "demo"\n'
    text = pyproject('"uv_build>=0.9"', "uv_build", STATIC, more)
    return {**common(), "pyproject.toml": text}


def last_resort() -> dict[str, str]:
    text = pyproject('"hatchling"', "backend", DYNAMIC).replace("[project]", "[project]", 1)
    backend = '"""A backend of the project\'s own."""\n\nfrom hatchling.build import *  # noqa: F403\n'
    text = text.replace('build-backend = "backend"\n', 'build-backend = "backend"\nbackend-path = ["."]\n')
    hatch = '\n[tool.hatch.version]\npath = "src/demo/__init__.py"\n\n' + HATCH_WHEEL
    return {**common(CODE_WITH_VERSION), "backend.py": backend, "pyproject.toml": text + hatch}


SAMPLES = {
    function.__name__: function
    for function in (
        setuptools_static, setuptools_attr, setuptools_cfg, setuptools_py, setuptools_scm,
        hatchling_static, hatchling_path, hatchling_vcs, incremental, flit_static, flit_dynamic,
        pdm_static, pdm_scm, pdm_file, poetry_project, poetry_tool, poetry_dynamic, uv_build,
        scikit_build_static, scikit_build_regex, scikit_build_scm, meson_static, meson_build,
        maturin_static, maturin_cargo, last_resort,
    )
}  # fmt: skip
NAMES = tuple(SAMPLES)
FROM_TAG = ("setuptools_scm", "hatchling_vcs", "pdm_scm", "poetry_dynamic", "scikit_build_scm")


def make(name: str, folder: Path, version: str = VERSION) -> Path:
    """Write the sample of a layout at a version into a folder, which is made where it is absent; return the folder."""
    for path, text in SAMPLES[name]().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        written = text.replace(VERSION, version).replace(AS_ARGUMENTS, version.replace(".", ", "))
        file.write_text(written, encoding="utf-8", newline="\n")
    return folder
