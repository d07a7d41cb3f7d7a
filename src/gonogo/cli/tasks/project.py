"""A project's set-up: made, checked, and tried on a small one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.cli.task import command
from gonogo.model.errors import NoGo, counted

if TYPE_CHECKING:
    from gonogo.model.board import Board, Row


LOCK = "requirements/release.txt"
INIT_HELP = {
    "yes": "write without asking, for scripts",
    "from_": "a wheel of gonogo for the lock of CI's tools, if gonogo is not on your package index",
    "take": "a workflow file of your own that gonogo's may replace; can be given again",
}


class Declined(NoGo):
    text = "the answer was no; nothing was changed"
    hint_text = "type it again when you are ready: gonogo init"


@command(help=INIT_HELP, iterable=["take"])
def init(take: list[str], from_: str = "", yes: bool = False) -> Board:
    """Write a project's noxfile, tasks, changelog, workflow and lock; show every change, and ask once."""
    from gonogo.cli import sessions, tasks, terminal
    from gonogo.commands import init as adopt
    from gonogo.model.board import Board

    names = adopt.Names(
        tuple(one.name for one in sessions.all_sessions()), tuple(one.name for one in tasks.all_tasks())
    )
    adoption = adopt.propose(Path.cwd(), names, take, from_)
    if adoption.changes or adoption.locks:
        terminal.say(adoption.diff)
        if not (yes or terminal.confirmed(asked(adoption))):
            raise Declined
        adopt.apply(adoption)
    locked = [adopt.lock(adoption)] if adoption.locks else []
    return Board(f"init {adoption.title}", rows(adoption, locked), adoption.next_command)


def asked(adoption: Any) -> str:
    """Return the question: how many files are written, and whether the tools of CI are locked."""
    files = f"Write {counted(len(adoption.changes), 'file')}" if adoption.changes else ""
    lock = f"lock the tools of CI in {LOCK}" if adoption.locks else ""
    words = " and ".join(filter(None, (files, lock)))
    return f"{words[0].upper()}{words[1:]}?"


def rows(adoption: Any, locked: list[Row]) -> tuple[Row, ...]:
    """Return the rows: what was found out, each file that was written, and what is left to the user."""
    from gonogo.model.board import Row
    from gonogo.model.verdict import Finding, Verdict

    written = [Row(change.path, Verdict.GO, note="changed" if change.before else "new") for change in adoption.changes]
    nothing = [] if written or locked else [Row("files", Verdict.GO, note="nothing to change")]
    notes = tuple(Finding("left-to-you", note.what, fix=note.fix, blocking=False) for note in adoption.notes)
    return (
        *(Row(name, Verdict.GO, note=found) for name, found in adoption.found),
        *written,
        *locked,
        *nothing,
        *([Row("left to you", Verdict.GO, findings=notes)] if notes else []),
    )


DOCTOR_HELP = {"forge": "read the settings on GitHub too, with the token in GITHUB_TOKEN or GH_TOKEN or that of gh"}


@command(help=DOCTOR_HELP)
def doctor(forge: bool = False) -> Board:
    """Check a project's set-up: identity, remote, tags, changelog, files, workflow; list what to check yourself."""
    from gonogo.commands import doctor as checks

    return checks.board(Path.cwd(), checks.with_forge) if forge else checks.board(Path.cwd())


DEMO_HELP = {"folder": "a folder that is new or empty, as a plain word: gonogo demo FOLDER; by default gonogo-demo"}
DEMO_STOPPED = "begin again with: gonogo demo FOLDER, with a new folder; nothing outside of it was changed"


@command(program_only=True, stopped=DEMO_STOPPED, help=DEMO_HELP)
def demo(folder: str = "") -> Board:
    """Make a small project in a new folder and release it, each command shown before it runs."""
    from gonogo.cli.terminal import say
    from gonogo.commands import demo as demo_command

    return demo_command.board(Path.cwd() / (folder or demo_command.FOLDER), say)
