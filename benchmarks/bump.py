"""(a) `invoke bump` beside bump-my-version and towncrier by a shell script, commit and tag included."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, sample

OURS = ("invoke", "bump", "--part", "minor")
THEIRS = """\
bump-my-version bump --no-commit --no-tag --allow-dirty minor
towncrier build --yes --version 1.1.0
git add --all
git commit --quiet -m 'Release 1.1.0'
git tag -a -m 'Release 1.1.0' v1.1.0
"""


def measure(folder: Path) -> None:
    """Compare them on the same sample."""
    root = sample.make(folder)
    clock.pairs(
        "bump: invoke bump / bump-my-version + towncrier + commit + tag",
        lambda: clock.run(OURS, sample.copy(root)),
        lambda: clock.run(("sh", "-ec", THEIRS), sample.copy(root)),
        goal=0.6,
        rounds=2 * clock.ROUNDS,
    )
