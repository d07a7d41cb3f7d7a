"""The intent of one tag, looked for by its name: of another one, below that name, nothing is taken."""

from __future__ import annotations

import pytest

from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.release.steps import land


@pytest.mark.parametrize("branch", ["main", "", "another"])
def test_the_intent_of_a_tag_is_found_on_whatever_branch_it_is(sample, branch):
    git, head = Git(sample.folder), sample.git("rev-parse", "HEAD")
    for tag in ("v1", "v1/x"):
        sample.git("update-ref", f"refs/gonogo/land/{tag}/heads/main", head)
        assert land.declared(git, tag, branch) is None
        sample.git("update-ref", f"refs/gonogo/land/{tag}/tags/{tag}", head)
    for tag in ("v1", "v1/x"):
        assert land.declared(git, tag, branch) == intent.Intent("land", tag, "main", head, {tag: head})
    assert land.declared(git, "v1/x/y", branch) is None


@pytest.mark.parametrize("name", ["main", "feature/x", "schöner"])
def test_the_branch_that_is_checked_out_is_known_with_its_commit(sample, name):
    git, head = Git(sample.folder), sample.git("rev-parse", "HEAD")
    sample.git("checkout", "--quiet", "-B", name)
    assert land.is_at(git, name, head)
    assert not land.is_at(git, name, "0" * 40)
    assert not land.is_at(git, "other", head)
    sample.git("symbolic-ref", "refs/heads/alias", f"refs/heads/{name}")
    sample.git("symbolic-ref", "HEAD", "refs/heads/alias")
    assert land.is_at(git, name, head)
    sample.git("checkout", "--quiet", "--detach")
    assert not land.is_at(git, name, head)
