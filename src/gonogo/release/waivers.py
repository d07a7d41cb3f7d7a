"""Waiving: what a project can give a written reason for, and a reason that is given for nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from gonogo.model.errors import GonogoError

SET_UP = (
    "layout",
    "repository",
    "remote",
    "tags",
    "changelog",
    "doors",
    "workflow",
    "lock",
    "waivers",
    "forge_settings",
)
"""What `doctor` asks of a project's set-up, in its order."""

STAGES = ("tests", "check")
"""Whole stages that can be waived, besides single checks and the doctor's questions."""


class UnknownWaiver(GonogoError):
    """A waiver has the name of no check, so that it would waive nothing."""

    text = "waivers in [tool.gonogo] name {names}: there is no such check"
    hint_text = "{near}the names of checks are those on the board; tests waives the tests"


def require_known(waivers: Iterable[str]) -> None:
    """Raise UnknownWaiver where a waiver names nothing that can be waived, with the near miss."""
    known = sorted(waivable()) if waivers else ()
    unknown = [name for name in waivers if name not in known]
    if unknown:
        near = (difflib.get_close_matches(name.replace("-", "_"), known, n=1, cutoff=0.5) for name in unknown)
        meant = ", ".join(found[0] for found in near if found)
        raise UnknownWaiver(names=", ".join(unknown), near=f"did you mean {meant}? " if meant else "")


def waivable() -> set[str]:
    """Return the names of every check, of the doctor's questions, and of the stages."""
    from gonogo import checks

    return {*checks.names(), *SET_UP, *STAGES, "nothing_else_moves"}
