"""A project that is hosted elsewhere than on GitHub is given no workflow for GitHub, and is told so in one line.

The kind: guesses are shown, and following an advice leads on.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.commands import doctor, init

Repository = Callable[..., Path]
NAMES = init.Names(("build", "tests"), ("bump", "news"))
PUBLISH = ".github/workflows/publish.yml"
REMOTES = {
    "https://gitlab.com/someone/demo.git": "origin on gitlab.com",
    "git@codeberg.org:someone/demo.git": "origin on codeberg.org",
    "ssh://git@gitlab.example.org:2222/someone/demo": "origin on gitlab.example.org",
    "https://git.sr.ht/~someone/demo": "origin on git.sr.ht",
    "https://gitlab.com/group/part/demo.git": "origin on gitlab.com",
    "https://github.com/someone/demo.git": "",
    "https://github.example.org/gitlab/demo.git": "",
    "../demo.git": "",
}


def written(adoption: init.Adoption) -> set[str]:
    return {change.path for change in adoption.changes}


def said(adoption: init.Adoption) -> list[str]:
    return [note.what for note in adoption.notes if "not hosted on GitHub" in note.what]


@pytest.mark.parametrize("sign", [".gitreview", ".zuul.yaml", "zuul.d/jobs.yaml", ".gitlab-ci.yml", ".forgejo/x.yml"])
def test_files_of_another_forge_keep_github_out(sign: str, repository: Repository) -> None:
    root = repository(**{sign: "x: y\n"})
    adoption = init.propose(root, NAMES)
    assert not [path for path in written(adoption) if path.startswith((".github", "requirements"))]
    assert {"noxfile.py", "tasks.py"} <= written(adoption)
    assert said(adoption) == [
        f"no workflow is written: {sign.split('/')[0]} shows that the project is not hosted on GitHub"
    ]
    init.apply(adoption)
    assert init.propose(root, NAMES).changes == ()


@pytest.mark.parametrize("address", REMOTES)
def test_a_remote_on_another_forge_does_so_too(address: str, repository: Repository) -> None:
    root = repository()
    subprocess.run(["git", "remote", "add", "origin", address], cwd=root, check=True)
    adoption = init.propose(root, NAMES)
    assert (PUBLISH in written(adoption)) == (not REMOTES[address])
    assert all(REMOTES[address] in one for one in said(adoption))


def test_files_for_github_beside_those_of_another_forge_count(repository: Repository) -> None:
    """Sister: a mirror that is used, where both stand side by side."""
    root = repository(**{".gitlab-ci.yml": "x: y\n", ".github/dependabot.yml": "version: 2\n"})
    assert PUBLISH in written(init.propose(root, NAMES))


def test_a_workflow_is_written_where_it_is_asked_for(repository: Repository) -> None:
    root = repository(**{".gitreview": "[gerrit]\n"})
    assert PUBLISH in written(init.propose(root, NAMES, [PUBLISH]))


def test_the_doctor_does_not_send_such_a_project_to_init_again(repository: Repository) -> None:
    root = repository(**{".gitreview": "[gerrit]\n"})
    init.apply(init.propose(root, NAMES))
    row = next(row for row in doctor.board(root).rows if row.name == "workflow")
    assert 'publish = "here"' in row.findings[0].fix
    (root / "pyproject.toml").write_text((root / "pyproject.toml").read_text() + '\n[tool.gonogo]\npublish = "here"\n')
    row = next(row for row in doctor.board(root).rows if row.name == "workflow")
    assert not row.findings
