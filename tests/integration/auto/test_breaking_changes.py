from pathlib import Path

import pytest

from gonogo.checks.breaking_changes_declared import check
from gonogo.checks.reader import Reader
from gonogo.git.repository import Git
from gonogo.model.index import Index
from gonogo.model.location import Layout
from gonogo.model.manifest import Manifest
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.model.verdict import Verdict

IDENTITY = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
BEFORE = "def ask(question): ...\n"
AFTER = "def ask(question, answer): ...\n"


def released(root: Path, old: str, new: str, after: str = AFTER, before: str = BEFORE) -> Reader:
    git = Git(root)
    (root / "demo").mkdir()
    git("init", "-q", "-b", "main")
    for text, version in ((before, old), (after, "")):
        (root / "demo/__init__.py").write_text(text)
        git("add", "-A")
        git(*IDENTITY, "commit", "-qm", "x", "--allow-empty")
        if version:
            git("tag", f"v{version}")
    layout = Layout("x", "y", import_names=("demo",))
    found = Project(root, "demo", new, layout, "v{version}", "main", "", "none", "", Settings())
    commit = git.resolve("HEAD")
    return Reader(
        found, new, f"v{new}", commit, root, root, Manifest("demo", new, commit, 0, ()), (), Index("x", "", "")
    )


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("1.2.3", "1.2.4", Verdict.NO_GO),
        ("1.2.3", "1.2.3.post1", Verdict.NO_GO),
        ("0.2.3", "0.2.4", Verdict.NO_GO),
        ("1.2.3", "1.3.0", Verdict.GO),
        ("1.2.3", "2.0.0", Verdict.GO),
        ("0.2.3", "0.3.0", Verdict.GO),
        ("1.3.0rc1", "1.3.0", Verdict.GO),
        ("2026.10.1", "2026.10.2", Verdict.GO),
        ("1!1.2.3", "2!1.2.3", Verdict.GO),
    ],
)
def test_a_break_is_no_go_in_a_patch_only(old: str, new: str, verdict: Verdict, tmp_path: Path) -> None:
    assert check(released(tmp_path, old, new)).verdict is verdict


def test_what_broke_is_listed_with_its_fix(tmp_path: Path) -> None:
    (finding,) = check(released(tmp_path, "1.2.3", "1.2.4")).findings
    assert finding.what == "demo.ask(answer): parameter was added as required (since v1.2.3)"
    assert "--part major" in finding.fix


def test_a_patch_that_breaks_nothing_is_go(tmp_path: Path) -> None:
    examined = check(released(tmp_path, "1.2.3", "1.2.4", "def ask(question, answer=None): ...\n"))
    assert (examined.verdict, examined.findings) == (Verdict.GO, ())


def test_how_a_module_answers_is_nothing_that_callers_use(tmp_path: Path) -> None:
    before = BEFORE + "def __getattr__(name): ...\n"
    assert check(released(tmp_path, "1.2.3", "1.2.4", BEFORE, before)).findings == ()


def test_a_break_in_a_minor_is_told_without_blocking(tmp_path: Path) -> None:
    assert [finding.blocking for finding in check(released(tmp_path, "1.2.3", "1.3.0")).findings] == [False]
