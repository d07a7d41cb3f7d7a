from __future__ import annotations

from importlib import metadata

import pytest

from gonogo.artifacts import inspector
from gonogo.artifacts.inspector import failures, import_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["demo/__init__.py", "demo/sub/__init__.py", "demo/x.py", "demo-1.dist-info/RECORD"], ["demo"]),
        (["demo.py", "_demo.abi3.so"], ["_demo", "demo"]),
        (["google/cloud/thing/__init__.py", "google/cloud/thing/a.py"], ["google.cloud.thing"]),
        (["space/one.py", "space/two/__init__.py"], ["space.one", "space.two"]),
        (
            ["demo/__main__.py", "demo/__init__.py", "../../bin/demo", "demo.pth", "demo-stubs/__init__.pyi"],
            ["demo"],
        ),
        ([], []),
    ],
)
def test_the_outermost_modules_and_packages_are_the_import_names(paths, names):
    assert import_names(paths) == names


def test_an_import_that_leaves_is_a_failure_and_not_the_end(tmp_path, monkeypatch):
    (tmp_path / "leaver.py").write_text("raise SystemExit(3)")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert failures(["json", "leaver"]) == {"leaver": "SystemExit: 3"}


@pytest.mark.parametrize("name", ["pytest", "Typing.Extensions", "bump-my-version", "towncrier"])
def test_what_an_installer_wrote_is_read_as_importlib_reads_it(name):
    folder, known = inspector.folder_of(name), metadata.distribution(name)
    assert inspector.version_in(inspector.lines(folder, "METADATA")) == known.version
    scripts = {point.name for point in known.entry_points if point.group == "console_scripts"}
    assert inspector.scripts_in(inspector.lines(folder, "entry_points.txt")) == sorted(scripts)
    assert inspector.paths_in(inspector.lines(folder, "RECORD")) == [str(path) for path in known.files or ()]


def test_a_distribution_that_is_not_installed_ends_the_script():
    with pytest.raises(SystemExit, match="not installed"):
        inspector.folder_of("nothing-of-this-name")


def test_only_the_headers_of_the_metadata_name_the_version():
    assert inspector.version_in(["Metadata-Version: 2.4", "version: 1.0", "", "Version: 2.0"]) == "1.0"
    assert inspector.version_in([]) == ""


def test_comments_and_other_groups_name_no_script():
    lines = ["[gui_scripts]", "window = a:b", "[console_scripts]", "# no = a:b", "", "run=a:b [extra]"]
    assert inspector.scripts_in(lines) == ["run"]
