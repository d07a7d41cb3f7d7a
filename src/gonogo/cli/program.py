"""The console script `gonogo`: the Invoke collection as a program."""

from __future__ import annotations

import sys
from typing import NoReturn

from invoke.exceptions import Exit, ParseError
from invoke.program import Program

from gonogo.cli import output
from gonogo.model.errors import Status

FILES = {"inspect": "--files"}
"""Tasks that take plain words, and the flag that those words stand for."""


class Typed(Program):
    """The program, which ends with the exit status of bad input where a command line cannot be read."""

    def parse_tasks(self) -> None:
        """Read the tasks and their options."""
        try:
            super().parse_tasks()
        except ParseError as error:
            raise Exit(f"{error}\nsee what there is with: gonogo --list, gonogo --help TASK", Status.USAGE) from error


def main() -> NoReturn:
    """Run `gonogo TASK ...`; with no task, list them."""
    from importlib.metadata import version

    from gonogo.cli.tasks import collection

    program = Typed(name="gonogo", binary="gonogo", namespace=collection(), version=version("gonogo"))
    try:
        program.run([sys.argv[0], *flagged(sys.argv[1:])])
    except BrokenPipeError:
        output.silence(sys.stdout)
    sys.exit(0)


def flagged(words: list[str]) -> list[str]:
    """Return the words of a command line with plain words after a task that takes files as flags.

    >>> flagged(["inspect", "a.whl", "--for", "uv"])
    ['inspect', '--files', 'a.whl', '--for', 'uv']
    """
    if not words or words[0] not in FILES:
        return words
    task, *rest = words
    result = [task]
    takes_value = False
    for word in rest:
        plain = not word.startswith("-") and not takes_value
        result += [FILES[task], word] if plain else [word]
        takes_value = word.startswith("--") and "=" not in word and word not in ("--json", "--help")
    return result
