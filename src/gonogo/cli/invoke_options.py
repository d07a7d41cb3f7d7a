"""Invoke's own options: those that would have no effect on gonogo's tasks are refused; misspelt words are answered."""

from __future__ import annotations

import sys
from typing import Any

from gonogo.model.errors import GonogoError

REFUSED = ("echo", "warn-only", "pty", "hide", "command-timeout", "prompt-for-sudo-password")
"""Options for the commands that Invoke runs itself."""


class NoDryRun(GonogoError):
    """Invoke was asked to run nothing, and would have run all of it."""

    text = "{task} has no dry run: Invoke's --dry (-R, or run.dry in its configuration) cannot stop what gonogo does"
    hint_text = "see what would happen with: invoke changelog, or nox -s rehearse -- --part minor"


class OptionWithoutEffect(GonogoError):
    """An option of Invoke's would have no effect."""

    text = "Invoke's {option} has no effect on {task}: it is for commands that Invoke runs itself"
    hint_text = "leave {option} out; what {task} takes is shown by: invoke --help {task}"


def program() -> Any:
    """Return Invoke's program when it runs this process; None for any other, such as `gonogo`."""
    running = getattr(sys.modules.get("invoke.main"), "program", None)
    return running if hasattr(running, "core") else None


def require_effective(task: str, context: Any) -> None:
    """Raise NoDryRun where Invoke is to run nothing, OptionWithoutEffect where an option for its commands was given."""
    if context.config.run.dry:
        raise NoDryRun(task=task)
    running = program()
    for name in REFUSED if running else ():
        if running.args[name].value:
            raise OptionWithoutEffect(option=f"--{name}", task=task)


def answer_misspelt(names: set[str]) -> None:
    """Add to Invoke's own words on a command line that it could not read what was probably meant.

    For the end of the process; `names` are those of gonogo's tasks. Says nothing of the tasks of the project.
    """
    running = program()
    if running is None or hasattr(running, "tasks") or not hasattr(running, "parser"):
        return
    from invoke.exceptions import ParseError

    try:
        running.parser.parse_argv(running.core.unparsed)
    except ParseError as error:
        if error.context is None or error.context.name in {None, *names}:
            from gonogo.cli import advice, output

            answer = advice.on(error, advice.Typed("invoke", running.argv[1:], running.parser.contexts))
            output.tell(answer.hint)
