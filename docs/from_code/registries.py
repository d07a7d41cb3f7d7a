"""What the reference is made from: every import of gonogo in this folder is here, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from gonogo.checks import all_checks
from gonogo.ci import workflow_rules as ci_rules
from gonogo.cli import sessions as cli_sessions
from gonogo.cli import tasks as cli_tasks
from gonogo.cli.options import OPTIONS
from gonogo.git.environment import HOOK_SWITCHES, PASSED
from gonogo.model.board import get_schema as board_schema
from gonogo.model.errors import GonogoError, Status
from gonogo.model.settings import Settings
from gonogo.model.stage import ReleaseState
from gonogo.project.layouts import BACKENDS, LAST_RESORT, last_resort
from gonogo.project.settings_schema import get_schema as settings_schema
from gonogo.project.settings_schema import meanings
from gonogo.pypi_rules import book
from gonogo.release.state import NEXT, RESUME
from gonogo.release.steps import all_steps

__all__ = ["Settings", "board_schema", "settings_schema"]


class Named(NamedTuple):
    """A thing with a name and the text that explains it."""

    name: str
    text: str


class Flag(NamedTuple):
    """One option of a command: how it is typed, and what it means."""

    typed: str
    meaning: str


class Command(NamedTuple):
    """A session or a task: its name, what it does, and its options."""

    name: str
    text: str
    flags: tuple[Flag, ...]


class Rule(NamedTuple):
    """A rule of the index: its code and stage, what is wrong, the fix, the answer and the source."""

    code: str
    stage: str
    why: str
    fix: str
    answer: str
    source: str


class Problem(NamedTuple):
    """An error: its code, exit status, sentence and hint; fields in angle brackets."""

    code: str
    status: str
    sentence: str
    hint: str


def sessions() -> Iterator[Command]:
    """Yield the Nox sessions that every project has."""
    for one in cli_sessions.all_sessions():
        options = [(word, option) for word, option in OPTIONS.items() if one.name in option.sessions]
        flags = tuple(Flag(f"{word} {option.value}".strip(), option.meaning) for word, option in options)
        yield Command(one.name, paragraphs(one.run.__doc__), flags)


def tasks() -> Iterator[Command]:
    """Yield the Invoke tasks that every project has."""
    for one in cli_tasks.all_tasks():
        flags = tuple(flag(argument) for argument in one.task().get_arguments())
        yield Command(one.name, paragraphs(one.function.__doc__), flags)


def flag(argument: Any) -> Flag:
    """Return an option of a task as it is typed."""
    name = argument.attr_name.strip("_") if argument.attr_name else argument.name.strip("_")
    value = "" if argument.kind is bool else f" {name.upper().replace('_', '-')}"
    return Flag(f"--{name.replace('_', '-')}{value}", argument.help or "")


def checks() -> Iterator[tuple[Named, tuple[str, ...]]]:
    """Yield the checks, each with what it reads."""
    for one in all_checks():
        yield Named(one.name, paragraphs(one.doc)), tuple(sorted(one.needs))


def index_rules() -> Iterator[Rule]:
    """Yield the rules of the index, in its order of judgement."""
    for one in book.rules():
        answer = f"refused with {one.status}" if one.kind.value == "refusal" else one.kind.value
        answer = "the client stops" if one.stage.name == "CLIENT" else answer
        stage = one.stage.name.replace("_", " ").capitalize()
        yield Rule(one.code, stage, one.why, one.fix, answer, one.source)


def workflow_rules() -> Iterator[Named]:
    """Yield the rules for workflows."""
    for one in ci_rules.all_rules():
        yield Named(one.name, paragraphs(one.breaches.__doc__))


def layouts() -> Iterator[Named]:
    """Yield the layouts that are recognised."""
    finders = {name: find for one in BACKENDS for name, find in (*one.static.items(), *one.dynamic.items())}
    for name, find in sorted(finders.items()):
        yield Named(name, paragraphs(find.__doc__))
    yield Named(LAST_RESORT, paragraphs(last_resort.__doc__))


def statuses() -> Iterator[tuple[int, str, str]]:
    """Yield the exit statuses: number, name and meaning."""
    texts = meanings(Status)
    for one in Status:
        yield one.value, one.name.replace("_", "-" if one.name == "NO_GO" else " "), texts[one.name]


def states() -> Iterator[tuple[Named, str]]:
    """Yield the states of a release, each with the command that comes next."""
    texts = meanings(ReleaseState)
    yield from ((Named(state.value, texts[state.name]), NEXT.get(state, RESUME)) for state in ReleaseState)


def git_variables() -> Iterator[str]:
    """Yield the variables that git gets from outside."""
    yield from PASSED


def hook_variables() -> Iterator[str]:
    """Yield the variables that the managers of git's hooks get from outside."""
    yield from HOOK_SWITCHES


def steps() -> Iterator[tuple[Named, str]]:
    """Yield the steps of a release in their order, each with its reach."""
    for one in all_steps():
        text = paragraphs(sys.modules[one.apply.__module__].__doc__)
        yield Named(one.name, text), one.reach.name


def errors() -> Iterator[Problem]:
    """Yield every error that gonogo can report, by code."""
    import importlib
    import pkgutil

    import gonogo

    for found in pkgutil.walk_packages(gonogo.__path__, "gonogo."):
        if not found.name.endswith(("__main__", "_server", ".inspector")):
            importlib.import_module(found.name)
    known = {one.__name__: one for one in GonogoError.kinds() if one.__module__.startswith("gonogo.")}
    for kind in (known[name] for name in sorted(known)):
        error = kind(**{name: f"<{name}>" for name in kind.field_names()})
        yield Problem(error.code, error.status.name, error.sentence, error.hint)


def paragraphs(doc: str | None) -> str:
    """Return a docstring with a line for each paragraph."""
    return "\n\n".join(" ".join(block.split()) for block in (doc or "").strip().split("\n\n"))
