"""The terminal: text for standard output and error, which may be closed, full or unread; and the one question."""

import os
import sys
import time
from contextlib import suppress
from typing import TextIO

from gonogo.model.errors import GonogoError, one_line, readable
from gonogo.system.secrets import redacted


def outward(text: str) -> str:
    """Return a text as it may leave: secrets masked, and in Actions no line of it a workflow command."""
    if not in_actions():
        return redacted(text)
    from gonogo.ci.text import in_log

    return in_log(redacted(text))


def in_actions() -> bool:
    """Return whether GitHub Actions reads what is printed, or Forgejo's or Gitea's, which read it alike."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def in_gitlab() -> bool:
    """Return whether GitLab reads what is printed."""
    return os.environ.get("GITLAB_CI") == "true"


def group(name: str) -> None:
    """Begin a part of a CI log that can be folded."""
    title = outward(one_line(name))
    if in_actions():
        write(sys.stderr, f"::group::{title}\n")
    elif in_gitlab():
        from gonogo.ci import gitlab

        write(sys.stderr, gitlab.begun(title, time.time()))


def end_group(name: str) -> None:
    """End the part of a CI log that began with the same name."""
    if in_actions():
        write(sys.stderr, "::endgroup::\n")
    elif in_gitlab():
        from gonogo.ci import gitlab

        write(sys.stderr, gitlab.ended(outward(one_line(name)), time.time()))


def say(sentence: str) -> None:
    """Write a sentence to standard error, with control characters escaped and secrets masked."""
    write(sys.stderr, outward(readable(sentence)) + "\n")


def write(stream: TextIO | None, text: str) -> None:
    """Write a text as well as a stream can take it; a stream that is gone, or None, takes nothing and stops nothing."""
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except (OSError, ValueError):
        silence(stream)


def last(text: str) -> None:
    """Write a text to standard output past every buffer and lock: nothing is written after it."""
    with suppress(AttributeError, OSError, ValueError):
        os.write(sys.stdout.fileno(), text.encode("utf-8", "replace"))


def silence(stream: TextIO) -> None:
    """Discard what is still buffered for a stream, so that Python does not complain of it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


class NobodyToAsk(GonogoError):
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
    say(f"{one_line(question)} [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def show(sentences: tuple[str, ...]) -> None:
    """Show the plan, a line for each sentence."""
    say("the plan:")
    for sentence in sentences:
        say(f"  {one_line(sentence)}")
