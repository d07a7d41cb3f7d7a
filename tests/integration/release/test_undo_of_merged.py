"""A release whose commit was merged, and then tagged: its tag is taken back, and the commit of others never."""

from __future__ import annotations

import pytest

from gonogo.commands import pull_request, undo
from gonogo.model.errors import Status
from gonogo.release import contexts, state
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


@pytest.fixture
def tagged(sample):
    """A fix and the version 1.1.0 in one commit of the user's own, pushed, and tagged with `invoke tag`."""
    sample.git("tag", "-am", "1.0.0", "v1.0.0")
    sample.git("push", "-q", "origin", "v1.0.0")
    text = (sample.folder / "pyproject.toml").read_text()
    sample.write("pyproject.toml", text.replace('"1.0.0"', '"1.1.0"'))
    sample.write(
        "CHANGELOG.md", "# Changelog\n\n## 1.1.0 (2026-02-01)\n\n- More.\n\n## 1.0.0 (2026-01-01)\n\n- The first.\n"
    )
    sample.git("rm", "-q", "changelog.d/1.feature.md")
    sample.write("src/demo/new.py", "FIXED = True\n")
    sample.git("add", "--all")
    sample.git("commit", "-qm", "Fix it, and version 1.1.0 (#220)")
    sample.git("push", "-q")
    board = pull_request.tag(sample.folder, Silence(), "", lambda _: True)
    assert board.exit_status is Status.GO, board
    return sample


def heads(sample) -> list[str]:
    return [sample.git("rev-parse", "HEAD"), sample.remote_git("rev-parse", "main")]


def test_its_tag_goes_here_and_there_and_its_commit_stays_in_both(tagged):
    before = heads(tagged)
    with pytest.raises(undo.IsPushed):
        undo.undo(tagged.folder, remote=False)
    note = undo.undo(tagged.folder, remote=True).rows[-1].note
    assert heads(tagged) == before
    assert (tagged.folder / "src/demo/new.py").is_file()
    assert tagged.git("tag", "--list") == tagged.remote_git("tag", "--list") == "v1.0.0"
    assert "stays, because it was merged before" in note
    project = survey(tagged.folder)
    standing = state.read(project, contexts.local(project))
    assert state.next_command(standing, contexts.local(project)) == "invoke tag"


def test_what_the_remote_refuses_is_said_of_the_taking_back(tagged):
    hook = tagged.remote / "hooks/update"
    hook.write_text("#!/bin/sh\necho protected >&2; exit 1\n")
    hook.chmod(0o755)
    with pytest.raises(undo.NotTakenBack, match="protected") as refused:
        undo.undo(tagged.folder, remote=True)
    assert "invoke undo --remote" in refused.value.hint
    assert tagged.git("tag", "--list", "v1.1.0")


def test_a_tag_that_is_here_alone_goes_although_its_commit_is_there(tagged):
    tagged.remote_git("tag", "-d", "v1.1.0")
    before = heads(tagged)
    undo.undo(tagged.folder, remote=False)
    assert heads(tagged) == before
    assert not tagged.git("tag", "--list", "v1.1.0")
