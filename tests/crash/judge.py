"""Build the release at HEAD and find it GO, as `nox -s build tests check` does, but in a second."""

from __future__ import annotations

from pathlib import Path

from gonogo.model.board import Row
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release import build, contexts, planner
from gonogo.release.survey import survey


def main() -> None:
    """Build and judge what the working folder holds."""
    project = survey(Path.cwd())
    plan, context = planner.of_head(project), contexts.real(project, "local")
    build.build(plan, context)
    for stage in (Stage.TESTS, Stage.CHECK):
        context.kept.judge(context.manifest(plan), Row(stage.value, Verdict.GO, stage=stage))


if __name__ == "__main__":
    main()
