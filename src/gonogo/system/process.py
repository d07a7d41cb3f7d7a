"""Other programs: started from argument lists, with an allow-listed environment, within a time limit."""

import os
import selectors
import shutil
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gonogo.model.errors import GonogoError, NoGo, Undecided
from gonogo.system.children import GRACE_SECONDS, known
from gonogo.system.environment import environment

TIME_LIMIT = 900.0  # seconds after which a program that does not end is ended
STREAM_LIMIT = 6 * 3600.0  # of one whose output is shown as it comes, such as tests: as long as a job of CI may take
PIPED = {"stdout": subprocess.PIPE}
STANDARD_ERROR = 2

TAIL_LIMIT = 8_000  # characters from the end of an output that are searched for its last lines


class CommandFailed(NoGo):
    text = "{command} {ended}: {why}"
    hint_text = "run it yourself in the same folder to see all of its output"


SILENT = "it printed nothing"


def ended(code: int) -> str:
    """Return how a program ended: with an exit status, or stopped by a signal."""
    if code >= 0:
        return f"ended with exit status {code}"
    known = {one.value: one.name for one in signal.Signals}
    return f"was stopped by {known.get(-code, f'signal {-code}')}"


class CommandTimedOut(Undecided):
    text = "{command} did not end within {seconds} s and was stopped"
    hint_text = "see what it waits for (a prompt, a lock, a network) and run the command again"


class CannotStart(NoGo):
    text = "{command} cannot be started: {why}"
    hint_text = "check that the file is executable and that the working directory exists"


class ProgramMissing(GonogoError):
    text = "the program {program} is not on the PATH"
    hint_text = "install {program}, then run the command again"


@dataclass(frozen=True)
class Completed:
    """How a program ended: its exit status and what it printed, as text."""

    argv: tuple[str, ...]
    code: int
    stdout: str
    stderr: str

    @property
    def tail(self) -> str:
        """The last lines that it printed, for an error message."""
        lines = (self.stderr[-TAIL_LIMIT:].strip() or self.stdout[-TAIL_LIMIT:].strip()).splitlines()
        return " / ".join([line.strip() for line in lines if line.strip()][-4:])


def find(program: str) -> str:
    """Return the absolute path of a program on the PATH; relative entries lead into the project, and are none."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found = shutil.which(program, path=folder) if Path(folder).is_absolute() else None
        if found:
            return found
    raise ProgramMissing(program=program)


def run(
    argv: Sequence[str],
    cwd: Path,
    *,
    env: Mapping[str, str] | None = None,
    text: str | None = None,
    seconds: float = TIME_LIMIT,
) -> Completed:
    """Run a program to its end and return what it printed; its exit status is the caller's to read.

    Its environment is `env` as it is, or the allow-listed one. Raises ProgramMissing, CommandTimedOut, PrintsTooMuch.
    """
    stdin = subprocess.PIPE if text is not None else subprocess.DEVNULL
    given = environment() if env is None else env
    child = started(argv, cwd, given, stdin=stdin, stderr=subprocess.PIPE, errors="surrogateescape")
    deadline = time.monotonic() + seconds
    try:
        stdout, stderr = gathered(child, text, deadline, name_of(argv))
        child.wait(max(deadline - time.monotonic(), 0))
    except subprocess.TimeoutExpired as error:
        end(child)
        raise CommandTimedOut(command=name_of(argv), seconds=round(seconds)) from error
    except BaseException:
        end(child)
        raise
    return Completed(tuple(argv), child.returncode, stdout, stderr)


def stream(
    argv: Sequence[str],
    cwd: Path,
    *,
    env: Mapping[str, str],
    hear: Callable[[str], None],
    seconds: float = STREAM_LIMIT,
) -> Completed:
    """Run a program as `run` does, handing on each line that it prints; what it leaves running is not waited for."""
    child = started(argv, cwd, env, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT, errors="replace")
    lines: deque[str] = deque(maxlen=KEPT_LINES)

    def listen() -> None:
        with child.stdout or nullcontext() as printed:
            for line in short_lines(printed) if printed else ():
                lines.append(line)
                hear(line.rstrip("\n"))

    reader = threading.Thread(target=listen, name="listener", daemon=True)
    reader.start()
    try:
        await_end(child, seconds)
    except subprocess.TimeoutExpired as error:
        stop(child)
        raise CommandTimedOut(command=name_of(argv), seconds=round(seconds)) from error
    reader.join(GRACE_SECONDS)
    return Completed(tuple(argv), child.returncode, "".join(lines), "")


def await_end(child: subprocess.Popen[str], seconds: float) -> None:
    """Wait for the end of a program; Linux reports it at once, where subprocess looks every 50 ms. TimeoutExpired."""
    with suppress(AttributeError, OSError):
        ending = os.pidfd_open(child.pid)
        try:
            with selectors.DefaultSelector() as waiting:
                waiting.register(ending, selectors.EVENT_READ)
                seconds = 0 if not waiting.select(seconds) else GRACE_SECONDS
        finally:
            os.close(ending)
    child.wait(seconds)


def watched(argv: Sequence[str], cwd: Path, env: Mapping[str, str]) -> int:
    """Run a command before the user's eyes, all of its output on standard error; return its exit status."""
    child = started(argv, cwd, env, stdin=subprocess.DEVNULL, stdout=STANDARD_ERROR)
    return child.wait()


def started(argv: Sequence[str], cwd: Path, env: Mapping[str, str], **streams: Any) -> subprocess.Popen[str]:
    """Start a program, its output piped unless `streams` differ; ProgramMissing or CannotStart where it fails."""
    try:
        return known(subprocess.Popen(list(argv), cwd=cwd, env=dict(env), encoding="utf-8", **{**PIPED, **streams}))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and cwd.is_dir():
            raise ProgramMissing(program=argv[0]) from error
        raise CannotStart(command=name_of(argv), why=error.strerror or error) from error


def must(completed: Completed) -> Completed:
    """Return a completed program that succeeded; CommandFailed for any other."""
    if completed.code:
        raise CommandFailed(command=name_of(completed.argv), ended=ended(completed.code), why=completed.tail or SILENT)
    return completed


def name_of(argv: Sequence[str]) -> str:
    """Return the first words of a command, for a message; git's without the settings that it is given each time."""
    program, words = Path(argv[0]).name, list(argv[1:])
    while program == "git" and words[:1] == ["-c"]:
        words = words[2:]
    return " ".join([program, *words[:3]])


def end(child: subprocess.Popen[str]) -> None:
    """End a program and close its pipes; what it started may live on and hold them, and is not waited for."""
    stop(child)
    for pipe in filter(None, (child.stdin, child.stdout, child.stderr)):
        with suppress(OSError):
            pipe.close()


def stop(child: subprocess.Popen[str]) -> None:
    """Ask a program to end, and after a while insist."""
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


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
