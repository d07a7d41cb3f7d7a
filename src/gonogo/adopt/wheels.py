"""Wheels that are made elsewhere: nothing is written, and what that means for a release is said."""

from collections.abc import Iterator

from gonogo.adopt.change import Note
from gonogo.adopt.site import Site
from gonogo.artifacts.expected import MADE_ELSEWHERE


def propose(site: Site) -> Iterator[Note]:
    """Say that the sdist alone is built here, where `[tool.cibuildwheel]` makes the wheels."""
    if site.tree.table(MADE_ELSEWHERE) and "artifacts" not in site.tree.table("tool.gonogo"):
        what = f"[{MADE_ELSEWHERE}] builds the wheels in CI: only the sdist is built, tested and checked here"
        fix = (
            "hand the wheels on in CI with: nox -s build -- --wheels wheelhouse; "
            'or, if a wheel of plain Python is released too, set artifacts = ["sdist", "wheel"] in [tool.gonogo]'
        )
        yield Note(what, fix)
