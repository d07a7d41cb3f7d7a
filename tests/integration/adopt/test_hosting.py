"""A project gets the CI of the forge that hosts it; where no provider is for that, it is told so in one line.

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
GITLAB, FORGEJO = ".gitlab-ci.yml", ".forgejo/workflows/publish.yml"
REMOTES = {
    "https://gitlab.com/someone/demo.git": GITLAB,
    "https://gitlab.com/group/part/demo.git": GITLAB,
    "ssh://git@gitlab.example.org:2222/someone/demo": GITLAB,
    "git@codeberg.org:someone/demo.git": FORGEJO,
    "https://github.com/someone/demo.git": PUBLISH,
    "https://github.example.org/gitlab/demo.git": PUBLISH,
    "../demo.git": PUBLISH,
    "https://git.sr.ht/~someone/demo": "origin on SourceHut (git.sr.ht)",
    "git@bitbucket.org:team/demo.git": "origin on Bitbucket (bitbucket.org)",
}


def written(adoption: init.Adoption) -> set[str]:
    return {change.path for change in adoption.changes}


def said(adoption: init.Adoption) -> list[str]:
    return [note.what for note in adoption.notes if "no provider of CI" in note.what]


def test_files_of_gonogo_for_another_forge_are_named_once_the_project_has_moved(repository: Repository) -> None:
    root = repository(**{".github/workflows/own.yml": "on: push\njobs: {}\n"})
    subprocess.run(["git", "remote", "add", "origin", "https://github.com/someone/demo.git"], cwd=root, check=True)
    (root / ".github/workflows/own.yml").unlink()
    init.apply(init.propose(root, NAMES))
    subprocess.run(["git", "remote", "set-url", "origin", "https://gitlab.com/someone/demo.git"], cwd=root, check=True)
    adoption = init.propose(root, NAMES)
    left = ".github/dependabot.yml, .github/workflows/ci.yml, .github/workflows/publish.yml"
    (note,) = [one for one in adoption.notes if "for another forge" in one.what]
    assert note.what == f"{left}: gonogo wrote this for another forge, and the project is on GitLab"
    assert note.fix == f"remove what is not needed: git rm {left.replace(',', '')}"
    init.apply(adoption)
    rows = {row.name: row for row in doctor.board(root).rows}
    assert [one.code for one in rows["workflow"].findings] == ["left-over"]
    assert rows["workflow"].verdict.value == "GO"


@pytest.mark.parametrize("sign", [".gitreview", ".zuul.yaml", "zuul.d/jobs.yaml"])
def test_files_of_another_forge_keep_github_out(sign: str, repository: Repository) -> None:
    root = repository(**{sign: "x: y\n"})
    adoption = init.propose(root, NAMES)
    assert not [path for path in written(adoption) if path.startswith((".github", "requirements"))]
    assert {"noxfile.py", "tasks.py"} <= written(adoption)
    assert said(adoption) == [
        f"no workflow is written: {sign.split('/')[0]} shows that the project is hosted where gonogo has no provider of CI"  # noqa: E501
    ]
    init.apply(adoption)
    assert init.propose(root, NAMES).changes == ()


@pytest.mark.parametrize(
    ("sign", "own"), [(".gitlab-ci.yml", GITLAB), (".forgejo/workflows/x.yml", ".forgejo/workflows/ci.yml")]
)
def test_files_of_a_forge_with_a_provider_stay_and_bring_its_ci(sign: str, own: str, repository: Repository) -> None:
    adoption = init.propose(repository(**{sign: "x: y\n"}), NAMES)
    assert not any(path.startswith(".github") for path in written(adoption))
    assert f"gonogo init --take {own}" in " ".join(note.fix for note in adoption.notes)
    assert own in written(init.propose(adoption.root, NAMES, [own]))


@pytest.mark.parametrize("address", REMOTES)
def test_the_remote_decides(address: str, repository: Repository) -> None:
    root = repository()
    subprocess.run(["git", "remote", "add", "origin", address], cwd=root, check=True)
    adoption = init.propose(root, NAMES)
    expected = REMOTES[address]
    found = written(adoption) & {PUBLISH, GITLAB, FORGEJO}
    assert found == ({expected} if not said(adoption) else set())
    assert all(expected in one for one in said(adoption))
    assert ("requirements/release.in" in written(adoption)) == bool(found)


def test_a_host_whose_name_shows_nothing_is_named_in_the_settings(repository: Repository) -> None:
    root = repository()
    subprocess.run(["git", "remote", "add", "origin", "https://git.example.org/a/demo"], cwd=root, check=True)
    (note,) = (one for one in init.propose(root, NAMES).notes if "GitHub is taken" in one.what)
    assert 'forge = "gitlab"' in note.fix
    (root / "pyproject.toml").write_text((root / "pyproject.toml").read_text() + '\n[tool.gonogo]\nforge = "forgejo"\n')
    adoption = init.propose(root, NAMES)
    assert FORGEJO in written(adoption)
    assert "codeberg" not in adoption.diff
    init.apply(adoption)
    assert init.propose(root, NAMES).changes == ()


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
