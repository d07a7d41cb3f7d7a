from __future__ import annotations

import pytest

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
