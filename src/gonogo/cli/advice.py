"""Invoke's command lines: what cannot be read is answered with what was meant; options without effect are refused."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from invoke.exceptions import ParseError

VALUES = {"resume": "--from", "inspect": "--files"}  # tasks after which a lone word is the value of one option
DRY = ("--dry", "-R")
VERSION = re.compile(r"v?\d+(\.\d+)+\w*")
QUOTED = re.compile(r"'(.+)' is!$")  # the word in Invoke's sentence about one that it cannot place
OPTION = re.compile(r"--?[A-Za-z]")
VALUELESS = re.compile(r"^Flag <Argument: (?P<name>\S+).*")  # Invoke's sentence about an option without its value


class UnknownTask(GonogoError):
    text = "{word} is neither a task nor an option of {program}"
    hint_text = "type: {command}"


class IsASession(GonogoError):
    text = "{word} is a Nox session, and not a task of {program}"
    hint_text = "type: nox -s {word}"


class UnknownWord(GonogoError):
    text = "{program} {task} does not know {word}"
    hint_text = "type: {command}"


class UnreadableCommand(GonogoError):
    text = "{why}"
    hint_text = "see what it takes with: {command}"


@dataclass(frozen=True)
class Typed:
    """A command line as it was typed: the program, the words after it, and the tasks that there are."""

    program: str
    words: Sequence[str]
    tasks: Mapping[str, Any]

    def with_instead(self, word: str, *instead: str) -> str:
        """Return the command line with other words in the place of one; a value after `=` stays."""
        import shlex

        result: list[str] = []
        for one in self.words:
            name, equals, value = one.partition("=")
            result += [*instead[:-1], instead[-1] + equals + value] if name == word else [one]
        return shlex.join([self.program, *result])

    def help(self, task: str) -> str:
        """Return the command that shows the options of a task, or all tasks."""
        return f"{self.program} --help {task}" if task else f"{self.program} --list"


def on(error: ParseError, typed: Typed) -> GonogoError:
    """Return the answer to a command line that Invoke cannot read."""
    found = QUOTED.search(str(error))
    task = (error.context and error.context.name) or ""
    if found is None:
        return UnreadableCommand(why=VALUELESS.sub(r"--\g<name> needs a value", str(error)), command=typed.help(task))
    word = found[1]
    if word in DRY:
        return NoDryRun(task=f"{typed.program} {task}".rstrip())
    flags = [flag for flag in (error.context.flags if error.context else ()) if flag not in typed.words]
    instead = next(meant(word, task, flags, list(typed.tasks)), ())
    command = typed.with_instead(word, *instead) if instead else typed.help(task)
    if task:
        return UnknownWord(program=typed.program, task=task, word=word, command=command)
    if word in sessions():
        return IsASession(program=typed.program, word=word)
    return UnknownTask(program=typed.program, word=word, command=command)


def sessions() -> set[str]:
    """Return the names of the Nox sessions; nothing is imported for it, at the end of a process."""
    return {found.stem for found in (Path(__file__).parent / "sessions").glob("[a-z]*.py")}


def meant(word: str, task: str, flags: list[str], tasks: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield what may have been meant by a word after a task or before the first one, the likeliest first."""
    import difflib

    from gonogo.version.parts import PARTS

    if word.startswith("-"):
        long = [flag for flag in flags if flag.startswith("--")]
        yield from ((near,) for near in difflib.get_close_matches(word, long, n=1))
        return
    if "--to" in flags and VERSION.fullmatch(word):
        yield "--to", word.removeprefix("v")
    if task in VALUES:
        yield VALUES[task], word
    if "--part" in flags:
        yield from (("--part", near) for near in difflib.get_close_matches(word, (*PARTS, "auto"), n=1))
    yield from ((near,) for near in difflib.get_close_matches(word, tasks, n=1))


REFUSED = ("echo", "warn-only", "pty", "hide", "command-timeout", "prompt-for-sudo-password")
"""Options for the commands that Invoke runs itself."""


class NoDryRun(GonogoError):
    text = "{task} has no dry run: Invoke's --dry (-R, or run.dry in its configuration) cannot stop what gonogo does"
    hint_text = "see what would happen with: invoke changelog, or nox -s rehearse -- --part minor"


class OptionWithoutEffect(GonogoError):
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
    """Add at the end what was probably meant on a command line that Invoke could not read; `names` are our tasks."""
    running = program()
    if running is None or hasattr(running, "tasks") or not hasattr(running, "parser"):
        return
    from invoke.exceptions import ParseError

    try:
        running.parser.parse_argv(running.core.unparsed)
    except ParseError as error:
        if error.context is None or error.context.name in {None, *names}:
            from gonogo.cli import terminal

            answer = on(error, Typed("invoke", running.argv[1:], running.parser.contexts))
            terminal.say(answer.hint)


class TakenForAValue(GonogoError):
    text = "{option} is an option, and {task} needs a value for --{name} first"
    hint_text = "see what {task} takes with: invoke --help {task}"


def require_values(task: str, given: Mapping[str, Any]) -> None:
    """Raise TakenForAValue where what was given for a value looks like an option: `invoke news --help`."""
    for name, value in given.items():
        if isinstance(value, str) and OPTION.match(value):
            raise TakenForAValue(option=value.split()[0], task=task, name=name.strip("_").replace("_", "-"))
