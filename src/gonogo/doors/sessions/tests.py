"""`nox -s tests`: the project's tests, on the built wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.doors.desk import Desk
from gonogo.doors.options import Options
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict

OWN_ENVIRONMENT = True


def run(desk: Desk, options: Options, session: Any) -> Board:
    """Install the built wheel, never the source, and run the project's tests on it; further words go to the runner."""
    from gonogo.engine import tests
    from gonogo.world.candidate import temporary
    from gonogo.world.environments import Environment

    desk.take_over(options)
    plan, world, built = desk.plan(options), desk.local, desk.built(options)
    if built.verdict is not Verdict.GO:
        return desk.board("tests", [built], options, "")
    environment = Environment(Path(session.virtualenv.location))
    name = f"tests-{tests.version(environment)}"
    kept = None if options.fresh or options.more else tests.kept(plan, world, name)
    with temporary() as folder:
        row = kept or desk.stage(
            name,
            lambda: tests.run(plan, world, tests.enter(plan, world, environment, folder), options.more, desk.story),
        )
    if not options.more:
        tests.keep(plan, world, row)
    desk.hand_on(options)
    return desk.board("tests", [built, row], options, "nox -s check")
