"""The project in which printed commands are typed: each state of it is made once, by commands, and copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = """
[tool.gonogo]
index = "company"
tests = ["python", "-c", "import hello; hello.main()"]

[tool.gonogo.indexes.company]
upload = "{upload}"
simple = "{simple}"
"""


@dataclass
class Machine:
    """A home, the programs, and the states of the project: each is made once and copied for each use."""

    folder: Path
    upload: str
    simple: str
    token: str

    @cached_property
    def variables(self) -> dict[str, str]:
        """The environment of a user who has gonogo installed; `pipx run` runs what is installed."""
        bin_ = self.folder / "bin"
        bin_.mkdir()
        for name, code in {
            "gonogo": "from gonogo.cli.program import main; main()",
            "invoke": "from invoke.main import program; program.run()",
            "nox": "from nox import main; main()",
        }.items():
            script(bin_ / name, f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n')
        script(bin_ / "pipx", '#!/bin/sh\nshift\nexec "$@"\n')
        (self.folder / "home").mkdir()
        path = f"{bin_}:{os.environ['PATH']}"
        cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
        config = self.folder / "gitconfig"
        shutil.copy(os.environ["GIT_CONFIG_GLOBAL"], config)
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **kept,
            "PATH": path,
            "HOME": str(self.folder / "home"),
            "EDITOR": "sed -i '1s/^$/Typed/'",
            "XDG_CACHE_HOME": cache,
            "GIT_CONFIG_GLOBAL": str(config),
            "GONOGO_TOKEN_COMPANY": self.token,
        }

    def type(self, command: str, root: Path) -> tuple[int, str]:
        """Type a command at a terminal in a folder, with `y` as the answer to a question."""
        ours, theirs = os.openpty()
        os.write(ours, b"y\n")
        try:
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=root,
                env=self.variables,
                stdin=theirs,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=300,
                check=False,
            )
        finally:
            os.close(ours)
            os.close(theirs)
        return done.returncode, done.stdout

    def project(self, state: str, where: Path) -> Path:
        """Return a copy of the project in a state."""
        shutil.copytree(self.made(state), where, symlinks=True)
        return where / "hello"

    def made(self, state: str) -> Path:
        """Return the project in a state, which is made when it is first wanted."""
        where = self.folder / "states" / state
        if not where.exists():
            own = {"plain": plain, "noted": noted}
            own[state](self, where) if state in own else self.after(*AFTER[state], where)
        return where

    def after(self, state: str, commands: tuple[str, ...], where: Path) -> None:
        """Make a state by commands that are typed in another one."""
        root = self.project(state, where)
        for command in commands:
            status, output = self.type(command, root)
            assert status == 0, f"to make a state: {command}\n{output}"


def script(path: Path, text: str) -> None:
    """Write a program."""
    path.write_text(text)
    path.chmod(0o755)


def plain(machine: Machine, where: Path) -> None:
    """A package with one release, and nothing of gonogo's."""
    files = {
        "pyproject.toml": (ROOT / "src/gonogo/adopt/templates/demo/pyproject.toml.jinja")
        .read_text()
        .replace("{{ name }}", "hello-printed")
        .partition("[tool.gonogo]")[0],
        "README.md": "# hello\n",
        "LICENSE": "MIT\n",
        ".gitignore": ".nox/\n__pycache__/\n",
        "src/hello/__init__.py": '"""Hello."""\n\n\ndef main():\n    """Print."""\n    print("hello")\n',
        "tests/test_hello.py": "import hello\n\n\ndef test_hello():\n    assert hello.main() is None\n",
    }
    for path, text in files.items():
        (where / "hello" / path).parent.mkdir(parents=True, exist_ok=True)
        (where / "hello" / path).write_text(text)
    for command in (
        "git init -q",
        "git init -q --bare ../hello.git",
        "git remote add origin ../hello.git",
        "git add --all",
        "git commit -qm One",
        "git tag -am 1.0.0 v1.0.0",
        "git push -qu origin main v1.0.0",
    ):
        assert machine.type(command, where / "hello")[0] == 0, command


def noted(machine: Machine, where: Path) -> None:
    """The project with gonogo, an index of its own, and a note for the next release."""
    root = machine.project("initialised", where)
    with (root / "pyproject.toml").open("a") as file:
        file.write(SETTINGS.format(upload=machine.upload, simple=machine.simple))
    for command in NOTED:
        status, output = machine.type(command, root)
        assert status == 0, output


NOTED = ('invoke news --text "What is new."', "git add --all", 'git commit -qm "Adopt gonogo"', "git push -q")
AFTER: dict[str, tuple[str, tuple[str, ...]]] = {
    "initialised": ("plain", ("gonogo init --yes",)),
    "local": ("noted", ("git remote remove origin",)),
    "shallow": ("noted", ('cd .. && rm -rf hello && git clone -q --depth 1 "file://$PWD/hello.git" hello',)),
    "bumped": ("noted", ("invoke bump --part minor",)),
    "candidate": ("noted", ("invoke bump --part minor --pre rc", "invoke push")),
    "judged": ("bumped", ("nox -s build tests check -- --into handed", "mv handed ../handed")),
    "pushed": ("judged", ("invoke push",)),
    "published": ("pushed", ("nox -s publish -- --to company",)),
    "merged there": (
        "noted",
        (
            "invoke release --part minor --pr",
            "git --git-dir ../hello.git update-ref refs/heads/main release/1.1.0",
        ),
    ),
    "merged": ("merged there", ("git pull -q --ff-only",)),
}
"""The state before, and the commands that make a state out of it."""
