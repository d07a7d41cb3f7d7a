from pathlib import Path

import pytest

from gonogo.model.errors import GonogoError
from gonogo.model.location import Location
from gonogo.project.bump import Bumper, BumperSilent, BumpRefused, PinTouched, own_config, write
from gonogo.project.locations import PlaceMismatch
from gonogo.system.text import OutsideProject

KEY = Location("pyproject.toml", key="project.version")
INIT = Location("demo.py", search='__version__ = "{version}"')
PROJECT = '[project]\nname = "demo"\nversion = "1.2.3"\ndependencies = ["foo==1.2.3"]\n'


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())


def text_of(root: Path, name: str) -> str:
    return (root / name).read_bytes().decode()


@pytest.mark.parametrize("new", ["1.3.0", "1.3.0rc1", "1.2.3.post1", "1.2.4.dev0", "1!0.1", "2026.11.0", "2"])
def test_only_the_version_changes(tmp_path: Path, new: str) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT, "demo.py": '__version__ = "1.2.3"\nNEEDS = "1.2.3"\n'})
    assert write(tmp_path, (KEY, INIT), "1.2.3", new) == ["demo.py", "pyproject.toml"]
    assert text_of(tmp_path, "pyproject.toml") == PROJECT.replace('version = "1.2.3"', f'version = "{new}"')
    assert text_of(tmp_path, "demo.py") == f'__version__ = "{new}"\nNEEDS = "1.2.3"\n'


def test_line_ends_mark_last_line_and_mode_are_kept(tmp_path: Path) -> None:
    texts = {
        "pyproject.toml": "\ufeff" + PROJECT.replace("\n", "\r\n").rstrip(),
        "demo.py": 'a = 1\r\n__version__ = "1.2.3"\n',
    }
    put(tmp_path, texts)
    (tmp_path / "demo.py").chmod(0o755)
    write(tmp_path, (KEY, INIT), "1.2.3", "1.3.0")
    assert text_of(tmp_path, "demo.py") == texts["demo.py"].replace("1.2.3", "1.3.0")
    assert text_of(tmp_path, "pyproject.toml") == texts["pyproject.toml"].replace('n = "1.2.3"', 'n = "1.3.0"')
    assert (tmp_path / "demo.py").stat().st_mode & 0o777 == 0o755


def test_nothing_is_written_where_places_disagree(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT, "demo.py": '__version__ = "1.2.2"\n'})
    with pytest.raises(PlaceMismatch):
        write(tmp_path, (KEY, INIT), "1.2.3", "1.3.0")
    assert text_of(tmp_path, "pyproject.toml") == PROJECT


def test_cargo_and_numeric_locations_follow_in_their_own_spelling(tmp_path: Path) -> None:
    put(tmp_path, {"Cargo.toml": '[package]\nversion = "1.2.3"\n', "demo.py": "__build__ = 0x010203\n"})
    places = (
        Location("Cargo.toml", key="package.version", spelling="cargo"),
        Location("demo.py", search="__build__ = {version}", spelling="hex"),
    )
    write(tmp_path, places, "1.2.3", "1.13.0rc1")
    assert text_of(tmp_path, "Cargo.toml") == '[package]\nversion = "1.13.0-rc.1"\n'
    assert text_of(tmp_path, "demo.py") == "__build__ = 0x011300\n"


@pytest.mark.usefixtures("started_for_a_user")
def test_one_child_answers_many_questions(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT})
    with Bumper() as bumper:
        for old, new in [("1.2.3", "1.3.0"), ("1.3.0", "1.4.0rc1"), ("1.4.0rc1", "1.4.0")]:
            bumper.write(tmp_path, (KEY,), old, new)
    assert 'version = "1.4.0"' in text_of(tmp_path, "pyproject.toml")


HEAD = '\n[tool.bumpversion]\ncurrent_version = "1.2.3"\n'

OWN = """
[tool.bumpversion]
current_version = "1.2.3"

[[tool.bumpversion.files]]
filename = "README.md"
search = "demo {current_version}"
replace = "demo {new_version}"

[[tool.bumpversion.files]]
glob = "docs/*.txt"
"""


