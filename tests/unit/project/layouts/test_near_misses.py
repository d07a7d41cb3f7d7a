"""Layouts distinguished where they look alike, and places found in the spellings that real projects have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.model.location import Location
from gonogo.project import bump, layouts, locations, workspace
from gonogo.project.find_version import VersionPlaceUnclear
from gonogo.project.layouts import last_resort

Write = Callable[[dict[str, str]], Path]
SETUP = "from setuptools import setup\nsetup()\n"
DYNAMIC = '[project]\nname = "demo"\ndynamic = ["version"]\n'
STATIC = '[project]\nname = "demo"\nversion = "1.2.3"\n'


def system(backend: str, requires: str = '"x"') -> str:
    return f'[build-system]\nrequires = [{requires}]\nbuild-backend = "{backend}"\n\n'


SETUPTOOLS = system("setuptools.build_meta", '"setuptools"')
ATTR = '[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__" }\n'


def test_only_the_version_of_the_metadata_in_setup_cfg_moves(write: Write) -> None:
    text = "[tool]\nversion = 1.2.3\n\n[metadata]\nname = demo\nversion = 1.2.3\n\n[options]\npython_v = 3\n"
    root = write({"setup.cfg": text, "setup.py": SETUP})
    layout = layouts.recognise(root)
    assert layout.name == "setuptools_cfg"
    bump.write(root, layout.places, "1.2.3", "1.3.0")
    assert (root / "setup.cfg").read_text() == text.replace("demo\nversion = 1.2.3", "demo\nversion = 1.3.0")


def test_line_ends_stay_where_a_place_spans_lines(write: Write) -> None:
    text = "[tool]\r\nversion = 1.2.3\r\n\r\n[metadata]\r\nname = demo\r\nversion = 1.2.3\r\n"
    root = write({"setup.cfg": text})
    bump.write(root, layouts.recognise(root).places, "1.2.3", "1.3.0")
    wanted = text.replace("demo\r\nversion = 1.2.3", "demo\r\nversion = 1.3.0")
    assert (root / "setup.cfg").read_bytes() == wanted.encode()


def test_an_attribute_is_followed_through_the_import_that_brings_it(write: Write) -> None:
    code = '"""Demo."""\nfrom ._version import VERSION as __version__\n'
    files = {"src/demo/__init__.py": code, "src/demo/_version.py": 'VERSION: str = "1.2.3"\n'}
    layout = layouts.recognise(write({"pyproject.toml": SETUPTOOLS + DYNAMIC + ATTR, **files}))
    assert layout.places == (Location("src/demo/_version.py", search='VERSION: str = "{version}"'),)


def test_an_example_in_a_docstring_is_not_the_version(write: Write) -> None:
    code = '"""Demo.\n\n__version__ = "1.2.3"\n"""\n\n__version__ = "1.2.3"\n'
    root = write({"pyproject.toml": SETUPTOOLS + DYNAMIC + ATTR, "demo/__init__.py": code})
    bump.write(root, layouts.recognise(root).places, "1.2.3", "1.3.0")
    assert (root / "demo/__init__.py").read_text() == code[:-7] + '1.3.0"\n'


def test_a_computed_version_is_an_error_that_names_the_file_and_the_way_out(write: Write) -> None:
    files = {"demo/__init__.py": '__version__ = ".".join(["1", "2"])\n'}
    root = write({"pyproject.toml": SETUPTOOLS + DYNAMIC + ATTR, **files})
    with pytest.raises(VersionPlaceUnclear) as caught:
        layouts.recognise(root)
    assert "demo/__init__.py" in caught.value.sentence
    assert "[[tool.gonogo.places]]" in caught.value.hint


def test_a_version_with_a_letter_that_belongs_to_the_tag_is_named(write: Write) -> None:
    root = write({"pyproject.toml": SETUPTOOLS + DYNAMIC + ATTR, "demo/__init__.py": '__version__ = "v1.2.3"\n'})
    with pytest.raises(VersionPlaceUnclear, match=r"in line 1, 'v1\.2\.3' is not a version: a leading v belongs"):
        layouts.recognise(root)


def test_a_name_that_setup_py_computes_further_down_is_no_literal(write: Write) -> None:
    setup = 'from setuptools import setup\nVERSION = "0"\nVERSION = versioneer.get_version()\nsetup(version=VERSION)\n'
    with pytest.raises(VersionPlaceUnclear, match="computed"):
        layouts.recognise(write({"pyproject.toml": SETUPTOOLS + DYNAMIC, "setup.py": setup}))


def test_the_version_s_location_in_a_namespace_package_that_a_table_names_follows(write: Write) -> None:
    packages = '[tool.poetry]\npackages = [{ include = "big", from = "src" }]\n'
    files = {"src/big/core/__init__.py": '__version__ = "1.2.3"\n', "src/big/data/x.json": "{}"}
    root = write({"pyproject.toml": system("poetry.core.masonry.api") + STATIC + packages, **files})
    layout = layouts.recognise(root)
    assert layout.import_names == ("big.core",)
    assert [place.path for place in layout.places] == ["pyproject.toml", "src/big/core/__init__.py"]


VERSION = '"""Generated."""\n\nfrom incremental import Version\n\n__version__ = Version("Demo", 24, 7, 0, post=0)\n'


@pytest.mark.parametrize(
    ("pyproject", "setup", "name"),
    [
        (system("hatchling.build") + DYNAMIC + '[tool.hatch.version]\nsource = "incremental"\n', "", "incremental"),
        (SETUPTOOLS + DYNAMIC + '[tool.incremental]\nname = "Demo"\n', "", "incremental"),
        ("", "from setuptools import setup\nsetup(name='demo', use_incremental=True)\n", "incremental"),
        (SETUPTOOLS + DYNAMIC + ATTR.replace("__version__", "said"), "", "setuptools_attr"),
    ],
)
def test_a_version_of_incremental_is_written_as_its_arguments(
    pyproject: str, setup: str, name: str, write: Write
) -> None:
    code = "from ._version import __version__\n\n\ndef said():\n    return __version__.public()\n"
    files = {"pyproject.toml": pyproject, "setup.py": setup or SETUP}
    root = write({**files, "src/demo/__init__.py": code, "src/demo/_version.py": VERSION})
    layout = layouts.recognise(root)
    assert (layout.name, locations.agreed(root, layout.places)) == (name, "24.7.0.post0")
    bump.write(root, layout.places, "24.7.0.post0", "24.8.0rc1")
    wanted = VERSION.replace("24, 7, 0, post=0", "24, 8, 0, release_candidate=1")
    assert (root / "src/demo/_version.py").read_text() == wanted
    bump.write(root, layout.places, "24.8.0rc1", "24.8.0")
    assert '"Demo", 24, 8, 0)' in (root / "src/demo/_version.py").read_text()


def test_a_package_that_setup_cfg_excludes_is_no_import_name(write: Write) -> None:
    cfg = "[metadata]\nname = demo\nversion = 1.2.3\n[options]\npackages = find:\npackage_dir = =src\n"
    files = {"setup.cfg": cfg + "[options.packages.find]\nwhere = src\nexclude = example\n", "setup.py": SETUP}
    root = write({**files, "src/demo/__init__.py": "", "src/example/__init__.py": ""})
    assert layouts.recognise(root).import_names == ("demo",)


def test_pdm_s_backend_is_known_where_it_builds_itself_too(write: Write) -> None:
    intree = system("pdm.backend.intree").replace('["x"]', '[]\nbackend-path = ["src"]')
    root = write({"pyproject.toml": intree + DYNAMIC + '[tool.pdm.version]\nsource = "scm"\n'})
    assert layouts.recognise(root).name == "pdm_scm"


def test_a_static_version_wins_over_required_setuptools_scm(write: Write) -> None:
    text = system("setuptools.build_meta", '"setuptools", "setuptools-scm"') + STATIC
    assert layouts.recognise(write({"pyproject.toml": text})).name == "setuptools_static"


def test_setuptools_scm_in_any_spelling_of_its_name_takes_the_version_from_the_tag(write: Write) -> None:
    text = system("setuptools.build_meta", '"setuptools_scm>=8"') + DYNAMIC.replace("demo", "my.Demo-app")
    layout = layouts.recognise(write({"pyproject.toml": text}))
    assert layout.from_tag


def test_a_setup_py_beside_poetry_is_left_alone(write: Write) -> None:
    poetry = '[tool.poetry]\nname = "demo"\nversion = "1.2.3"\n'
    layout = layouts.recognise(write({"pyproject.toml": poetry + system("poetry.core.masonry.api"), "setup.py": SETUP}))
    assert layout.name == "poetry_tool"
    assert layout.places == (Location("pyproject.toml", key="tool.poetry.version"),)


def test_a_spelling_that_is_not_canonical_is_recognised(write: Write) -> None:
    code = '__version__ = "8.5.0.dev0"\n'
    project = STATIC.replace("1.2.3", "8.5.0.dev")
    root = write({"pyproject.toml": system("flit_core.buildapi") + project, "demo.py": code})
    layout = layouts.recognise(root)
    assert [place.path for place in layout.places] == ["pyproject.toml", "demo.py"]
    bump.write(root, layout.places, "8.5.0.dev", "8.5.0")
    assert (root / "demo.py").read_text() == '__version__ = "8.5.0"\n'


def test_a_numeric_location_follows(write: Write) -> None:
    code = '__title__ = "demo"\n__version__ = "2.34.2"\n__build__ = 0x023402\n'
    text = SETUPTOOLS + DYNAMIC + '[tool.setuptools.dynamic]\nversion = { attr = "demo.__version__.__version__" }\n'
    root = write({"pyproject.toml": text, "src/demo/__version__.py": code, "src/demo/__init__.py": ""})
    bump.write(root, layouts.recognise(root).places, "2.34.2", "2.35.0")
    assert (root / "src/demo/__version__.py").read_text() == code.replace("2.34.2", "2.35.0").replace("3402", "3500")


def test_locations_with_the_same_version_follow_and_others_stay(write: Write) -> None:
    root = write(
        {
            "pyproject.toml": SETUPTOOLS + STATIC,
            "src/demo/__init__.py": '__version__ = "1.2.3"\n',
            "src/demo/version.py": '__version__ = "9.9"\n',
            ".bumpversion.cfg": "[bumpversion]\ncurrent_version = 1.2.3\n",
        }
    )
    paths = {place.path for place in layouts.recognise(root).places}
    assert paths == {"pyproject.toml", "src/demo/__init__.py", ".bumpversion.cfg"}


def test_a_file_that_holds_nothing_but_the_version_is_a_place(write: Write) -> None:
    more = '[tool.setuptools.dynamic]\nversion = { file = ["VERSION"] }\n'
    root = write({"pyproject.toml": SETUPTOOLS + DYNAMIC + more, "VERSION": "1.2.3\n"})
    bump.write(root, layouts.recognise(root).places, "1.2.3", "1.3.0")
    assert (root / "VERSION").read_text() == "1.3.0\n"


def test_meson_s_own_version_requirement_is_not_the_version(write: Write) -> None:
    meson = "# project(version: '0')\nproject(\n  'demo', # (\n  meson_version: '>=1.2.3', version: '1.2.3',\n)\n"
    root = write({"pyproject.toml": system("mesonpy") + DYNAMIC, "meson.build": meson, "demo.py": ""})
    bump.write(root, layouts.recognise(root).places, "1.2.3", "1.3.0")
    assert (root / "meson.build").read_text() == meson.replace(" version: '1.2.3'", " version: '1.3.0'")


def test_a_cargo_workspace_gives_its_version_to_every_crate(write: Write) -> None:
    shared = '[package]\nname = "{}"\nversion.workspace = true\n'
    lock = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\n\n'
        for name, version in (("core", "1.3.0-rc.1"), ("demo", "1.3.0-rc.1"), ("serde", "1.2.3"))
    )
    root = write(
        {
            "pyproject.toml": system("maturin")
            + DYNAMIC
            + '[tool.maturin]\nmanifest-path = "crates/demo/Cargo.toml"\n',
            "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\npackage.version = "1.3.0-rc.1"\n',
            "crates/demo/Cargo.toml": shared.format("demo"),
            "crates/core/Cargo.toml": shared.format("core"),
            "Cargo.lock": lock,
        }
    )
    layout = layouts.recognise(root)
    assert locations.agreed(root, layout.places) == "1.3.0rc1"
    bump.write(root, layout.places, "1.3.0rc1", "1.3.0")
    assert (root / "Cargo.lock").read_text() == lock.replace("1.3.0-rc.1", "1.3.0")


def test_a_backend_of_the_project_s_own_before_setuptools_is_setuptools(write: Write) -> None:
    own = '[build-system]\nrequires = ["setuptools>=61"]\nbuild-backend = "hooks"\nbackend-path = ["."]\n'
    assert layouts.recognise(write({"pyproject.toml": own + STATIC})).name == "setuptools_static"


def test_a_folder_of_packages_names_them(write: Write) -> None:
    packages = {f"{name}/pyproject.toml": SETUPTOOLS + STATIC for name in ("client", "server")}
    root = write({"pyproject.toml": '[dependency-groups]\ndev = ["pytest"]\n', "docs/setup.py": SETUP, **packages})
    assert workspace.find(root) == ("client", "server")
    with pytest.raises(last_resort.NotAPackage, match="client, server"):
        layouts.recognise(root)


def test_a_version_nowhere_lists_what_was_looked_at(write: Write) -> None:
    root = write({"pyproject.toml": system("own.backend") + DYNAMIC, "demo/__init__.py": ""})
    with pytest.raises(last_resort.VersionNowhere, match=r"demo/__init__\.py"):
        layouts.recognise(root)


def test_places_of_the_settings_are_enough(write: Write) -> None:
    places = '[[tool.gonogo.places]]\npath = "demo/__init__.py"\nsearch = "V={version}"\n'
    root = write({"pyproject.toml": system("own.backend") + DYNAMIC + places, "demo/__init__.py": "# V=1.2.3\n"})
    assert layouts.recognise(root).places == ()


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"src/demo/__init__.py": "", "src/extra.py": ""}, ("demo", "extra")),
        ({"src/ns/one/__init__.py": "", "src/ns/two/__init__.py": ""}, ("ns.one", "ns.two")),
        ({"demo/__init__.py": "", "tests/__init__.py": "", "docs/conf.py": ""}, ("demo",)),
        ({"demo.py": "", "setup.py": SETUP, "noxfile.py": ""}, ("demo",)),
        ({"De_mo/__init__.py": "", "helper/__init__.py": ""}, ("De_mo",)),
        ({"lib/demo/__init__.py": ""}, ("demo",)),
        ({}, ("demo",)),
    ],
)
def test_import_names_are_read_off_the_folders(files: dict[str, str], names: tuple[str, ...], write: Write) -> None:
    assert layouts.recognise(write({"pyproject.toml": SETUPTOOLS + STATIC, **files})).import_names == names
