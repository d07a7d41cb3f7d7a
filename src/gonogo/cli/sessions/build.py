"""`nox -s build`: the files of HEAD, made once and kept."""

from __future__ import annotations

from typing import Any

from gonogo.cli.context import Desk
from gonogo.cli.options import Options
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Build the sdist, and the wheel from it, from a clean clone of HEAD, and keep them with their manifest."""
    from gonogo.release import build

    desk.take_over(options)
    wheels = options.folder(options.wheels) if options.wheels else None
    row = desk.stage("build", lambda: build.build(desk.plan(options), desk.local, fresh=options.fresh, wheels=wheels))
    if row.verdict is Verdict.GO:
        desk.hand_on(options)
    return desk.board("build", [row], options, "nox -s tests")
