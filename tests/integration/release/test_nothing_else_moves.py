"""A release changes what it names, and nothing else.

The kind: a requirement, an entry point, or any other line, that moves with the version. What the
project's own settings name on purpose moves and is shown; what nothing names stops the release; where the old version
still stands is listed.
"""

from __future__ import annotations

from textwrap import dedent

import pytest
from places import row

from gonogo.commands import rehearse
from gonogo.model.errors import GonogoError, Status
from gonogo.model.plan import Plan
from gonogo.release import contexts, left_behind
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

SETUP = """\
    from setuptools import setup

    VERSION = "1.0.0"
    setup(
        name="demo-sample",
        version=VERSION,
        packages=["demo"],
        package_dir={"": "src"},
        python_requires=">=3.10",
        install_requires=[REQUIREMENT],
    )
    """
BACKEND = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
NEWS = '[tool.towncrier]\nname = "demo"\ndirectory = "changelog.d"\nfilename = "CHANGELOG.md"\n'


def setuptools(sample, requirement: str, more: str = "") -> None:
    sample.commit("setup.py", dedent(SETUP).replace("REQUIREMENT", requirement))
    sample.commit("pyproject.toml", BACKEND + NEWS + more)
    sample.git("push", "-q")


@pytest.mark.parametrize(
    ("requirement", "more"),
    [
        ('"other>=1.0.0"', '[tool.bumpversion]\ncurrent_version = "1.0.0"\nfiles = [{filename = "setup.py"}]\n'),
        ('f"other=={VERSION}"', ""),
    ],
    ids=["replaced by a search for the bare version", "computed from the version"],
)
def test_a_requirement_that_moves_and_that_no_setting_names_stops_the_release(sample, requirement, more):
    setuptools(sample, requirement, more)
    before = sample.snapshot()
    board = sample.bump()
    assert board.exit_status is Status.NO_GO
    (finding,) = [one for one in board.rows[-1].findings if one.blocking]
    assert "Requires-Dist moves with the version: other" in finding.what
    assert sample.snapshot() == before


def test_a_written_reason_lets_it_move(sample):
    waiver = '[tool.gonogo.waivers]\nnothing_else_moves = "both packages are released together"\n'
    setuptools(sample, 'f"other=={VERSION}"', waiver)
    board = sample.bump()
    assert board.exit_status is Status.GO
    assert "released together" in row(board, "nothing else moves").note


def test_a_requirement_that_the_settings_name_moves_and_is_shown(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    own = """
        [tool.bumpversion]
        current_version = "1.0.0"
        [[tool.bumpversion.files]]
        filename = "pyproject.toml"
        search = "Demo_Core >= {current_version}"
        replace = "Demo_Core >= {new_version}"
        """
    named = text.replace("[project]", '[project]\ndependencies = ["Demo_Core >= 1.0.0", "other>=1.0.0"]')
    sample.commit("pyproject.toml", named + dedent(own))
    sample.git("push", "-q")
    board = sample.bump()
    assert board.exit_status is Status.GO
    assert "demo-core" in row(board, "nothing else moves").note.lower().replace("_", "-")
    changed = sample.git("show", "HEAD:pyproject.toml")
    assert "Demo_Core >= 1.1.0" in changed
    assert "other>=1.0.0" in changed


def test_lines_that_a_hook_changes_are_shown_and_where_the_old_version_stands_is_listed(sample):
    sample.commit("docs/conf.py", 'release = "1.0.0"\n')
    sample.commit("docs/api.rst", ".. versionadded:: 1.0.0\n")
    sample.commit("Dockerfile", "RUN pip install demo-sample==1.0.0\n")
    sample.settings("""
        [tool.gonogo.hooks]
        after-prepare = [["python3", "-c", "open('built.txt', 'w').write('once')"]]
        """)
    board = sample.bump()
    assert board.exit_status is Status.GO
    shown = row(board, "nothing else moves")
    assert "built.txt:1 once" in shown.note
    assert "src/demo" not in shown.note
    (advice,) = shown.findings
    assert not advice.blocking
    assert "docs/conf.py:1" in advice.what
    assert "Dockerfile:1" in advice.what
    assert "CHANGELOG" not in advice.what
    assert "docs/api.rst" not in advice.what


@pytest.mark.parametrize(
    ("line", "moved", "pre"),
    [
        ("version_info = (1, 0, 0)", "version_info = (1, 1, 0)", ""),
        ("__version_info__: tuple = (1,0,0)", "__version_info__: tuple = (1, 1, 0)", "rc"),
    ],
)
def test_the_version_as_a_tuple_of_numbers_moves_with_it(sample, line, moved, pre):
    sample.commit("src/demo/__init__.py", f'__version__ = "1.0.0"\n{line}\n\n\ndef main(): print("demo")\n')
    sample.git("push", "-q")
    try:
        board = sample.bump(pre=pre)
    except GonogoError as error:
        pytest.fail(error.sentence)
    assert board.exit_status is Status.GO
    assert moved in sample.git("show", "HEAD:src/demo/__init__.py")


@pytest.mark.usefixtures("nothing_installed")
def test_a_rehearsal_shows_the_same(sample):
    setuptools(sample, 'f"other=={VERSION}"')
    board = rehearse.rehearse(sample.folder, Request(part="minor"), today(), Silence())
    assert board.exit_status is Status.NO_GO
    assert board.rows[-1].name == "nothing else moves"


OWN = """
    [tool.bumpversion]
    current_version = "1.0.0"
    [[tool.bumpversion.files]]
    filename = "pyproject.toml"
"""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("entry_points={'console_scripts': ['demo-%s = demo:main' % VERSION]}", "moves with the version"),
        (
            "entry_points={'console_scripts': ['demo = demo:main'] if VERSION < '1.1' else []}",
            "is gone with the version",
        ),
    ],
    ids=["moves", "is lost"],
)
def test_an_entry_point_that_no_setting_names_stops_the_release(sample, line, shown):
    """NO-GO, as for a requirement: users type its name, or plugins are found by it."""
    setuptools(sample, '"other"')
    setup = (sample.folder / "setup.py").read_text()
    sample.commit("setup.py", setup.replace("install_requires", f"{line},\n    install_requires"))
    sample.git("push", "-q")
    before = sample.snapshot()
    board = sample.bump()
    assert board.exit_status is Status.NO_GO
    finding = next(one for one in board.rows[-1].findings if one.blocking)
    assert finding.code == "entry-point-moves"
    assert f"entry point {shown}: console_scripts: demo" in finding.what
    assert sample.snapshot() == before


