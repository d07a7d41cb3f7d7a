"""The doctor: what is missing is NO-GO with its fix, what cannot be seen is UNKNOWN, and init fixes what it can."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.commands import doctor, init, news
from gonogo.model.board import Board, Row
from gonogo.model.verdict import Verdict
from gonogo.release.survey import survey

Repository = Callable[..., Path]
OFFERED = "gonogo init --take .github/workflows/publish.yml"
NAMES = init.Names(("build", "tests"), ("bump", "news"))


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def rows(root: Path) -> dict[str, Row]:
    return {row.name: row for row in doctor.board(root).rows}


@pytest.fixture
def adopted(repository: Repository, tmp_path: Path) -> Path:
    """A project that has its remote, gonogo's files and the lock."""
    root = repository()
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    init.apply(init.propose(root, NAMES))
    (root / "requirements/release.txt").write_text("gonogo==1 --hash=sha256:00\n")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Adopt gonogo")
    git(root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(root, "push", "-q", "-u", "origin", "main")
    return root


def test_an_adopted_project_is_go_with_a_list_to_tick(adopted: Path) -> None:
    """The kind: a verdict that nothing which the user does can change. What no program sees is a list, not UNKNOWN."""
    found = rows(adopted)
    assert doctor.board(adopted).verdict is Verdict.GO
    assert {row.verdict for row in found.values()} == {Verdict.GO}
    assert all(one.what.startswith("[ ] ") and one.fix for one in found["forge_settings"].findings)
    assert len(found["forge_settings"].findings) == 6


def test_a_written_reason_stands_for_what_nobody_can_see(adopted: Path) -> None:
    text = (adopted / "pyproject.toml").read_text()
    (adopted / "pyproject.toml").write_text(text + '\n[tool.gonogo.waivers]\nforge_settings = "seen by A., 2026-11"\n')
    board = doctor.board(adopted)
    assert board.verdict is Verdict.GO
    assert board.next_command == "nox -s rehearse -- --part minor"
    assert rows(adopted)["forge_settings"].note == "waived: seen by A., 2026-11"


def test_a_bare_project_is_shown_what_init_writes(repository: Repository) -> None:
    root = repository()
    found = rows(root)
    wanting = {name for name, row in found.items() if row.verdict is Verdict.NO_GO}
    assert wanting == {"remote", "changelog", "noxfile_and_tasks", "workflow"}
    assert doctor.board(root).next_command == "gonogo init"
    for name in wanting:
        assert all(finding.fix for finding in found[name].findings)


def broken(adopted: Path, change: str) -> Board:
    match change:
        case "upstream":
            git(adopted, "branch", "--unset-upstream")
        case "remote gone":
            git(adopted, "remote", "set-url", "origin", str(adopted / "nowhere"))
        case "lock without hashes":
            (adopted / "requirements/release.txt").write_text("gonogo\n")
        case "fragments gone":
            (adopted / "changelog.d/README.md").unlink()
            (adopted / "changelog.d").rmdir()
        case "tag ahead":
            git(adopted, "tag", "-a", "v9.0", "-m", "x")
        case "detached":
            git(adopted, "checkout", "-q", "--detach")
        case "loose pin":
            workflow = adopted / ".github/workflows/publish.yml"
            head, mark, tail = workflow.read_text().partition("actions/checkout@")
            workflow.write_text(head + mark + "v4" + tail[40:])
        case "door closed":
            (adopted / "noxfile.py").write_text("import nox\n")
    return doctor.board(adopted)


@pytest.mark.parametrize(
    ("change", "name", "verdict"),
    [
        ("upstream", "remote", Verdict.NO_GO),
        ("remote gone", "remote", Verdict.UNKNOWN),
        ("lock without hashes", "lock", Verdict.NO_GO),
        ("fragments gone", "changelog", Verdict.NO_GO),
        ("tag ahead", "tags", Verdict.NO_GO),
        ("detached", "repository", Verdict.NO_GO),
        ("loose pin", "workflow", Verdict.NO_GO),
        ("door closed", "noxfile_and_tasks", Verdict.NO_GO),
    ],
)
def test_what_is_broken_is_reported(change: str, name: str, verdict: Verdict, adopted: Path) -> None:
    found = {row.name: row for row in broken(adopted, change).rows}
    assert found[name].verdict is verdict
    assert found[name].findings[0].fix


@pytest.mark.parametrize(
    ("pin", "verdict"), [("v1", Verdict.NO_GO), ("76f52bc884231f62b9a034ebfe128415bbaabdfc", Verdict.GO)]
)
def test_in_a_workflow_of_the_project_only_pins_must_hold(pin: str, verdict: Verdict, repository: Repository) -> None:
    step = f"      - uses: pypa/gh-action-pypi-publish@{pin}\n"
    text = "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n" + step
    root = repository(**{".github/workflows/cd.yml": text})
    found = rows(root)["workflow"]
    assert found.verdict is verdict
    assert found.findings
    if verdict is Verdict.NO_GO:
        assert found.findings[0].fix.endswith("upload nothing in .github/workflows/cd.yml: " + OFFERED)
        after = doctor.next_command((found,), "")
        assert after == f"fix what is NO-GO, or type: {OFFERED}; then: gonogo doctor"
        assert OFFERED in [one.fix.rpartition(": ")[2] for one in init.propose(root, NAMES).notes]


def test_the_claim_of_a_trusted_publisher_is_reported(adopted: Path) -> None:
    git(adopted, "remote", "set-url", "origin", "git@github.com:someone/demo.git")
    claimed = doctor.claim(survey(adopted))
    assert claimed == "owner someone, repository demo, workflow publish.yml, environment pypi"


def test_a_misspelt_waiver_is_reported_with_the_near_miss(adopted: Path) -> None:
    text = (adopted / "pyproject.toml").read_text()
    waiver = 'sdist-holds-what-git-track = "the test data is too large"'
    (adopted / "pyproject.toml").write_text(f"{text}\n[tool.gonogo.waivers]\n{waiver}\n")
    row = rows(adopted)["waivers"]
    assert row.verdict is Verdict.NO_GO
    assert "sdist-holds-what-git-track" in row.findings[0].what
    assert "did you mean sdist_holds_what_git_tracks?" in row.findings[0].fix


def test_a_git_that_is_too_old_is_reported(adopted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_GIT", (98, 0))
    found = rows(adopted)["repository"]
    assert found.verdict is Verdict.NO_GO
    assert "git is 2." in found.findings[0].what


def test_a_folder_that_the_last_release_emptied_is_no_fault(adopted: Path) -> None:
    """Git keeps no empty folder, and the next note makes it again."""
    git(adopted, "rm", "-q", "-r", "changelog.d")
    git(adopted, "commit", "-qm", "Release")
    row = rows(adopted)["changelog"]
    assert (row.verdict, "invoke news makes it again" in row.note) == (Verdict.GO, True)
    news.write(adopted, "feature", "1", "New.")
    assert rows(adopted)["changelog"].note.startswith("towncrier: changelog.d -> ")
