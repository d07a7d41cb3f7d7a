"""Asking: one question before the first effect, and a refusal where nobody can answer."""

from __future__ import annotations

import sys

from gonogo.model.errors import GonogoError, Status


class NobodyToAsk(GonogoError):
    """There is no terminal, and no --yes."""

    text = "{question} there is no terminal to ask on"
    hint_text = "in a script, say it beforehand: {command} --yes"


class Declined(GonogoError):
    """The user said no."""

    status = Status.NO_GO
    text = "{question} the answer was no; nothing was changed"
    hint_text = "type it again when you are ready: {command}"


def confirm(question: str, command: str) -> None:
    """Ask a question on the terminal; Declined unless the answer is yes, NobodyToAsk without a terminal."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise NobodyToAsk(question=question, command=command)
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise Declined(question=question, command=command)
