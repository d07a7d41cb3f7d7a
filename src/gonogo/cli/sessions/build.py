"""`nox -s build`: the files of HEAD, made once and kept."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Build the sdist, and the wheel from it, from a clean clone of HEAD, and keep them with their manifest."""
    from gonogo.release import build

    shared.take_over(options)
    wheels = options.folder(options.wheels) if options.wheels else None
    row = shared.stage(
        "build", lambda: build.build(shared.plan(options), shared.local, fresh=options.fresh, wheels=wheels)
    )
    if row.verdict is Verdict.GO:
        shared.hand_on(options)
    return shared.board("build", [row], options, "nox -s tests")
