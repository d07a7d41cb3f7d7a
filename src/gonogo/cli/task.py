"""A command: one Invoke task that returns a board, with errors, `--json` and the exit status around it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from invoke.context import Context
    from invoke.tasks import Task

    from gonogo.model.board import Board

from gonogo.cli.interpreter import bytecode_kept, without_project

JSON_HELP = "print the board as JSON on standard output"

REQUEST_HELP = {
    "part": "major, minor, patch, pre, post, dev, final, or auto",
    "pre": "the stage of a pre-release: a, b or rc",
    "to": "the version itself, e.g. 1.4.0",
    "empty": "release although there are no notes",
}
"""The help of the options that ask for a version."""


@dataclass(frozen=True)
class Command:
    """A function that a user can call as an Invoke task, and the task's options.

    One for the program only is no task of a project, where its name may be that of another task. `stopped` is what to
    type after a Ctrl-C, where it is not `invoke status`. `alone` names flags with which a word is not asked for.
    """

    function: Callable[..., Board]
    options: dict[str, Any] = field(default_factory=dict)
    program_only: bool = False
    stopped: str = ""
    alone: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The task's name, as it is typed."""
        return self.function.__name__.strip("_").replace("_", "-")

    def task(self) -> Task[Any]:
        """Return the Invoke task."""
        from gonogo.cli.flags import LenientTask

        options = {**self.options, "help": {**self.options.get("help", {}), "json": JSON_HELP}}
        return LenientTask(self._body(), self.alone, name=self.name, **options)

    def _body(self) -> Callable[..., None]:
        def body(context: Context, *words: Any, json: bool = False, **flags: Any) -> None:
            with bytecode_kept(), without_project():
                from gonogo.cli import advice, report

                def act() -> Board:
                    advice.require_effective(self.name, context)
                    advice.require_values(self.name, flags)
                    return self.function(*words, **flags)

                board = report.board_of(self.name, act, as_json=json, stopped=self.stopped)
                report.end(board, as_json=json)

        signature = inspect.signature(self.function)
        first = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        last = inspect.Parameter("json", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=False)
        body.__signature__ = signature.replace(parameters=[first, *signature.parameters.values(), last])  # type: ignore[attr-defined]
        body.__doc__ = self.function.__doc__
        body.__name__ = self.function.__name__
        return body


@overload
def command(function: Callable[..., Board]) -> Command: ...
@overload
def command(
    *, program_only: bool = ..., stopped: str = ..., alone: Mapping[str, str] = ..., **options: Any
) -> Callable[[Callable[..., Board]], Command]: ...
def command(
    function: Callable[..., Board] | None = None,
    *,
    program_only: bool = False,
    stopped: str = "",
    alone: Mapping[str, str] | None = None,
    **options: Any,
) -> Command | Callable[[Callable[..., Board]], Command]:
    """Make a function that returns a Board a command; keyword options go to `invoke.task`."""
    if function is not None:
        return Command(function)
    return lambda given: Command(given, options, program_only, stopped, alone or {})
