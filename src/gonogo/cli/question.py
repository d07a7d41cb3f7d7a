"""The one question, asked once the plan has been shown."""

from __future__ import annotations

import sys

from gonogo.cli.output import is_terminal, tell
from gonogo.model.errors import GonogoError, one_line


class NobodyToAsk(GonogoError):
    """There is no terminal, and --yes was not given."""

    text = "there is no terminal to ask on, and --yes was not given; nothing was changed"
    hint_text = "add --yes to go on without being asked"


def agreed(sentences: tuple[str, ...]) -> bool:
    """Show the plan and go on without asking."""
    show(sentences)
    return True


def ask(sentences: tuple[str, ...]) -> bool:
    """Show the plan and ask once; NobodyToAsk where there is no terminal."""
    show(sentences)
    return confirmed("Release?")


def ask_tag(sentences: tuple[str, ...]) -> bool:
    """Show what is tagged and pushed, and ask once; NobodyToAsk where there is no terminal."""
    show(sentences)
    return confirmed("Tag?")


def confirmed(question: str) -> bool:
    """Ask once, and return whether the answer is yes; NobodyToAsk where there is no terminal."""
    if not is_terminal(sys.stdin):
        raise NobodyToAsk
    tell(f"{one_line(question)} [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def show(sentences: tuple[str, ...]) -> None:
    """Show the plan, a line for each sentence."""
    tell("the plan:")
    for sentence in sentences:
        tell(f"  {one_line(sentence)}")
