"""The metadata of a project is compared before and after a release, whatever letters and lengths it holds."""

from __future__ import annotations

from contextlib import ExitStack

from gonogo.artifacts import builder, workshops
from gonogo.model.errors import Status

REQUIREMENT = "a-long-name-of-a-package[with,extras,too]>=1.0; python_version<'3.12' and platform_system=='Linux'"


def test_a_readme_of_any_letters_and_a_long_requirement_are_no_obstacle(sample):
    pyproject = (sample.folder / "pyproject.toml").read_text()
    named = pyproject.replace(
        "[project]", f'[project]\nauthors = [{{name = "Ünal Çelik"}}]\ndependencies = ["{REQUIREMENT}"]'
    )
    sample.commit("README.md", "# Héllo — \u2713\n")
    sample.commit("pyproject.toml", named)
    sample.git("push", "-q")
    board = sample.bump()
    assert board.exit_status is Status.GO
    (shown,) = (row for row in board.rows if row.name == "nothing else moves")
    assert shown.note == "only the version"


def test_one_process_is_asked_twice_and_reads_modules_of_the_project_anew(tiny, monkeypatch):
    setup = "from setuptools import setup\nfrom helper import VERSION\nsetup(name='old', version=VERSION)\n"
    root = tiny({"setup.py": "import sys; sys.path.insert(0, '.')\n" + setup, "helper.py": "VERSION = '1.0'\n"})
    assert builder.metadata(root).version == "1.0"
    with ExitStack() as stack:
        started = workshops.started(root, stack)
        for module in (builder, workshops):
            monkeypatch.setattr(module, "serving", None)
        versions = [builder.metadata(root, started).version]
        (root / "helper.py").write_text("VERSION = '2.0'\n")
        versions.append(builder.metadata(root, started).version)
    assert versions == ["1.0", "2.0"]
