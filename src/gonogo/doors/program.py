"""The console script `gonogo`: the Invoke collection as a program."""

from __future__ import annotations

import sys
from typing import NoReturn

FILES = {"inspect": "--files"}
"""Tasks that take plain words, and the flag that those words stand for."""


def main() -> NoReturn:
    """Run `gonogo TASK ...`; with no task, list them."""
    from importlib.metadata import version

    from invoke.program import Program

    from gonogo.doors.tasks import collection

    program = Program(name="gonogo", binary="gonogo", namespace=collection(), version=version("gonogo"))
    program.run([sys.argv[0], *flagged(sys.argv[1:])])
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
