"""Which files an sdist may not leave out: the build's, the package's code, and the data that its code names."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from gonogo.checks.sdist_holds_what_git_tracks import is_needed, judged
from gonogo.model.verdict import Finding

FILES = {
    "pyproject.toml": "",
    "setup.py": "",
    "README.md": "",
    "src/demo/__init__.py": 'open("words.txt"); FOLDER = "schemas"; glob("*.toml")\n',
    "src/demo/words.txt": "",
    "src/demo/notes.txt": "",
    "src/demo/a.toml": "",
    "src/demo/py.typed": "",
    "src/demo/schemas/a.json": "",
    "src/demo/other/a.json": "",
    "src/demo/command/__init__.py": '"command"\n',
    "src/demo/command/template": "",
    "src/demo/tests/data.txt": "",
    "src/demo/tests/test_it.py": '"notes.txt"\n',
}
NEEDED = {
    "pyproject.toml",
    "src/demo/__init__.py",
    "src/demo/words.txt",
    "src/demo/a.toml",
    "src/demo/py.typed",
    "src/demo/schemas/a.json",
    "src/demo/command/__init__.py",
}


@pytest.mark.parametrize("path", FILES)
def test_what_an_sdist_needs(path: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    layout = SimpleNamespace(backend="hatchling.build", import_names=("demo",))
    reader = SimpleNamespace(tree=tmp_path, tracked=tuple(FILES), project=SimpleNamespace(layout=layout))

    assert is_needed(path, reader) == (path in NEEDED)  # type: ignore[arg-type]


def of_missing(tmp_path: Path, backend: str, missing: list[str], extra: tuple[str, ...] = ()) -> list[Finding]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    layout = SimpleNamespace(backend=backend, import_names=("demo",))
    reader = SimpleNamespace(tree=tmp_path, tracked=tuple(FILES), project=SimpleNamespace(layout=layout))
    seen = {"missing": missing, "extra": list(extra), "bad": [], "suggestions": ["include *.yaml"]}
    return list(judged(seen, reader))  # type: ignore[arg-type]


def test_what_is_left_out_on_purpose_is_one_advice(tmp_path: Path) -> None:
    found = of_missing(
        tmp_path, "flit_core.buildapi", [f"docs/{number}.md" for number in range(9)] + ["pyproject.toml"]
    )
    assert [(one.blocking, one.where) for one in found] == [(True, "pyproject.toml"), (False, "")]
    assert found[1].what.startswith("docs/0.md, docs/1.md")
    assert found[1].what.endswith("docs/5.md and 3 more: tracked, but not in the sdist")


@pytest.mark.parametrize(("backend", "named"), [("setuptools.build_meta", True), ("flit_core.buildapi", False)])
def test_only_setuptools_reads_a_manifest(backend: str, named: bool, tmp_path: Path) -> None:  # noqa: FBT001
    assert ("MANIFEST.in" in of_missing(tmp_path, backend, ["docs/x.md"])[0].fix) is named


def test_what_is_gits_own_is_kept_out_and_never_to_be_committed(tmp_path: Path) -> None:
    """The file `.git` of a submodule cannot be committed."""
    untracked, of_git = of_missing(tmp_path, "hatchling.build", [], ("a.txt", "vendor/data/.git"))
    assert (untracked.what.partition(":")[0], untracked.fix.partition(",")[0]) == ("a.txt", "commit it")
    assert of_git.what == "vendor/data/.git: in the sdist, but is git's own"
    assert "by exclude under [tool.hatch.build.targets.sdist]" in of_git.fix
    assert "commit" not in of_git.fix
