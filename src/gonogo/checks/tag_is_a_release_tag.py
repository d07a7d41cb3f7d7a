"""The tag is a release tag: its commit is on a branch of the project, and its signature, if it has one, is not bad.

A tag on a commit of no branch was never reviewed: whoever may push a tag could publish anything with it. `branch`
in the settings demands that branch. A tag that is not annotated says neither who made it nor when: advice.
"""

from collections.abc import Iterator

from gonogo.checks.reader import Reader
from gonogo.model.verdict import Examined, Finding

NEEDS = frozenset({"work tree"})


def check(reader: Reader) -> Examined:
    """Look at the tag in the repository; one that is not there yet is still to be made."""
    if not reader.tag_object:
        return Examined(1, note=f"{reader.tag} is still to be made" if reader.tag else "there is no tag")
    findings = (*of_branch(reader), *of_object(reader))
    return Examined(1, findings, f"{reader.tag} on {', '.join(reader.branches) or 'no branch'}")


def of_branch(reader: Reader) -> Iterator[Finding]:
    """Find a tag whose commit is on no branch."""
    if not reader.branches:
        where = reader.project.settings.branch or "any branch"
        what = f"the commit of {reader.tag} is not on {where}"
        yield Finding("tag-on-no-branch", what, reader.tag, "merge it first; in CI, check out the whole history")


def of_object(reader: Reader) -> Iterator[Finding]:
    """Find a tag that is not annotated, and a signature that is bad."""
    if reader.tag_object != "tag":
        what = f"{reader.tag} is not annotated: it says neither who released nor when"
        yield Finding("tag-not-annotated", what, reader.tag, "let invoke bump make the tag", blocking=False)
    elif reader.has_bad_signature:
        what = f"the signature of {reader.tag} is not one of its text"
        yield Finding("bad-signature", what, reader.tag, "somebody changed the tag: do not publish it")
