from dataclasses import replace
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
    (root / "demo").mkdir(parents=True)
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


def test_a_release_that_was_squashed_into_the_branch_is_what_is_compared_with(tmp_path: Path) -> None:
    reader = released(tmp_path, "1.2.2", "1.2.4")
    git = Git(tmp_path)
    aside = git(*IDENTITY, "commit-tree", "-m", "squashed", "HEAD^{tree}").strip()
    git("tag", "v1.2.3", aside)
    assert check(reader).verdict is Verdict.GO
    git("tag", "-d", "v1.2.3")
    assert check(replace(reader)).verdict is Verdict.NO_GO


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


def test_a_break_in_a_minor_is_reported_without_blocking(tmp_path: Path) -> None:
    assert [finding.blocking for finding in check(released(tmp_path, "1.2.3", "1.3.0")).findings] == [False]


IN_CLASS = "class Client:\n    import re\n    from demo.gone import helper\n\n    def ask(self): ...\n\n\n"
SUBCLASS = "class Own(Client):\n    x = 1\n"
UNRESOLVED = [
    IN_CLASS + SUBCLASS,
    "from demo._speed import fast\nfrom elsewhere import other\n\n__all__ = ['fast', 'other', 'ask']\n",
    "from demo.a import b as a\nfrom demo.a import a as b\n\n__all__ = ['a', 'ask']\n",
    "from elsewhere import *\n",
]


@pytest.mark.parametrize("start", UNRESOLVED)
def test_beside_what_leads_to_no_source_the_rest_is_compared(start: str, tmp_path: Path) -> None:
    """A second try cannot change where an import leads: no UNKNOWN, and what breaks beside it is found."""
    same = check(released(tmp_path / "same", "1.2.3", "1.2.4", start + BEFORE + "x = 1\n", start + BEFORE))
    assert same.verdict is Verdict.GO
    broken = check(released(tmp_path / "broken", "1.2.3", "1.2.4", start + AFTER, start + BEFORE))
    assert broken.verdict is Verdict.NO_GO
    assert "demo.ask(answer)" in broken.findings[0].what


def test_a_method_of_a_class_with_imports_in_its_body_is_compared(tmp_path: Path) -> None:
    after = IN_CLASS.replace("ask(self)", "ask(self, question)") + SUBCLASS
    examined = check(released(tmp_path, "1.2.3", "1.2.4", after, IN_CLASS + SUBCLASS))
    assert [one.what.partition(":")[0] for one in examined.findings if one.blocking] == ["demo.Client.ask(question)"]


def test_what_was_not_compared_is_named_as_advice(tmp_path: Path) -> None:
    examined = check(released(tmp_path, "1.2.3", "1.2.4", UNRESOLVED[1] + BEFORE + "x = 1\n", UNRESOLVED[1] + BEFORE))
    (finding,) = examined.findings
    assert (finding.blocking, "demo.fast was not compared" in finding.what) == (False, True)


def test_an_import_that_now_leads_elsewhere_is_named(tmp_path: Path) -> None:
    before = "from one import other\n\n__all__ = ['other']\n"
    (finding,) = check(released(tmp_path, "1.2.3", "1.2.4", before.replace("one", "two"), before)).findings
    assert "demo.other was not compared: it is one.other" in finding.what


def test_a_removed_name_that_came_from_elsewhere_is_a_break(tmp_path: Path) -> None:
    before = "from one import other\n\n__all__ = ['other', 'ask']\n\n\n" + BEFORE
    assert check(released(tmp_path, "1.2.3", "1.2.4", "__all__ = ['ask']\n" + BEFORE, before)).verdict is Verdict.NO_GO


def test_a_module_that_this_python_does_not_parse_is_named_and_not_called_removed(tmp_path: Path) -> None:
    reader = released(tmp_path, "1.2.3", "1.2.4", BEFORE + "x = 1\n")
    git = Git(tmp_path)
    git("checkout", "-q", "v1.2.3")
    for text, tag in (("def old(): ...\n", True), ("def new(: ...\n", False)):
        (tmp_path / "demo/other.py").write_text(text)
        git("add", "-A")
        git(*IDENTITY, "commit", "-qm", "x")
        if tag:
            git("tag", "-f", "v1.2.3")
    examined = check(reader)
    assert examined.verdict is Verdict.GO
    assert ["demo.other was not compared" in one.what for one in examined.findings] == [True]


def test_a_package_that_cannot_be_read_at_all_is_unknown_and_says_how_to_go_on(tmp_path: Path) -> None:
    examined = check(released(tmp_path, "1.2.3", "1.2.4", "def new(: ...\n", BEFORE))
    assert examined.verdict is Verdict.UNKNOWN
    assert "waivers" in examined.findings[0].fix
    assert "again" not in examined.findings[0].fix
