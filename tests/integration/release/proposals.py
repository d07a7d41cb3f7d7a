"""A release that is reviewed on its branch, and merged there, as a forge does."""

from __future__ import annotations

import subprocess

from gonogo.commands import bump, pull_request
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence


def ask(sample):
    return pull_request.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)


def tag(sample, at: str = ""):
    return pull_request.tag(sample.folder, Silence(), at, lambda _: True)


def merge(sample, *how: str) -> None:
    """Merge the release's branch on the remote, as a forge does, and pull."""
    sample.once(f"merge {how}", lambda: merge_there(sample, *how))


def merge_there(sample, *how: str) -> None:
    """Merge in a clone, push, and pull."""
    other = sample.folder.parent / "forge"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    for words in (
        ["merge", "-q", *how, "origin/release/1.1.0"],
        ["commit", "-q", "--allow-empty", "-m", "Merged"] if "--squash" in how else ["status"],
        ["push", "-q"],
    ):
        subprocess.run(["git", *words], cwd=other, check=True, capture_output=True)
    sample.git("pull", "-q", "--ff-only")


def propose(sample) -> None:
    """Put a release commit on its branch without the long judging, as `invoke release --pr` leaves it."""
    sample.once("propose", lambda: put_on_its_branch(sample))


def put_on_its_branch(sample) -> None:
    """Bump in a clone, and push its commit to the branch of the release."""
    other = sample.folder.parent / "proposer"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    bump.bump(other, Request(part="minor"), today(), Silence())
    subprocess.run(["git", "push", "-q", "origin", "main:refs/heads/release/1.1.0"], cwd=other, check=True)