def test_a_configuration_of_its_own_is_followed_with_the_version_we_made(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"pyproject.toml": PROJECT + OWN, "README.md": "demo 1.2.3, foo 1.2.3\r\n", "docs/a.txt": "1.2.3"},
    )
    changed = write(tmp_path, (KEY,), "1.2.3", "1.3.0rc1")
    assert changed == ["README.md", "docs/a.txt", "pyproject.toml"]
    assert text_of(tmp_path, "README.md") == "demo 1.3.0rc1, foo 1.2.3\r\n"
    assert text_of(tmp_path, "docs/a.txt") == "1.3.0rc1"
    assert 'current_version = "1.3.0rc1"' in text_of(tmp_path, "pyproject.toml")
    assert "foo==1.2.3" in text_of(tmp_path, "pyproject.toml")


def test_a_dependency_that_its_own_configuration_would_change_is_a_refusal(tmp_path: Path) -> None:
    own = HEAD + '[[tool.bumpversion.files]]\nfilename = "pyproject.toml"\n'
    put(tmp_path, {"pyproject.toml": PROJECT + own})
    with pytest.raises(PinTouched, match="foo==1"):
        write(tmp_path, (KEY,), "1.2.3", "1.3.0")


SCHEME = r"""
[tool.bumpversion]
current_version = "1.2.3"
parse = '(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(\.(?P<dev>dev)\d+)?'
serialize = ["{major}.{minor}.{patch}.{dev}0", "{major}.{minor}.{patch}"]

[tool.bumpversion.parts.dev]
values = ["release", "dev"]
optional_value = "release"
"""


def test_a_scheme_of_its_own_makes_the_next_version(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT + SCHEME})
    own = own_config(tmp_path)
    assert own is not None
    assert own.has_scheme
    with Bumper() as bumper:
        assert bumper.next(tmp_path, "1.2.3", "dev") == "1.2.3.dev0"
        assert bumper.next(tmp_path, "1.2.3", "minor") == "1.3.0"
        assert bumper.next(tmp_path, "1.2.3", "banana") == ""


def test_a_version_that_its_own_scheme_cannot_say_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT + SCHEME})
    with pytest.raises(BumpRefused, match=r"make 1\.3\.0 of 1\.3\.0rc1"):
        write(tmp_path, (KEY,), "1.2.3", "1.3.0rc1")
    assert text_of(tmp_path, "pyproject.toml") == PROJECT + SCHEME


@pytest.mark.parametrize("name", [".bumpversion.cfg", "setup.cfg"])
def test_the_older_kind_of_configuration_is_followed(tmp_path: Path, name: str) -> None:
    own = "[bumpversion]\ncurrent_version = 1.2.3\ncommit = True\n\n[bumpversion:file:README.md]\n"
    put(tmp_path, {"pyproject.toml": PROJECT, name: own, "README.md": "demo 1.2.3\n"})
    assert write(tmp_path, (KEY,), "1.2.3", "1.3.0") == sorted(["README.md", name, "pyproject.toml"])
    assert text_of(tmp_path, name) == own.replace("1.2.3", "1.3.0")
    assert text_of(tmp_path, "README.md") == "demo 1.3.0\n"


def test_a_configuration_that_a_release_left_behind_is_not_followed(tmp_path: Path) -> None:
    own = '[tool.bumpversion]\ncurrent_version = "1.0.0"\n\n[[tool.bumpversion.files]]\nfilename = "gone.py"\n'
    put(tmp_path, {"pyproject.toml": PROJECT + own})
    assert write(tmp_path, (KEY,), "1.2.3", "1.3.0") == ["pyproject.toml"]
    assert own in text_of(tmp_path, "pyproject.toml")


