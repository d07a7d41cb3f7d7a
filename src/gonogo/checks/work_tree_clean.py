"""The work tree is clean: what you see is what is released."""

from gonogo.checks.reader import Reader
from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding

NEEDS = frozenset({"work tree"})


def check(reader: Reader) -> Examined:
    """Find changed files, which block, and untracked ones, which are named: neither is in the release."""
    findings = tuple(finding(line) for line in reader.status)
    note = "no changed files" if not findings else f"{len(findings)} paths are not in the release"
    return Examined(1, findings, note)


def finding(line: str) -> Finding:
    """Return what a line of `git status` means for the release."""
    path = shown(line[3:])
    if line.startswith("??"):
        what = f"{path} is not tracked, so it is not in the release"
        return Finding("untracked", what, path, "add and commit it, or ignore it", blocking=False)
    what = f"{path} has changes that are not committed, so they are not in the release"
    return Finding("uncommitted", what, path, "commit the change, or take it back")
