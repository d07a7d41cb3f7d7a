from pathlib import Path
from time import monotonic

import pytest

from gonogo.model.location import Location
from gonogo.project import version_literals
from gonogo.project.locations import PlaceAmbiguous, PlaceMismatch, PlaceMissing, agreed, find, read, require_all
from gonogo.project.tree import Tree
from gonogo.system.text import NotText, OutsideProject
from gonogo.version.pep440 import UnknownSpelling

KEY = Location("pyproject.toml", key="project.version")
INIT = Location("demo.py", search='__version__ = "{version}"')


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "demo"\nversion = "1.2.3"\ndependencies = ["foo==1.2.3"]\n',
        '[tool.x]\nversion = "1.2.3"\n[project]\nversion = "1.2.3"\n',
        'project.version = "1.2.3"\n[tool.x]\nversion = "1.2.3"\n',
        'project = {name = "demo-1.2.3", version = "1.2.3"}\n',
        '[project]\nversion = """1.2.3"""\n',
        "[project]\r\nversion='1.2.3' # was 1.2.3\r\n",
        '# version = "1.2.3"\n[project]\ndescription = "version = 1.2.3"\nversion = "1.2.3"\n',
        '\ufeff[project]\nversion = "1.2.3"\n',
    ],
)
def test_a_key_is_found_among_look_alikes(tmp_path: Path, text: str) -> None:
    put(tmp_path, "pyproject.toml", text)
    spot = find(tmp_path, KEY)
    assert spot.raw == "1.2.3"
    spot.replaced("9.9").save()
    assert read(tmp_path, KEY) == "9.9"
    after = (tmp_path / "pyproject.toml").read_bytes().decode()
    assert after.replace("9.9", "1.2.3") == text


@pytest.mark.parametrize(
    "text", ["[project]\nname = 'x'\n", "[project]\nversion = 1\n", '[project]\nversion = ""\n', ""]
)
def test_a_key_without_a_version_is_missing(tmp_path: Path, text: str) -> None:
    put(tmp_path, "pyproject.toml", text)
    with pytest.raises(PlaceMissing, match=r"pyproject.toml \[project.version\]"):
        read(tmp_path, KEY)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('__version__ = "1.2.3"\n', "1.2.3"),
        ('import x\r\n__version__ = "8.5.0.dev"\r\n', "8.5.0.dev"),
        ('__version__ = "1!1.2rc1"\nold__version__ = "0.1"\n', "1!1.2rc1"),
    ],
)
def test_a_search_finds_the_version_between_its_words(tmp_path: Path, text: str, version: str) -> None:
    put(tmp_path, "demo.py", text)
    assert read(tmp_path, INIT) == version


def test_a_search_does_not_match_inside_a_longer_word(tmp_path: Path) -> None:
    put(tmp_path, "setup.cfg", "[metadata]\nversion = 1.2.3\nmin_version = 1.2.3\npython-version = 3.10\n")
    assert read(tmp_path, Location("setup.cfg", search="version = {version}")) == "1.2.3"


def test_a_sentence_may_end_behind_the_version(tmp_path: Path) -> None:
    put(tmp_path, "README.md", "This is demo 1.2.3. Enjoy.\n")
    assert read(tmp_path, Location("README.md", search="This is demo {version}")) == "1.2.3"


def test_a_file_of_nothing_but_the_version_needs_no_words(tmp_path: Path) -> None:
    put(tmp_path, "VERSION", "1.2.3\n")
    assert read(tmp_path, Location("VERSION")) == "1.2.3"


def test_two_matches_are_named_with_their_lines(tmp_path: Path) -> None:
    put(tmp_path, "demo.py", '__version__ = "1.2.3"\n\n__version__ = "1.2.3"\n')
    with pytest.raises(PlaceAmbiguous, match="2 times, in lines 1, 3"):
        read(tmp_path, INIT)


def test_cargo_and_numeric_spellings_are_read_as_versions(tmp_path: Path) -> None:
    put(tmp_path, "Cargo.toml", '[package]\nversion = "1.3.0-rc.1"\n')
    put(tmp_path, "demo.py", "__build__ = 0x023402\n")
    assert read(tmp_path, Location("Cargo.toml", key="package.version", spelling="cargo")) == "1.3.0rc1"
    assert read(tmp_path, Location("demo.py", search="__build__ = {version}", spelling="hex")) == "2.34.2"


def test_an_unknown_spelling_is_answered_with_the_list(tmp_path: Path) -> None:
    put(tmp_path, "demo.py", '__version__ = "1.2.3"\n')
    with pytest.raises(UnknownSpelling):
        read(tmp_path, Location("demo.py", search="{version}", spelling="roman"))


def test_places_that_disagree_are_all_named(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", '[project]\nversion = "1.2.3"\n')
    put(tmp_path, "demo.py", '__version__ = "1.2.2"\n')
    with pytest.raises(PlaceMismatch) as caught:
        agreed(tmp_path, (KEY, INIT))
    assert "pyproject.toml [project.version] says 1.2.3; demo.py" in caught.value.sentence
    assert "says 1.2.2" in caught.value.sentence


def test_another_spelling_of_the_version_is_no_disagreement(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", '[project]\nversion = "8.5.0.dev"\n')
    put(tmp_path, "demo.py", '__version__ = "8.5.0.dev0"\n')
    assert agreed(tmp_path, (KEY, INIT)) == "8.5.0.dev"
    require_all(tmp_path, (KEY, INIT), "8.5.0.dev0")


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/x", "~/x", "file:x", "a/../../x", ".git/config", ".git/hooks/pre-push", ".GIT/config",
     ".github/workflows/publish.yml", "a\\b", "", "x\nx"],
)  # fmt: skip
def test_a_place_outside_the_project_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutsideProject):
        read(tmp_path, Location(path, search="{version}"))


def test_a_link_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    put(tmp_path, "real/VERSION", "1.2.3\n")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OutsideProject, match="link is a link"):
        read(tmp_path, Location("link/VERSION"))


@pytest.mark.parametrize("raw", [b"\xff\xfe1\x00", b"1.2.3\0", b"caf\xe9 1.2.3"])
def test_what_is_not_utf8_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "VERSION").write_bytes(raw)
    with pytest.raises(NotText):
        read(tmp_path, Location("VERSION"))


def test_a_full_stop_behind_the_version_ends_the_sentence_and_not_the_version(tmp_path):
    (tmp_path / "README.md").write_text("This is 1.0.0. The file demo-1.0.0.tar.gz holds it.\n")
    assert read(tmp_path, Location("README.md", search="This is {version}.")) == "1.0.0"
    assert read(tmp_path, Location("README.md", search="demo-{version}.tar.gz")) == "1.0.0"


def test_literals_of_a_version_are_found_in_bounded_time(tmp_path):
    texts = {"a.txt": f"1{'a' * 100_000}-", "b.txt": f"({'1,' * 50_000}{' ' * 100_000}", "c.txt": f"{'1.' * 100_000}-"}
    for path, text in {**texts, "d.txt": "V 1.0.0, not 11.0.0 or 1.0.0.1\n"}.items():
        (tmp_path / path).write_text(text)
    began = monotonic()
    assert [place.path for place in version_literals.find(Tree(tmp_path), [*texts, "d.txt"], "1.0.0")] == ["d.txt"]
    assert monotonic() - began < 10
