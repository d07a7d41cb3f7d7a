"""The changelog: made where there is none, and left alone where the project keeps one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gonogo.system import toml

Propose = Callable[..., tuple[dict[str, str], list[str]]]
PYPROJECT = '# mine\n[project]\nname = "demo"   # spaced\n'


def test_a_project_without_one_gets_fragments_configuration_and_file(propose: Propose) -> None:
    changes, _ = propose({"pyproject.toml": PYPROJECT}, "none", "")
    assert changes["pyproject.toml"].startswith(PYPROJECT)
    towncrier = toml.parse(changes["pyproject.toml"], "it")["tool"]["towncrier"]
    assert towncrier["directory"] == "changelog.d"
    assert towncrier["filename"] == "CHANGELOG.md"
    assert towncrier["start_string"].strip() in changes["CHANGELOG.md"]
    assert "changelog.d/README.md" in changes


def test_without_a_pyproject_towncrier_gets_a_file_of_its_own(propose: Propose) -> None:
    changes, _ = propose({"setup.cfg": "[metadata]\n"}, "none", "")
    assert "pyproject.toml" not in changes
    assert "towncrier" in toml.parse(changes["towncrier.toml"], "it")["tool"]


@pytest.mark.parametrize("kind", ["hand", "keepachangelog"])
def test_a_changelog_of_another_kind_stays_as_it_is(kind: str, propose: Propose) -> None:
    changes, _ = propose({"pyproject.toml": PYPROJECT, "CHANGES.md": "x"}, kind)
    assert set(changes) == {"noxfile.py", "tasks.py"}


def test_configured_fragments_stay_as_they_are(propose: Propose) -> None:
    files = {"pyproject.toml": PYPROJECT + '[tool.towncrier]\ndirectory = "news"\n'}
    assert set(propose(files, "towncrier", "NEWS.rst")[0]) == {"noxfile.py", "tasks.py"}


def test_a_folder_of_fragments_without_configuration_gets_it_and_keeps_its_readme(propose: Propose) -> None:
    files = {"changelog.d/README.md": "mine\n", "CHANGES.md": "# C\n\n## 1.0\n\nold\n", "pyproject.toml": PYPROJECT}
    changes, _ = propose(files, "towncrier")
    assert "changelog.d/README.md" not in changes
    assert changes["CHANGES.md"].startswith("# C\n\n<!-- towncrier release notes start -->\n\n## 1.0\n")
