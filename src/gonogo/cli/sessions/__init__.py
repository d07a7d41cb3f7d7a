"""The Nox sessions, one file each; a new file is a new session."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

from gonogo.cli import several
from gonogo.cli.context import SessionContext
from gonogo.cli.interpreter import without_project
from gonogo.cli.options import Options, help_text, parse
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict

if TYPE_CHECKING:
    import nox


@dataclass(frozen=True)
class NoxSession:
    """One session: its name, what it does, and how Nox shall make its environment."""

    name: str
    run: Callable[[SessionContext, Options, Any], Board]
    own_environment: bool

    @property
    def help(self) -> str:
        """The first line of its description."""
        return (self.run.__doc__ or "").splitlines()[0]


def all_sessions() -> tuple[NoxSession, ...]:
    """Return the one of every module in this package."""
    found = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return tuple(session_of(module) for module in found)


def session_of(module: ModuleType) -> NoxSession:
    """Return the one that a module of this package is."""
    name = module.__name__.rpartition(".")[2]
    return NoxSession(name, module.run, getattr(module, "OWN_ENVIRONMENT", False))


CHATTER = (
    "build", "urllib3", "pypi_simple", "asyncio", "markdown_it", "keyring", "charset_normalizer", "twine", "stamina",
    "griffe",
)  # fmt: skip
"""Loggers whose every word Nox would show."""


def register(prefix: str = "") -> None:
    """Register every session with Nox; `prefix` stands before each name."""
    import logging

    for name in CHATTER:
        logging.getLogger(name).setLevel(logging.ERROR)
    shared = SessionContext()
    for one in all_sessions():
        add(one, shared, prefix)


def run(one: NoxSession, shared: SessionContext, session: nox.Session, prefix: str) -> Board:
    """Run a session with its options; those after `--` are for every session of the command."""
    chosen = [name.removeprefix(prefix) for name, _ in in_this_run(session)]
    return several.run(one, shared, parse(one.name, session.posargs, chosen), session)


def in_this_run(session: nox.Session) -> Iterator[tuple[str, Any]]:
    """Yield the sessions that Nox was asked to run, each with its result as far as there is one."""
    for one, waits in session._runner.manifest.list_all_sessions():  # noqa: SLF001 - Nox has no public way to ask
        if waits or one.result is not None:
            yield one.name, one.result


def failed_in_nox(session: nox.Session, prefix: str) -> Iterator[str]:
    """Yield the sessions that failed earlier in this run, in Nox itself too: an environment that could not be made."""
    for name, result in in_this_run(session):
        if result is not None and result.status.value < 1 and name.startswith(prefix):
            yield name.removeprefix(prefix)


def installs_only(session: nox.Session) -> bool:
    """Return whether Nox was asked to install and to run nothing: `--install-only`."""
    return bool(session._runner.global_config.install_only)  # noqa: SLF001 - Nox has no public way to ask


def add(one: NoxSession, shared: SessionContext, prefix: str) -> None:
    """Register one session: options, errors, board and chain stand around it."""
    import nox

    @without_project()
    def session(session: nox.Session) -> None:
        from gonogo.cli import report, terminal

        if installs_only(session) and not one.own_environment:
            session.log(f"{one.name} installs nothing, and --install-only runs nothing")
            return
        if "--help" in session.posargs:
            terminal.write(sys.stdout, f"{help_text(one.name)}\n")
            return
        as_json = "--json" in session.posargs
        for stage in failed_in_nox(session, prefix):
            shared.mark_failed(stage)
        turn = partial(shared.in_turn, one.name, partial(run, one, shared, session, prefix))
        board = report.board_of(one.name, turn, as_json=as_json)
        shared.note(one.name, board)
        report.show(board, as_json=as_json)
        if board.verdict is not Verdict.GO or board.exit_status:
            session.error(f"{one.name} is {board.verdict.value}")

    session.__doc__ = one.help
    made = nox.session(
        name=prefix + one.name,
        python=shared.pythons() if one.own_environment else None,
        venv_backend="uv|virtualenv" if one.own_environment else "none",
        default=False,
    )
    made(session)
