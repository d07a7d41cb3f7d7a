"""The scene of a crash: a project with a user's own changes in it, a command that is killed, and what is there then."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

HERE = Path(__file__).parent
CALLS = "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir"
LIMIT = 300
DATE = "2026-11-23T08:00:00+00:00"
IDENTITY = "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n"


@dataclass(frozen=True)
class Kill:
    """Where a run is killed: `how` is python, alone, before, after, inside or time.

    `at` is the N-th act, the N-th git, or the millisecond. Alone means that the children of the run live on, as
    they do when the system is out of memory.
    """

    how: str
    at: int
    nth: int = 0
    call: str = ""

    def __str__(self) -> str:
        return f"{self.how} {self.at}" + (f" {self.call} {self.nth}" if self.nth else "")


NOWHERE = Kill("none", 0)


def git_settings(folder: Path) -> dict[str, str]:
    """Return what makes git here the same on every machine and at every time."""
    return {
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": DATE,
        "GIT_COMMITTER_DATE": DATE,
    }


PUBLISHES = """
    [tool.gonogo]
    publish = "here"
    index = "local"

    [tool.gonogo.indexes.local]
    upload = "http://127.0.0.1:9/legacy/"
    simple = "http://127.0.0.1:9/simple/"
    """
"""Settings of a project that publishes from here; each scene has an index, and its address, of its own."""


@dataclass
class Scene:
    """One project in a folder of its own, with its remote, its temporary folder and its git."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    index: subprocess.Popen[str] | None = None
    address: bytes = b""

    @property
    def project(self) -> Path:
        """The project's folder."""
        return self.folder / "demo"

    @property
    def remote(self) -> Path:
        """The bare remote."""
        return self.folder / "remote.git"

    @property
    def temporary(self) -> Path:
        """The folder for temporary files of everything that runs here."""
        return self.folder / "tmp"

    def environment(self) -> dict[str, str]:
        """Return the environment of a run."""
        fixed = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(self.temporary),
            "SOURCE_DATE_EPOCH": "1795420800",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return {**os.environ, **git_settings(self.folder), **fixed, **self.env}

    def git(self, *words: str, where: Path | None = None) -> str:
        """Run git as a user would."""
        env = {**os.environ, **git_settings(self.folder), "GIT_OPTIONAL_LOCKS": "0"}
        place = where or self.project
        done = subprocess.run(["git", *words], cwd=place, env=env, capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else f"git failed: {done.stderr}"

    def plan(self, text: str) -> None:
        """Say what happens to git in the next run."""
        (self.folder / "bin/plan").write_text(text + "\n")
        (self.folder / "bin/count").write_text("")

    def start(self, words: tuple[str, ...], kill: Kill) -> subprocess.Popen[str]:
        """Start a command in a process group of its own."""
        in_git = kill.how in ("before", "after", "inside", "record")
        self.plan(f"{kill.how} {kill.at} {kill.nth} {kill.call or CALLS}" if in_git else "none 0 0 none")
        fatal = str({"python": kill.at, "alone": -kill.at}.get(kill.how, 0))
        argv = [sys.executable, str(HERE / "launch.py"), fatal, str(self.folder / "acts"), *words]
        return subprocess.Popen(
            argv,
            cwd=self.project,
            env=self.environment(),
            text=True,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *words: str, kill: Kill = NOWHERE) -> tuple[int, str]:
        """Run a command, killed as given; return its exit status, negative for a signal, and what it printed."""
        child = self.start(words, kill)
        if kill.how == "time":
            try:
                out, _ = child.communicate(timeout=kill.at / 1000)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                out, _ = child.communicate()
        else:
            out, _ = child.communicate(timeout=LIMIT)
        return child.returncode, out

    def settle(self) -> None:
        """Wait until the remote's end of a push, which lives on its own, has come to an end."""
        for _ in range(200):
            if not any(self.remote.rglob("*.lock")) and not any((self.remote / "objects").glob("*incoming-*")):
                return
            time.sleep(0.02)

    def ends(self) -> dict[str, str]:
        """Return everything that must be as after an undisturbed run."""
        files = {
            path.relative_to(self.project).as_posix(): self.hash_of(path)
            for path in sorted(self.project.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(self.project).parts
        }
        return {
            **files,
            **{f"index/{path.name}": self.hash_of(path) for path in self.published()},
            "refs": self.git("for-each-ref"),
            "HEAD": self.git("symbolic-ref", "HEAD"),
            "index": self.git("ls-files", "-s"),
            "status": self.git("status", "--porcelain"),
            "remote": self.git("for-each-ref", where=self.remote),
        }

    def hash_of(self, path: Path) -> str:
        """Return the hash of a file, in which the address of this scene's index counts as any other."""
        content = path.read_bytes()
        return hashlib.sha256(content.replace(self.address, b"ADDRESS") if self.address else content).hexdigest()

    def published(self) -> list[Path]:
        """Return the files that the index holds."""
        return sorted(path for path in (self.folder / "index").rglob("*") if path.name.endswith((".whl", ".tar.gz")))

    def serve(self) -> None:
        """Start the embedded index over the scene's own folder, and let the project know its address."""
        argv = [
            sys.executable,
            "-m",
            "gonogo.test_index",
            "--folder",
            str(self.folder / "index"),
            "--own",
            "demo-sample",
        ]
        self.index = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.index.stdout
        said = json.loads(self.index.stdout.readline())
        self.env["GONOGO_TOKEN_LOCAL"] = Path(said["token_file"]).read_text()
        self.address = re.match(rb"http://[^/]+", said["upload_url"].encode())[0]  # type: ignore[index]
        settings = self.project / "pyproject.toml"
        settings.write_bytes(re.sub(rb"http://[^/]+", self.address, settings.read_bytes()))

    def close(self) -> None:
        """End the index, if there is one."""
        if self.index and self.index.stdin:
            self.index.stdin.close()
            self.index.wait()

    def judge(self) -> None:
        """Build the release and find it GO."""
        argv = [sys.executable, str(HERE / "judge.py")]
        subprocess.run(argv, cwd=self.project, env=self.environment(), check=True)

    def litter(self) -> list[str]:
        """Return what a crash has left behind and the next run should have taken away."""
        folder = self.project / ".git"
        locks = [str(path.relative_to(folder)) for path in folder.rglob("*.lock")]
        temporaries = [path.name for path in self.temporary.iterdir()]
        own = [path.name for path in (folder / "gonogo").glob("*") if path.name not in ("lock", "kept")]
        said = self.git("fsck", "--strict", "--no-dangling")
        return [*locks, *temporaries, *own, *([said] if "git failed" in said else [])]


def conftest() -> Any:
    """Load the tests' conftest, which makes the sample project."""
    spec = importlib.util.spec_from_file_location("gonogo_conftest", HERE.parent / "conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["gonogo_conftest"] = module
    spec.loader.exec_module(module)
    return module


def stage(folder: Path, extra: str = "") -> Scene:
    """Make the scene once: the sample project with edits of the user in it, and its remote."""
    made = conftest()
    folder.mkdir(parents=True)
    (folder / "gitconfig").write_text(IDENTITY)
    before = dict(os.environ)
    os.environ.update(git_settings(folder))
    try:
        sample = made.make(folder, {"pyproject.toml": dedent(made.PYPROJECT) + dedent(extra), **made.FILES})
    finally:
        os.environ.clear()
        os.environ.update(before)
    sample.write("README.md", "# edited by the user\n")
    sample.write("notes.txt", "untracked\n")
    sample.write("staged.txt", "staged\n")
    scene = Scene(folder)
    scene.git("add", "staged.txt")
    scene.git("config", "remote.origin.receivepack", "setsid git-receive-pack")
    scene.temporary.mkdir()
    wrapper = folder / "bin/git"
    wrapper.parent.mkdir()
    wrapper.write_text((HERE / "git.sh").read_text().replace("REAL_GIT", str(shutil.which("git"))))
    wrapper.chmod(0o755)
    return scene


def copy(scene: Scene, folder: Path) -> Scene:
    """Return a fresh scene like a staged one."""
    shutil.copytree(scene.folder, folder, symlinks=True)
    config = folder / "demo/.git/config"
    config.write_text(config.read_text().replace(str(scene.folder), str(folder)))
    return Scene(folder, dict(scene.env))


def opened(scene: Scene, folder: Path) -> Scene:
    """Return a fresh scene like a staged one, with its index started, if it publishes to one."""
    fresh = copy(scene, folder)
    if b"tool.gonogo.indexes" in (fresh.project / "pyproject.toml").read_bytes():
        fresh.serve()
    return fresh


def own_folder() -> Path:
    """Return a fresh folder for scenes."""
    return Path(tempfile.mkdtemp(prefix="crash-"))
