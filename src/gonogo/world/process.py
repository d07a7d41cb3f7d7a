"""Other programs: started from argument lists, with an allow-listed environment, within a time limit."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError, Status
from gonogo.world.children import known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TIME_LIMIT = 900.0
"""Seconds after which a program that does not end is ended."""

ALLOWED = frozenset(
    [
        "ALL_PROXY",
        "APPDATA",
        "CC",
        "CFLAGS",
        "CI",
        "COLUMNS",
        "COMSPEC",
        "CPPFLAGS",
        "CURL_CA_BUNDLE",
        "CXX",
        "CXXFLAGS",
        "DISPLAY",
        "FORCE_COLOR",
        "GNUPGHOME",
        "GPG_TTY",
        "HOME",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "LANG",
        "LANGUAGE",
        "LD_LIBRARY_PATH",
        "LDFLAGS",
        "LOCALAPPDATA",
        "LOGNAME",
        "NO_COLOR",
        "NO_PROXY",
        "PATH",
        "PATHEXT",
        "PKG_CONFIG_PATH",
        "PYTHONHASHSEED",
        "PYTHONIOENCODING",
        "PYTHONUTF8",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONWARNINGS",
        "REQUESTS_CA_BUNDLE",
        "RUSTUP_HOME",
        "CARGO_HOME",
        "SHELL",
        "SSH_AGENT_PID",
        "SSH_AUTH_SOCK",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
        "SYSTEMROOT",
        "TEMP",
        "TERM",
        "TMP",
        "TMPDIR",
        "TZ",
        "USER",
        "USERNAME",
        "USERPROFILE",
        "all_proxy",
        "http_proxy",
        "https_proxy",
        "no_proxy",
    ]
)
ALLOWED_PREFIXES = ("LC_", "XDG_", "PIP_", "UV_", "PYENV_", "GITHUB_", "RUNNER_", "COVERAGE_")
REFUSED = frozenset({"GITHUB_TOKEN", "PIP_CONFIG_SECRET"})
REFUSED_PREFIXES = ("UV_PUBLISH_",)
SECRET = re.compile(r"TOKEN|PASSWORD|PASSPHRASE|SECRET|PRIVATE|KEY$")
"""Words in the names of variables that hold secrets, which no program but an installer needs."""

INSTALLERS = ("PIP_", "UV_")


class CommandFailed(GonogoError):
    """A program that had to succeed did not."""

    status = Status.NO_GO
    text = "{command} ended with exit status {code}: {why}"
    hint_text = "run it by hand in the same folder to see all of its output"


class CommandTimedOut(GonogoError):
    """A program did not end within its time limit."""

    status = Status.UNKNOWN
    text = "{command} did not end within {seconds} s and was stopped"
    hint_text = "see what it waits for (a prompt, a lock, a network) and run the command again"


class ProgramMissing(GonogoError):
    """A program that is needed is not installed."""

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
        lines = (self.stderr.strip() or self.stdout.strip()).splitlines()
        return " / ".join([line.strip() for line in lines if line.strip()][-4:])


@lru_cache(maxsize=1024)
def allowed(name: str) -> bool:
    """Return whether a variable of ours may be seen by another program."""
    if name in REFUSED or name.startswith(REFUSED_PREFIXES):
        return False
    if SECRET.search(name) and not name.startswith(INSTALLERS):
        return False
    return name in ALLOWED or name.startswith(ALLOWED_PREFIXES)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for another program: the allow-listed part of ours, and `extra`.

    Relative entries of PATH are left out: they would lead into the project that is at work (H54).
    """
    kept = {name: value for name, value in os.environ.items() if allowed(name)}
    path = os.pathsep.join(filter(os.path.isabs, kept.get("PATH", os.defpath).split(os.pathsep)))
    return {**kept, "PATH": path, **(extra or {})}


def find(program: str, outside: Path | None = None) -> str:
    """Return the absolute path of a program on the PATH, never one inside the folder `outside` (H54)."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not Path(folder).is_absolute():
            continue
        if outside is not None and Path(folder).resolve().is_relative_to(outside.resolve()) and "bin" not in folder:
            continue
        found = shutil.which(program, path=folder)
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

    Its environment is `env` as it is, or the allow-listed one. Raises ProgramMissing and CommandTimedOut.
    """
    given = environment() if env is None else dict(env)
    try:
        child = known(
            subprocess.Popen(
                list(argv),
                cwd=cwd,
                env=given,
                stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="surrogateescape",
            )
        )
    except FileNotFoundError as error:
        raise ProgramMissing(program=argv[0]) from error
    try:
        stdout, stderr = child.communicate(text, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        end(child)
        raise CommandTimedOut(command=name_of(argv), seconds=round(seconds)) from error
    except BaseException:
        end(child)
        raise
    return Completed(tuple(argv), child.returncode, stdout, stderr)


def stream(argv: Sequence[str], cwd: Path, *, env: Mapping[str, str], hear: Callable[[str], None]) -> Completed:
    """Run a program to its end, handing on each line that it prints, errors among them, as it comes."""
    try:
        child = known(
            subprocess.Popen(
                list(argv),
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
        )
    except FileNotFoundError as error:
        raise ProgramMissing(program=argv[0]) from error
    lines: list[str] = []
    try:
        for line in child.stdout or ():
            lines.append(line)
            hear(line.rstrip("\n"))
    except BaseException:
        end(child)
        raise
    with child:
        child.wait()
    return Completed(tuple(argv), child.returncode, "".join(lines), "")


def must(completed: Completed) -> Completed:
    """Return a completed program that succeeded; CommandFailed for any other."""
    if completed.code:
        raise CommandFailed(command=name_of(completed.argv), code=completed.code, why=completed.tail)
    return completed


def name_of(argv: Sequence[str]) -> str:
    """Return the first words of a command, for a message; git's without the settings that it is given each time."""
    program, words = Path(argv[0]).name, list(argv[1:])
    while program == "git" and words[:1] == ["-c"]:
        words = words[2:]
    return " ".join([program, *words[:3]])


def end(child: subprocess.Popen[str]) -> None:
    """End a program: ask first, then insist; what it started may live on and hold its pipes, and is not waited for."""
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        for pipe in filter(None, (child.stdin, child.stdout, child.stderr)):
            pipe.close()
