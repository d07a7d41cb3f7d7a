"""A door: one Invoke task that returns a board, with errors, `--json` and the exit status around it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from invoke.context import Context
    from invoke.tasks import Task

from gonogo.cli import bytecode
from gonogo.cli.search_path import without_project
from gonogo.model.board import Board

JSON_HELP = "print the board as JSON on standard output"


@dataclass(frozen=True)
class Door:
    """A function that a user can call as an Invoke task, and the task's options.

    One for the program only is no task of a project, where its name may be that of another task. `stopped` is what to
    type after a Ctrl-C, where it is not `invoke status`.
    """

    function: Callable[..., Board]
    options: dict[str, Any] = field(default_factory=dict)
    program_only: bool = False
    stopped: str = ""

    @property
    def name(self) -> str:
        """The task's name, as it is typed."""
        return self.function.__name__.strip("_").replace("_", "-")

    def task(self) -> Task[Any]:
        """Return the Invoke task."""
        from invoke.tasks import Task

        options = {**self.options, "help": {**self.options.get("help", {}), "json": JSON_HELP}}
        return Task(self._body(), name=self.name, **options)

    def _body(self) -> Callable[..., None]:
        def body(context: Context, *words: Any, json: bool = False, **flags: Any) -> None:
            with bytecode.kept(), without_project():
                from gonogo.cli import invoke_options, report

                def act() -> Board:
                    invoke_options.require_effective(self.name, context)
                    return self.function(context, *words, **flags)

                board = report.board_of(self.name, act, as_json=json, stopped=self.stopped)
                report.end(board, as_json=json)

        signature = inspect.signature(self.function)
        extra = inspect.Parameter("json", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=False)
        body.__signature__ = signature.replace(parameters=[*signature.parameters.values(), extra])  # type: ignore[attr-defined]
        body.__doc__ = self.function.__doc__
        body.__name__ = self.function.__name__
        return body


@overload
def door(function: Callable[..., Board]) -> Door: ...
@overload
def door(*, program_only: bool = ..., stopped: str = ..., **options: Any) -> Callable[[Callable[..., Board]], Door]: ...
def door(
    function: Callable[..., Board] | None = None, *, program_only: bool = False, stopped: str = "", **options: Any
) -> Door | Callable[[Callable[..., Board]], Door]:
    """Make a function that returns a Board a door; keyword options go to `invoke.task`."""
    if function is not None:
        return Door(function)
    return lambda given: Door(given, options, program_only, stopped)
