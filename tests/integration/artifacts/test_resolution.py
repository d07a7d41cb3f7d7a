"""What the tests install is what the project's lock pins: the kind is an environment that is another one tomorrow.

The locks in tests/samples/locks were written by uv, by `uv export` and by poetry, and one has the form of pdm's; each
pins `iniconfig`, which pytest needs, to an old release. The sample's own test looks at what is installed beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from gonogo.artifacts import environments, resolution
from gonogo.artifacts.resolution import Choice
from gonogo.cli import report
from gonogo.cli.board import to_json
from gonogo.cli.context import SessionContext
from gonogo.cli.options import parse
from gonogo.cli.sessions import tests
from gonogo.project import pins

LOCKS = Path(__file__).parents[2] / "samples" / "locks"
HASH = "b6a85871a79d2e3b22d2d1b94ac2824226a63c6b741c88f7ae975f18b6778374"
SAYS = """\
from importlib.metadata import version


def test_versions():
    assert version("demo-sample") == "1.0.0"
    assert version("iniconfig") {expected}
"""
OWN = '\n[[package]]\nname = "demo-sample"\nversion = "0.1.0"\n'


def expecting(sample, expected, **files):
    for path, text in {**files, "tests/test_versions.py": SAYS.format(expected=expected)}.items():
        sample.write(path, text)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "Pin")


@pytest.fixture
def ran(sample, tmp_path_factory, monkeypatch):
    """A function that does what `nox -s tests` does, in this process and an environment of its own."""
    monkeypatch.chdir(sample.folder)

    def run(*words):
        environment = environments.create(tmp_path_factory.mktemp("nox") / "env")
        nox = SimpleNamespace(global_config=SimpleNamespace(install_only=False))
        session = SimpleNamespace(virtualenv=SimpleNamespace(location=str(environment.folder)), _runner=nox)
        board = report.board_of("tests", lambda: tests.run(SessionContext(), parse("tests", words), session))
        return json.loads(to_json(board))

    return run


def notes(board):
    return " ".join(row["note"] for row in board["rows"])


@pytest.mark.parametrize(
    "lock", [one if one == "uv.lock" else pytest.param(one, marks=pytest.mark.journey) for one in pins.LOCKS]
)
def test_a_lock_says_which_versions_the_tests_meet_and_the_board_names_it(sample, lock, ran):
    text = (LOCKS / lock).read_text().replace('name = "demo"', 'name = "demo-sample"')
    expecting(sample, '== "2.0.0"', **{lock: text + (OWN if lock == "pdm.lock" else "")})

    board = ran()

    assert board["verdict"] == "GO", board
    assert f"pinned by {lock}" in notes(board)


@pytest.mark.journey
def test_constraint_files_of_the_settings_go_before_a_lock_and_newest_before_both(sample, ran):
    sample.settings('[tool.gonogo]\nconstraints = ["needs/all.txt"]\n')
    hashed = f"iniconfig==2.0.0 \\\n    --hash=sha256:{HASH}\n"
    expecting(
        sample,
        '== "2.0.0"',
        **{"uv.lock": "version = 1\n", "needs/all.txt": "-r more.txt\n-e .\n", "needs/more.txt": hashed},
    )

    board = ran()

    assert board["verdict"] == "GO", board
    assert "pinned by needs/all.txt" in notes(board)
    expecting(sample, '> "2.0.0"')
    board = ran("--resolution", "newest")
    assert board["verdict"] == "GO", board
    assert "newest" in notes(board)


@pytest.mark.journey
def test_the_lowest_versions_are_those_of_what_the_project_names_itself(sample, ran):
    text = (sample.folder / "pyproject.toml").read_text()
    text = text.replace("[project.scripts]", 'dependencies = ["iniconfig>=1.1.1"]\n\n[project.scripts]')
    expecting(sample, '== "1.1.1"', **{"pyproject.toml": text})

    board = ran("--resolution=lowest")

    assert board["verdict"] == "GO", board
    assert "lowest" in notes(board)
    assert "(kept)" not in ran()["rows"][-1]["note"], "a run on other versions is no verdict on the release"


@pytest.mark.parametrize(
    ("files", "words", "said"),
    [
        ({"needs.txt": "iniconfig==2.0.0 --hash=sha256:" + "0" * 64}, (), "pins-do-not-fit"),
        ({"needs.txt": "pytest==1.0"}, (), "pins-do-not-fit"),
        ({}, (), "constraints-missing"),
        ({}, ("--resolution", "low"), "no-resolution"),
    ],
)
def test_what_cannot_be_resolved_is_said_with_what_to_type(sample, files, words, said, ran):
    sample.settings('[tool.gonogo]\nconstraints = ["needs.txt"]\n')
    expecting(sample, '== "2.0.0"', **files)

    board = ran(*words)

    assert board["verdict"] != "GO"
    assert said in {finding["code"] for row in board["rows"] for finding in row["findings"]}, board


def test_pip_gets_versions_without_hashes_and_the_lowest_need_uv(tmp_path, monkeypatch):
    monkeypatch.setattr(resolution, "uv_program", str)
    (tmp_path / "c.txt").write_text(f"iniconfig==2.0.0 --hash=sha256:{HASH}\n")
    environment = environments.create(tmp_path / "env")
    found = resolution.find(Choice.LOCKED, tmp_path, "demo", ["c.txt"])

    words = found.words(environment)

    assert words[0] == "-c"
    assert Path(words[1]).read_text() == "iniconfig==2.0.0\n"
    with pytest.raises(resolution.NeedsUv):
        resolution.Resolution(Choice.LOWEST).words(environment)


@pytest.mark.parametrize("lock", pins.LOCKS)
def test_every_lock_is_read_alike_without_its_tool(lock):
    found = {pin.name: pin for pin in pins.in_lock(LOCKS, lock)}

    assert {"iniconfig", "pluggy", "pytest", "tomli"} <= set(found)
    assert "demo" not in found
    assert str(found["iniconfig"].requirement) == "iniconfig==2.0.0"
    assert f"sha256:{HASH}" in found["iniconfig"].hashes
    where = found["tomli"].requirement.marker
    assert (
        where is None
        if lock == "uv.lock"
        else not where.evaluate({"python_version": "3.12", "python_full_version": "3.12.1"})
    )


def test_a_package_with_two_versions_counts_where_markers_part_them(tmp_path):
    two = "".join(f'[[package]]\nname = "a"\nversion = "{one}"\n' for one in (1, 2))
    (tmp_path / "poetry.lock").write_text(two)
    assert pins.in_lock(tmp_path, "poetry.lock") == ()
    (tmp_path / "poetry.lock").write_text(two.replace('= "1"', '= "1"\nmarkers = "python_version < \'3\'"'))
    assert [str(pin.requirement) for pin in pins.in_lock(tmp_path, "poetry.lock")] == ['a==1; python_version < "3"']


def test_a_lock_above_a_package_of_the_same_repository_holds_and_one_above_the_repository_does_not(tmp_path):
    member = tmp_path / "repo" / "packages" / "one"
    member.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    (tmp_path / "uv.lock").write_text("")
    assert pins.lock_of(member) is None
    (tmp_path / "repo" / "pdm.lock").write_text("")
    assert pins.lock_of(member) == (tmp_path / "repo", "pdm.lock")


def test_requirements_that_name_a_folder_are_no_pins():
    lines = [
        "./lib",
        "-e .",
        "--index-url https://index.example/",
        "a @ file:///x",
        "b[c]==1",
        "d==2 ; python_version<'4'",
    ]
    found = [str(pin.requirement) for pin in pins.of_lines(lines)]
    assert found == ["b==1", 'd==2; python_version < "4"']


def test_uv_itself_says_what_its_lock_pins(sample):
    (sample.folder / "uv.lock").write_text(
        (LOCKS / "uv.lock").read_text().replace('name = "demo"', 'name = "demo-sample"')
    )

    found = {pin.name for pin in resolution.exported(sample.folder, "uv.lock")}

    assert {"iniconfig", "pytest"} <= found
    assert "demo-sample" not in found
