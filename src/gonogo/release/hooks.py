"""Hooks: commands of the project around a step, as argument lists, with the plan in their environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.git import lookups
from gonogo.model.errors import GonogoError, NoGo
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_JUDGING
from gonogo.system import activity, process
from gonogo.system.environment import environment

if TYPE_CHECKING:
    from gonogo.release.contexts import Context

OUTSIDE = tuple(stage.value for stage in AFTER_JUDGING)  # steps whose hooks may change something elsewhere


class HookFailed(NoGo):
    text = "the hook {hook} failed: {command} {ended}: {why}"
    hint_text = "fix the command in the setting `hooks` of [tool.gonogo], or what it found"


class AfterHookFailed(NoGo):
    """A hook of the project ended with an error after its step had changed something outside of this machine."""

    text = "the hook {hook} failed, and its step has happened: {command} {ended}: {why}"
    hint_text = "run that command, and those after it, yourself: none of them is run again; then: invoke resume"


def run(hook: str, plan: Plan, context: Context, failed: type[GonogoError] = HookFailed) -> None:
    """Run a project's commands for `before-STEP` or `after-STEP`; in the temporary clone while there is one."""
    folder = place(context)
    for argv in context.project.settings.hooks.get(hook, ()):
        activity.record(f"the hook {hook}", folder.resolve())
        done = process.run(argv, folder, env=environment(variables(plan)))
        lookups.forget()
        if done.code:
            raise failed(
                hook=hook,
                command=process.name_of(argv),
                ended=process.ended(done.code),
                why=done.tail or process.SILENT,
            )


def place(context: Context) -> Path:
    """Return the project's folder in the temporary clone, or where there is none, in the repository."""
    top = context.clone_folder if context.clone_folder.is_dir() else context.repo
    return top / context.subfolder


def variables(plan: Plan) -> dict[str, str]:
    """Return the plan as environment variables."""
    return {
        "GONOGO_NAME": plan.name,
        "GONOGO_VERSION": plan.new,
        "GONOGO_OLD_VERSION": plan.old,
        "GONOGO_TAG": plan.tag,
        "GONOGO_BRANCH": plan.branch,
        "GONOGO_BASE": plan.base,
    }