@pytest.mark.parametrize(
    ("search", "status"),
    [("demo-{current_version}' = ", Status.GO), ("{current_version}", Status.NO_GO)],
    ids=["named", "by the bare version"],
)
def test_an_entry_point_in_pyproject_moves_where_the_settings_name_it(sample, search, status):
    text = (sample.folder / "pyproject.toml").read_text()
    scripts = text.replace("[project.scripts]", "[project.scripts]\n'demo-1.0.0' = 'demo:main'")
    own = f'search = "{search}"\nreplace = "{search.replace("current", "new")}"\n'
    sample.commit("pyproject.toml", scripts + dedent(OWN) + own)
    sample.git("push", "-q")
    board = sample.bump()
    shown = row(board, "nothing else moves")
    assert board.exit_status is status, shown
    assert "console_scripts: demo-1.1.0 = demo:main" in shown.note + "".join(one.what for one in shown.findings)


@pytest.mark.parametrize(("said", "named"), [("0.9.0", True), ("0.0.0", False), ("v1", False), ("1.0.0", False)])
def test_a_version_that_was_left_behind_in_a_package_is_named(sample, said, named):
    """Sister: what users of the package read is neither the old version nor the new one."""
    sample.commit("src/demo/__init__.py", f'__version__ = "{said}"\n\n\ndef main() -> None:\n    """Print."""\n')
    sample.git("push", "-q")
    board = sample.bump()
    assert board.exit_status is Status.GO
    found = [one.what for one in row(board, "nothing else moves").findings if one.code == "version-is-stale"]
    assert found == (["src/demo/__init__.py says 0.9.0, and the release is 1.1.0"] if named else [])


SAYING = '{line}\n\n\ndef main() -> None:\n    """Print."""\n'


def set_by_hand(sample, path: str, text: str, tagged: str) -> None:
    """Tag a release whose version `path` repeats or not, then set only the version of pyproject.toml."""
    pyproject = (sample.folder / "pyproject.toml").read_text()
    sample.write(path, text)
    sample.commit("pyproject.toml", pyproject.replace('"1.0.0"', f'"{tagged}"'), "Release")
    sample.git("tag", "-a", f"v{tagged}", "-m", "Release")
    sample.commit("pyproject.toml", pyproject.replace('"1.0.0"', '"1.1.0"'), "By hand")
    sample.git("push", "-q", "--tags", "origin", "main")


def test_a_version_that_moved_with_the_last_release_and_was_left_behind_since_stops_the_next(sample):
    """Else what users read as `__version__` would be wrong in silence."""
    set_by_hand(sample, "src/demo/__init__.py", SAYING.format(line='__version__ = "1.0.0rc2"'), "1.0.0rc2")
    before = sample.snapshot()
    board = sample.bump()
    (found,) = row(board, "nothing else moves").findings
    assert (board.exit_status, found.code, found.blocking) == (Status.NO_GO, "version-is-stale", True)
    assert "src/demo/__init__.py says 1.0.0rc2, and the release is 1.2.0" in found.what
    assert "nothing_else_moves under [tool.gonogo.waivers]" in found.fix
    assert sample.snapshot() == before


@pytest.mark.parametrize(
    ("path", "text", "blocking"),
    [
        ("src/demo/__init__.py", SAYING.format(line="version_info = (1, 0, 0)"), [True]),
        (".bumpversion.cfg", "[bumpversion]\ncurrent_version = 1.0.0\n", [True]),
        ("src/demo/__init__.py", SAYING.format(line='__version__ = "0.9.0"'), [False]),
        (".bumpversion.cfg", "[bumpversion]\ncurrent_version = 0.9.0\n", []),
    ],
    ids=["a tuple", "another tool's", "that never moved", "another tool's that never moved"],
)
def test_every_location_that_moved_with_the_last_release_is_looked_at(sample, path, text, blocking):
    set_by_hand(sample, path, text, "1.0.0")
    project = survey(sample.folder)
    context = contexts.local(project, sample.folder)
    plan = Plan(project.name, "", "main", project.version, "1.2.0", "", "")
    assert [one.blocking for one in left_behind.stale(plan, context)] == blocking
