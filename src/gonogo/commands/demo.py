"""The demo: a small project is made and released with the commands that a user would type."""

import importlib.util
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gonogo.adopt import demo as project
from gonogo.artifacts import builder
from gonogo.git import repository
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError, NoGo
from gonogo.model.verdict import Verdict
from gonogo.system import process

FOLDER = "gonogo-demo"
NOTE = "The greeting names whom it greets."
SETTINGS = {
    "user.name": "gonogo demo",
    "user.email": "demo@example.org",
    "commit.gpgSign": "false",
    "tag.gpgSign": "false",
    "core.hooksPath": ".git/hooks",
}
"""How git is set in the demo's repository alone, whatever the user's own configuration says."""

GIT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM")
MODULES = ("invoke", "nox", "uv", "virtualenv")  # programs that are installed with gonogo, and are run from where it is
UV = ("uv", "venv", "--quiet", "../installed"), ("uv", "pip", "install", "--python", "../installed")
PIP = ("virtualenv", "--quiet", "../installed"), ("../installed/bin/python", "-m", "pip", "install")
"""How an environment is made, and how pip is called in it: with uv where it is installed, and without."""


class NotEmpty(GonogoError):
    text = "{folder} is there and is not empty; nothing was changed"
    hint_text = "name a new folder: gonogo demo FOLDER"


class Stopped(NoGo):
    text = "`{command}` ended with exit status {code}; what it printed above says why"
    hint_text = "fix that and continue yourself: cd {folder}; or begin again: gonogo demo FOLDER, with a new folder"


@dataclass(frozen=True)
class Demo:
    """A demo in a folder; `say` shows each command before it runs."""

    folder: Path
    say: Callable[[str], None]

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.folder / "hello"

    @property
    def remote(self) -> Path:
        """The bare remote."""
        return self.folder / "hello.git"

    def make(self) -> None:
        """Make the project, with one release already, and its remote."""
        repository.program()
        builder.require_safe_python()
        self.root.mkdir(parents=True)
        project.write(self.root)
        git = Git(self.root)
        git("init", "--quiet", "--initial-branch=main")
        git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        for key, value in SETTINGS.items():
            git("config", key, value)
        git("remote", "add", "origin", str(self.remote))
        git("add", "--all", "--", ":!changelog.d/*.*.md")
        git("commit", "--quiet", "--message", f"Release {project.VERSION}")
        git("tag", "--annotate", "--message", project.VERSION, f"v{project.VERSION}")
        git("add", "--all")
        git("commit", "--quiet", "--message", "End the greeting with a full stop")
        git("push", "--quiet", "--set-upstream", "origin", "main", f"v{project.VERSION}")

    def release(self) -> Iterator[Row]:
        """Type the commands of a release, and yield a row for each."""
        yield self.type("invoke", "news", "--type", "feature", "--text", NOTE)
        yield self.type("git", "add", "--all")
        yield self.type("git", "commit", "--quiet", "--message", "Name whom the greeting greets")
        yield self.type("invoke", "bump", "--part", "minor")
        yield self.type("invoke", "push")
        yield self.type("nox", "-s", "release")
        yield self.type("invoke", "status")

    def install(self) -> Iterator[Row]:
        """Install the released wheel and run what it holds."""
        (wheel,) = self.root.glob(".git/gonogo/kept/*/*/*.whl")
        uv = importlib.util.find_spec("uv") is not None
        maker, pip = UV if uv else PIP
        yield self.type(*maker)
        yield self.type(*pip, "--quiet", "--no-index", str(wheel.relative_to(self.root)))
        yield self.type("../installed/bin/hello", "Ada")

    def type(self, *words: str) -> Row:
        """Show a command and run it in the project; Stopped where it fails."""
        command = shlex.join(words)
        self.say(f"\n$ {command}")
        started = time.monotonic()
        code = process.watched(argv(words, self.root), self.root, variables())
        if code:
            raise Stopped(command=command, code=code, folder=shlex.quote(str(self.root)))
        name = " ".join([Path(words[0]).name, *words[1 : 3 if words[1] in ("-s", "-m", "pip") else 2]])
        return Row(name, Verdict.GO, time.monotonic() - started)


def argv(words: tuple[str, ...], root: Path) -> list[str]:
    """Return what is run for a command: programs that come with gonogo are found beside it, whatever the PATH says."""
    program, *rest = words
    if program in MODULES:
        return [sys.executable, "-m", program, *rest]
    return [os.path.normpath(root / program) if "/" in program else process.find(program), *rest]


def variables() -> dict[str, str]:
    """Return the user's environment without what would lead git to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in GIT}


def board(folder: Path, say: Callable[[str], None]) -> Board:
    """Make the demo's project and release it; NotEmpty where the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(folder=folder)
    demo = Demo(folder.absolute(), say)
    demo.make()
    say(f"a package with a changelog, tests and a bare remote is in {demo.root}\n\n$ cd {shlex.quote(str(demo.root))}")
    rows = (*demo.release(), *demo.install())
    return Board(f"demo in {folder}", rows, entering(demo.root), text=TRY)


TRY = """\
This was a release of hello 1.1.0: prepared in a temporary clone, tagged, pushed, built, tested, checked, published
to the embedded index and installed from there. What to try in that folder next:

  invoke news --type bugfix --text "..."     a note for the next release; commit it
  invoke release --part patch                the whole release, rehearsed first
  nox -s rehearse -- --part major            the next release, changing nothing
  git log --decorate --oneline               what is there now"""


def entering(root: Path) -> str:
    """Return what to type to go on in a folder: with the environment of gonogo on the PATH, where it is not."""
    here = Path(sys.executable).parent
    known = shutil.which("invoke")
    activate = here / "activate"
    beside = known and Path(known).parent == here
    first = "" if beside or not activate.is_file() else f". {shlex.quote(str(activate))} && "
    return f"{first}cd {shlex.quote(str(root))}"
