"""At the root of several packages, `status` and `init` are about all of them; in a folder below, about its package."""

from __future__ import annotations

import pytest

from gonogo.commands import bump, doctor, init, status, undo
from gonogo.commands.group import release as group_release
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.board import is_go
from gonogo.model.errors import Status
from gonogo.release import group
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.steps.prepare import today

NAMES = init.Names(("build", "tests"), ("bump", "news"))


def test_status_has_a_row_for_each_package_in_their_order(several):
    board = status.board(several.folder)
    assert [row.name for row in board.rows] == ["core", "tool", "mail", "shop"]
    assert board.rows[0].note == "1.0.0; never released; nothing open; 1 note, 7 files changed"
    assert board.next_command == "invoke release --all --part minor"
    several.write("notes.txt", "mine\n")
    assert status.board(several.folder).rows[-1].note == "1 uncommitted path, in no release"
    assert status.board(several.folder / "packages/core").title == "core 1.0.0"


def test_status_counts_what_changed_since_a_package_was_tagged(several):
    for name in ("core", "mail", "shop", "tool"):
        several.git("tag", "-m", f"Release {name}", f"{name}-1.0.0")
        several.git("rm", "-q", f"packages/{name}/changelog.d/1.feature.md")
    several.commit("packages/core/src/core/more.py")
    notes = {row.name: row.note for row in status.board(several.folder).rows}
    assert "core-1.0.0" in notes["core"]
    assert notes["core"].endswith("0 notes, 2 files changed")
    assert notes["tool"].endswith("0 notes, 1 file changed")


def test_a_release_of_one_package_is_pushed_at_the_root(several):
    assert bump.bump(several.folder / "packages/core", Request("minor"), today(), Silence()).exit_status is Status.GO
    notes = {row.name: row.note for row in status.board(several.folder).rows}
    assert "landed" in notes["core"]
    assert status.board(several.folder).next_command == "invoke push"
    assert several.push().title == "push core-1.1.0"
    assert several.there() == ["core-1.1.0"]


def test_the_doctor_asks_each_package_for_its_own_and_the_repository_for_what_they_share(several):
    init.apply(init.propose(several.folder, NAMES))
    rows = {row.name: row for row in doctor.board(several.folder).rows}
    assert {"core: layout", "shop: tags", "repository", "noxfile_and_tasks"} <= rows.keys()
    own = {row.name: row for row in doctor.board(several.folder / "packages/core").rows}
    assert own["noxfile_and_tasks"].findings == rows["noxfile_and_tasks"].findings == ()


def test_in_a_package_s_folder_the_status_of_a_release_of_several_leads_to_the_root(several):
    head = several.git("rev-parse", "HEAD")
    for name in ("core", "tool"):
        several.git("tag", "-m", "Release 1.1.0", f"{name}-1.1.0")
    several.git("commit", "-q", "--allow-empty", "-m", "Release 1.1.0")
    tip, git = several.git("rev-parse", "HEAD"), Git(several.folder)
    tags = {f"{name}-1.1.0": several.git("rev-parse", f"{name}-1.1.0") for name in ("core", "tool")}
    declared = intent.Intent(intent.LAND, f"{intent.SEVERAL}{tip[:12]}", "main", tip, tags, head)
    intent.transact(git, intent.updates(declared.refs))
    assert intent.find(git) == (declared,)
    board = status.board(several.folder / "packages/core")
    assert (board.rows[-1].note, board.next_command) == ("landed", "cd ../.., then: invoke push")
    with pytest.raises(bump.ReleasedTogether):
        bump.push(several.folder / "packages/core", Silence())
    intent.close(git, declared, "core-1.1.0")
    (left,) = intent.find(git)
    assert (list(left.tags), left.base, left.commit) == (["tool-1.1.0"], head, tip)
    intent.close(git, left, "tool-1.1.0")
    assert several.intents() == ""


def test_hidden_tags_without_their_branch_mean_nothing(several):
    several.git("update-ref", "refs/gonogo/land/several-0123456789ab/tags/core-1.1.0", "HEAD")
    assert intent.find(Git(several.folder)) == ()
    several.resume()
    assert several.intents() == ""


def test_init_at_the_root_writes_one_noxfile_and_a_changelog_in_each_package_that_has_none(several):
    several.git("rm", "-qr", "packages/core/changelog.d", "packages/core/CHANGELOG.md")
    text = (several.folder / "packages/core/pyproject.toml").read_text().partition("[tool.towncrier]")[0]
    several.commit("packages/core/pyproject.toml", text=text)
    adoption = init.propose(several.folder, NAMES)
    paths = [change.path for change in adoption.changes]
    assert paths == [
        "noxfile.py",
        "tasks.py",
        "packages/core/pyproject.toml",
        "packages/core/changelog.d/README.md",
        "packages/core/CHANGELOG.md",
    ]
    init.apply(adoption)
    assert "nox -s rehearse -- --all --part minor" in (several.folder / "noxfile.py").read_text()
    assert group.read(several.folder).members[0].project.changelog_kind == "towncrier"
    assert init.propose(several.folder, NAMES).changes == ()


def test_packages_that_nobody_would_publish_are_refused(several):
    several.settings("core", 'publish = "here"', 'publish = "ci"')
    with pytest.raises(group_release.NobodyPublishes, match="nothing would publish core"):
        several.release("core")
    several.commit(".github/workflows/publish.yml", text="on: push\n")
    asked = []
    with pytest.raises(Exception, match="not confirmed"):
        several.release("core", consent=asked.append)
    assert asked


@pytest.mark.parametrize("commits", ["one", "each"])
def test_a_pushed_release_that_is_published_nowhere_is_taken_back_whole(several, commits):
    settings = f'[tool.gonogo]\npublish = "nowhere"\ncommits = "{commits}"\n'
    for name in ("core", "mail", "shop", "tool"):
        several.settings(name, 'publish = "here"\n', "")
    several.commit("pyproject.toml", text=f"{several.root}\n{settings}")
    with pytest.raises(bump.NothingOpen):
        several.undo()
    assert is_go(several.release("tool").rows)
    before = several.git("rev-parse", "HEAD")
    assert is_go(several.release("core", "mail", part="major").rows)
    tags = ["core-2.0.0", "mail-2.0.0", "shop-1.0.1", "tool-1.1.0"]
    assert (several.tags(), several.there(), several.intents()) == (tags, tags, "")
    with pytest.raises(undo.IsPushed, match=r"core-2\.0\.0, mail-2\.0\.0 and shop-1\.0\.1 is pushed"):
        several.undo()
    with pytest.raises(bump.ReleasedTogether):
        undo.undo(several.folder / "packages/core", remote=True)
    note = several.undo(remote=True).rows[-1].note
    assert "are gone" in note
    assert several.tags() == several.there() == ["tool-1.1.0"]
    assert several.git("rev-parse", "HEAD") == several.git("rev-parse", "main", cwd=several.remote) == before
    assert several.git("status", "--porcelain") == several.intents() == ""
    several.undo(remote=True)
    assert several.tags() == several.there() == []
