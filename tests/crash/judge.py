"""Build the release at HEAD and find it GO, as `nox -s build tests check` does, but in a second."""

from __future__ import annotations

from pathlib import Path

from gonogo.model.board import Row
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release import build, context, planner
from gonogo.release.survey import survey


def main() -> None:
    """Build and judge what the working folder holds."""
    project = survey(Path.cwd())
    plan, world = planner.of_head(project), context.real(project, "local")
    build.build(plan, world)
    for stage in (Stage.TESTS, Stage.CHECK):
        world.kept.judge(world.manifest(plan), Row(stage.value, Verdict.GO, stage=stage))


if __name__ == "__main__":
    main()
