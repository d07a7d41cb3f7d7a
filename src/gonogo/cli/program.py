"""The console script `gonogo`: the Invoke collection as a program."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from invoke.exceptions import Exit, ParseError
from invoke.parser.context import ParserContext
from invoke.program import Program

from gonogo.cli import terminal
from gonogo.model.errors import Status

if TYPE_CHECKING:
    from invoke.parser.argument import Argument

PLAIN = {"inspect": "--files", "demo": "--folder"}  # tasks that take plain words, and the flag of these words
WORDS = {"inspect": "FILE...", "demo": "[FOLDER]"}  # the plain words of these tasks, as the help shows them
SHOWN = ("debug", "help", "list", "print-completion-script", "version")  # Invoke's own options that mean something here
READ = (*SHOWN, "complete", "list-depth", "list-format", "write-pyc")
"""These, and those that shells and Invoke's own code ask for; every other one is refused."""

USAGE = "gonogo TASK [OPTIONS]"


class Gonogo(Program):
    """The program: its help shows the tasks first, and it refuses what would have no effect."""

    def core_args(self) -> list[Argument]:
        """Return Invoke's own options, without those for commands that Invoke would run itself."""
        return [one for one in super().core_args() if one.name in READ]

    def update_config(self, merge: bool = True) -> None:  # noqa: FBT001, FBT002, ARG002 - Invoke's signature
        """Take over no option: none of those that are read changes the configuration."""
        self.config.merge()

    def parse_tasks(self) -> None:
        """Read the tasks and their options; what cannot be read is answered with the right command."""
        with self.answered():
            super().parse_tasks()

    def parse_cleanup(self) -> None:
        """Do what `--help` and `--list` ask for; a task that is not there is answered in the same way."""
        with self.answered():
            super().parse_cleanup()

    @contextmanager
    def answered(self) -> Iterator[None]:
        """End the program with the status of bad input, and with advice, where Invoke cannot read something."""
        try:
            yield
        except ParseError as error:
            from gonogo.cli import advice

            answer = advice.on(error, advice.Typed("gonogo", self.argv[1:], self.parser.contexts))
            raise Exit(f"{answer}\n{answer.hint}", Status.USAGE) from error

    def print_help(self) -> None:
        """Print the tasks, and below them the options."""
        terminal.write(sys.stdout, f"Usage: {USAGE}\n\n")
        self.list_tasks()
        options = ParserContext(args=[one for one in self.core_args() if one.name in SHOWN])
        terminal.write(sys.stdout, "Options:\n\n")
        self.print_columns(options.help_tuples())
        terminal.write(sys.stdout, "See the options of a task with: gonogo --help TASK\n")

    def task_list_opener(self, extra: str = "") -> str:  # noqa: ARG002 - Invoke's signature
        """Return the heading of the list of tasks."""
        return "Tasks"

    def print_task_help(self, name: str) -> None:
        """Print what a task does, and its options."""
        usage = USAGE.replace("TASK", f"{name} {WORDS.get(name, '')}".rstrip())
        terminal.write(sys.stdout, f"Usage: {usage}\n\n{inspect.getdoc(self.collection[name])}\n\nOptions:\n\n")
        self.print_columns(self.parser.contexts[name].help_tuples())


def main() -> NoReturn:
    """Run `gonogo TASK ...`; with no task, list them."""
    from importlib.metadata import version

    from gonogo.cli.tasks import everything

    program: Any = Gonogo(name="gonogo", binary="gonogo", namespace=everything(), version=version("gonogo"))
    try:
        program.run([sys.argv[0], *flagged(sys.argv[1:])])
    except BrokenPipeError:
        terminal.silence(sys.stdout)
    sys.exit(0)


def flagged(words: list[str]) -> list[str]:
    """Return the words of a command line with plain words after a task that takes them as flags.

    >>> flagged(["inspect", "a.whl", "--for", "uv"])
    ['inspect', '--files', 'a.whl', '--for', 'uv']

    A task that is asked for its help wants no value.

    >>> flagged(["news", "--help"])
    ['--help', 'news']
    """
    if len(words) == 2 and words[1] in ("-h", "--help") and not words[0].startswith("-"):
        return ["--help", words[0]]
    if not words or words[0] not in PLAIN:
        return words
    task, *rest = words
    result = [task]
    takes_value = False
    for word in rest:
        plain = not word.startswith("-") and not takes_value
        result += [PLAIN[task], word] if plain else [word]
        takes_value = word.startswith("--") and "=" not in word and word not in ("--json", "--help")
    return result