def test_a_configuration_that_differs_from_what_is_on_its_way_is_a_refusal(tmp_path: Path) -> None:
    own = '[tool.bumpversion]\ncurrent_version = "1.0.0"\n'
    put(tmp_path, {"pyproject.toml": PROJECT.replace("1.2.3", "1.3.0.dev0") + own})
    with pytest.raises(PlaceMismatch, match=r"current_version\] says 1\.0\.0"):
        write(tmp_path, (KEY,), "1.3.0.dev0", "1.3.0")


@pytest.mark.parametrize("files", ["files = a.py docs/b.txt", "files =\n    a.py\n    docs/b.txt"])
def test_files_in_one_line_as_the_first_bumpversion_had_them_are_followed(tmp_path: Path, files: str) -> None:
    (tmp_path / "setup.cfg").write_text(f"[bumpversion]\ncurrent_version = 1.2.3\n{files}\n")
    (tmp_path / "docs").mkdir()
    for path in ("a.py", "docs/b.txt"):
        (tmp_path / path).write_text("v = '1.2.3'\n")
    assert write(tmp_path, (), "1.2.3", "1.3.0") == ["a.py", "docs/b.txt", "setup.cfg"]
    assert (tmp_path / "docs/b.txt").read_text() == "v = '1.3.0'\n"


def test_a_file_of_its_own_outside_the_project_is_refused(tmp_path: Path) -> None:
    own = HEAD + '[[tool.bumpversion.files]]\nfilename = "../out.txt"\n'
    root = tmp_path / "project"
    put(tmp_path, {"project/pyproject.toml": PROJECT + own, "out.txt": "1.2.3"})
    with pytest.raises(GonogoError, match="out of the project"):
        write(root, (KEY,), "1.2.3", "1.3.0")
    assert text_of(tmp_path, "out.txt") == "1.2.3"


@pytest.mark.usefixtures("started_for_a_user")
def test_hooks_of_its_own_configuration_do_not_run(tmp_path: Path) -> None:
    own = HEAD + 'pre_commit_hooks = ["touch hooked"]\nsetup_hooks = ["touch hooked"]\n'
    put(tmp_path, {"pyproject.toml": PROJECT + own})
    write(tmp_path, (KEY,), "1.2.3", "1.3.0")
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_a_workflow_is_never_a_place(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT, ".github/workflows/ci.yml": "v: 1.2.3\n"})
    with pytest.raises(OutsideProject):
        write(tmp_path, (KEY, Location(".github/workflows/ci.yml", search="v: {version}")), "1.2.3", "1.3.0")
    assert text_of(tmp_path, "pyproject.toml") == PROJECT


@pytest.mark.usefixtures("started_for_a_user")
def test_a_child_that_died_is_reported_and_nothing_written(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT})
    with Bumper() as bumper:
        bumper.close()
        with pytest.raises(BumperSilent):
            bumper.write(tmp_path, (KEY,), "1.2.3", "1.3.0")
    assert text_of(tmp_path, "pyproject.toml") == PROJECT


CATASTROPHE = """
[tool.bumpversion]
current_version = "1.2.3"
[[tool.bumpversion.files]]
filename = "README.md"
regex = true
search = "(x+x+)+y"
"""


def test_a_pattern_that_never_ends_is_stopped(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": PROJECT + CATASTROPHE, "README.md": "x" * 60 + "\n"})
    with Bumper(seconds=1.0) as bumper, pytest.raises(BumperSilent, match="within 1 s"):
        bumper.write(tmp_path, (KEY,), "1.2.3", "1.3.0")
    assert text_of(tmp_path, "README.md") == "x" * 60 + "\n"


@pytest.mark.usefixtures("started_for_a_user")
def test_nothing_of_the_working_directory_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        tmp_path,
        {"pyproject.toml": PROJECT, "json.py": "open('PWNED', 'w')", "bumpversion/__init__.py": "open('PWNED', 'w')"},
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("BUMPVERSION_CURRENT_VERSION", "9.9.9")
    assert write(tmp_path, (KEY,), "1.2.3", "1.3.0") == ["pyproject.toml"]
    assert not (tmp_path / "PWNED").exists()
