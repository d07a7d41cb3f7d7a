"""What a program prints, read as it comes and bounded before anybody searches it."""

import os
import selectors
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from typing import IO, Any

from gonogo.model.errors import NoGo

OUTPUT_LIMIT = 64_000_000  # bytes that a program may print; one that prints more is stopped
LINE_LIMIT = 4_000  # characters of one line that are kept of a program whose output is shown as it comes
KEPT_LINES = 50_000  # lines of such a program that are kept: the last ones, where its summary is


class PrintsTooMuch(NoGo):
    text = "{command} printed more than {limit} MB and was stopped"
    hint_text = "run it yourself to see what it prints, and let it print less"


def gathered(child: subprocess.Popen[str], text: str | None, deadline: float, command: str) -> tuple[str, str]:
    """Return what a program prints until its end, its input written from a thread; TimeoutExpired or PrintsTooMuch."""
    if text is not None:
        threading.Thread(target=feed, args=(child, text), name="feeder", daemon=True).start()
    printed: dict[Any, list[bytes]] = {pipe: [] for pipe in (child.stdout, child.stderr)}
    size = 0
    with selectors.DefaultSelector() as waiting:
        for pipe in printed:
            waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(max(deadline - time.monotonic(), 0))
            if not ready:
                raise subprocess.TimeoutExpired(child.args, 0)
            for key, _ in ready:
                piece = os.read(key.fd, 1 << 16)
                if not piece:
                    waiting.unregister(key.fileobj)
                printed[key.fileobj].append(piece)
                size += len(piece)
            if size > OUTPUT_LIMIT:
                raise PrintsTooMuch(command=command, limit=OUTPUT_LIMIT // 10**6)
    for pipe in printed:
        pipe.close()
    stdout, stderr = (b"".join(pieces).decode("utf-8", "surrogateescape") for pieces in printed.values())
    return in_lines(stdout), in_lines(stderr)


def feed(child: subprocess.Popen[str], text: str) -> None:
    """Write what a program is to read, and close its input; one that reads no more is left alone."""
    with suppress(OSError, ValueError), child.stdin or nullcontext() as pipe:
        if pipe:
            pipe.write(text)


def in_lines(text: str) -> str:
    """Return a text whose lines all end as they do here."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def short_lines(printed: IO[str]) -> Iterator[str]:
    """Yield the lines of an output as they come, each cut at a limit; what is beyond it is read and dropped."""
    inside = False
    while piece := printed.readline(LINE_LIMIT):
        whole = piece.endswith("\n")
        if not inside:
            yield piece if whole else f"{piece}\n"
        inside = not whole
