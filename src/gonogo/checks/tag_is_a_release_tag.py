"""The tag is one of a release: it stands on a branch of the project, and its signature, if it has one, is not bad.

A tag on a commit of no branch was never reviewed: whoever may push a tag could publish anything with it. `branch`
in the settings makes it that very branch. A tag that is not annotated says neither who made it nor when: advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from gonogo.checks.reader import Reader
from gonogo.git.repository import Git
from gonogo.model.verdict import Examined, Finding

NEEDS = frozenset({"work tree"})

BAD = ("BADSIG", "BAD signature", "Could not verify signature")
"""What gpg and ssh-keygen say of a signature that does not fit; other words mean that no key is known."""


def check(reader: Reader) -> Examined:
    """Look at the tag in the repository; one that is not there yet is still to be made."""
    git = Git(reader.repo)
    ref = f"refs/tags/{reader.tag}"
    if not reader.tag or not git.resolve(ref):
        return Examined(1, note=f"{reader.tag} is still to be made" if reader.tag else "there is no tag")
    findings = (*of_branch(reader, git), *of_object(reader, git, ref))
    return Examined(1, findings, f"{reader.tag} on {', '.join(branches(reader, git)) or 'no branch'}")


def branches(reader: Reader, git: Git) -> list[str]:
    """Return the branches, here and on the remote, that hold the release's commit."""
    fixed, remote = reader.project.settings.branch, reader.project.remote or "origin"
    names = [f"refs/heads/{fixed}", f"refs/remotes/{remote}/{fixed}"]
    patterns = names if fixed else ["refs/heads/", f"refs/remotes/{remote}/"]
    lines = git("for-each-ref", "--format=%(refname)", f"--contains={reader.commit}", *patterns).splitlines()
    return [line.removeprefix("refs/heads/").removeprefix("refs/remotes/") for line in lines]


def of_branch(reader: Reader, git: Git) -> Iterator[Finding]:
    """Find a tag whose commit is on no branch."""
    if not branches(reader, git):
        where = reader.project.settings.branch or "any branch"
        what = f"the commit of {reader.tag} is not on {where}"
        yield Finding("tag-on-no-branch", what, reader.tag, "merge it first; in CI, check out the whole history")


def of_object(reader: Reader, git: Git, ref: str) -> Iterator[Finding]:
    """Find a tag that is not annotated, and a signature that is bad."""
    if git("cat-file", "-t", ref) != "tag":
        what = f"{reader.tag} is not annotated: it says neither who released nor when"
        yield Finding("tag-not-annotated", what, reader.tag, "let invoke bump make the tag", blocking=False)
        return
    if "-----BEGIN " in git("cat-file", "tag", ref):
        done = git.run("verify-tag", "--raw", ref)
        if done.code and any(word in done.stderr for word in BAD):
            what = f"the signature of {reader.tag} is not one of its text"
            yield Finding("bad-signature", what, reader.tag, "somebody changed the tag: do not publish it")
