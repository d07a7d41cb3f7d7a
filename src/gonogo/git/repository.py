"""git, in one repository: full refs, argument lists, durable writes, no location variables from outside."""

import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from gonogo.git import access, lookups
from gonogo.git.environment import variables
from gonogo.model.errors import CouldNotTell, GonogoError, NoGo
from gonogo.system import activity, process
from gonogo.system.activity import waiting
from gonogo.system.address import masked

SETTINGS = (
    "core.quotePath=false", "advice.detachedHead=false", "advice.graftFileDeprecated=false", "gc.auto=0",
    "maintenance.auto=false",
)  # fmt: skip
FIXED = tuple(word for setting in SETTINGS for word in ("-c", setting))
DURABLE = ("-c", "core.fsync=all")
NETWORK_SECONDS = 120.0

NETWORK = frozenset({"ls-remote", "fetch", "push", "clone"})  # commands of git that wait for a remote
CHANGING = frozenset({"update-ref", "push", "fetch", "commit", "tag", "branch", "update-index", "checkout-index"})
"""Commands of git with which a repository is changed."""

INNER = 3  # folders inside a repository that git is asked for together with its top
REFS = "--format=%(if:equals=*)%(HEAD)%(then)%(refname) HEAD%0a%(end)%(objectname) %(refname)"
"""A line for each ref, and one more for the branch that is checked out."""


class NotARepository(GonogoError):
    text = "{path} is not in a git work tree"
    hint_text = "change to the project's folder, or make a repository with: git init"


class OthersRepository(GonogoError):
    text = "git does not trust {path}: its files belong to another user"
    hint_text = "if they are yours, type: git config --global --add safe.directory {path}"


class OddFolder(GonogoError):
    text = "the path {path} contains a line break, which git cannot list"
    hint_text = "move the project to a folder without one"


class GitFailed(NoGo):
    text = "git {command} failed: {why}"
    hint_text = "fix what git names, then run the command again: it continues where this one stopped"


@dataclass(frozen=True)
class Git:
    """git at work in the folder `root`."""

    root: Path

    @property
    def program(self) -> tuple[str, ...]:
        """git's program with the settings of every command; what it writes is on the disk before it ends."""
        return (program(), *DURABLE, *FIXED)

    def run(
        self,
        *words: str,
        text: str | None = None,
        env: Mapping[str, str] | None = None,
        seconds: float = process.TIME_LIMIT,
    ) -> process.Completed:
        """Run git and return how it ended."""
        if words[0] in CHANGING:
            activity.record(f"git {words[0]}", self.root.resolve())
        given = {**access.variables(), **(env or {})} if words[0] in NETWORK else env
        with waiting(f"git {words[0]}", seconds) if words[0] in NETWORK else nullcontext():
            done = process.run([*self.program, *words], self.root, env=variables(given), text=text, seconds=seconds)
        if words[0] in CHANGING:
            lookups.new_phase()
        return done

    def __call__(self, *words: str, text: str | None = None, env: Mapping[str, str] | None = None) -> str:
        """Run git and return what it printed, without the last newline; GitFailed if it fails."""
        done = self.run(*words, text=text, env=env)
        if done.code:
            raise GitFailed(command=first_words(words), why=complaint(done) or f"exit status {done.code}")
        return done.stdout.rstrip("\n")

    def ok(self, *words: str, env: Mapping[str, str] | None = None) -> bool:
        """Return whether git ends with exit status 0."""
        return self.run(*words, env=env).code == 0

    @property
    def top(self) -> Path:
        """The top folder of the work tree; NotARepository where there is none."""
        return located(self.root)[0]

    @property
    def folder(self) -> Path:
        """The git folder that all work trees of the repository share."""
        return located(self.root)[1]

    @property
    def own_folder(self) -> Path:
        """The git folder of this work tree, where its HEAD and index are."""
        return located(self.root)[2]

    @property
    def hooks(self) -> Path:
        """The folder of the hooks that run in the repository."""
        return located(self.root)[3]

    @property
    def place(self) -> Path:
        """The nearest folder that has a `.git`, so that all folders of a work tree share one look; else the folder."""
        return nearest(self.root)

    def resolve(self, name: str) -> str:
        """Return the object id that a full ref or an id has now; empty where there is none."""
        found = lookups.id_of(self.place, name, self.program, variables)
        if found is None:
            done = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
            found = done.stdout.strip() if done.code == 0 else ""
        return found

    def branch(self) -> str:
        """Return the checked-out branch without `refs/heads/`; empty on a detached HEAD."""
        done = self.run("symbolic-ref", "--quiet", "HEAD")
        return done.stdout.strip().removeprefix("refs/heads/") if done.code == 0 else ""

    def head(self) -> tuple[str, str]:
        """Return the checked-out branch, empty on a detached HEAD, and the commit; both empty on an unborn branch."""
        done = self.run("rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
        if done.code:
            return "", ""
        commit, _, name = done.stdout.rstrip("\n").partition("\n")
        if not name:  # of a branch that is called HEAD, git gives no name
            return self.branch(), commit
        return name.removeprefix("refs/heads/") if name != "HEAD" else "", commit

    def refs(self, *patterns: str) -> dict[str, str]:
        """Return refs and their object ids below the patterns, and as `HEAD` the branch of them that is checked out."""
        lines = self("for-each-ref", REFS, *patterns).split("\n")
        return {name: oid for oid, _, name in (line.partition(" ") for line in lines) if name}

    def version(self) -> tuple[int, ...]:
        """Return git's own version, as numbers; of a spelling that is not known, the highest."""
        import re

        found = re.search(r"(\d+)\.(\d+)", self("--version"))
        return (int(found[1]), int(found[2])) if found else (99, 0)

    def seen(self, below: str = "") -> dict[str, str]:
        """Return branches, tags and hidden refs as `refs` does, in one look that holds until something is written."""
        patterns = ("refs/heads/", "refs/tags/", "refs/gonogo/")
        found = lookups.in_phase((self.place, patterns), lambda: self.refs(*patterns))
        return {name: oid for name, oid in found.items() if name.startswith(below)}

    def seen_branch(self) -> str:
        """Return the checked-out branch of that look; empty on a detached HEAD and on an unborn branch."""
        return self.seen("HEAD").get("HEAD", "").removeprefix("refs/heads/")

    def tags(self) -> tuple[str, ...]:
        """Return the names of all tags."""
        return tuple(name.removeprefix("refs/tags/") for name in self.seen("refs/tags/"))

    def once(self, *words: str) -> str:
        """Return what git prints of its settings; it is asked once in a command."""
        return lookups.in_command((self.place, words), lambda: self(*words))

    def settings(self) -> dict[str, str]:
        """Return every configured value by its key, as git spells it: section and name in small letters."""
        entries = self.once("config", "-z", "--list").split("\0")
        return {key: value for key, _, value in (entry.partition("\n") for entry in entries) if key}

    def config_is_true(self, key: str) -> bool:
        """Return whether a configured value is true, in any of git's spellings."""
        return self.run("config", "--type=bool", "--get", key).stdout.strip() == "true"

    def status(self) -> tuple[str, ...]:
        """Return the lines of `git status --porcelain` for tracked and untracked files, unsplit names."""
        text = self("status", "--porcelain=v1", "-z", "--untracked-files=normal", "--no-renames")
        return tuple(line for line in text.split("\0") if line)

    def epoch(self, commit: str) -> int:
        """Return a commit's time in seconds since 1970."""
        return int(self("show", "-s", "--format=%ct", commit))

    def with_attribute(self, attribute: str, paths: Sequence[str]) -> frozenset[str]:
        """Return the paths that have a gitattribute, or that stand in a folder which has it."""
        every = {path: [path, *(one.as_posix() for one in PurePosixPath(path).parents)][:-1] for path in paths}
        asked = sorted({one for above in every.values() for one in above})
        text = "".join(f"{one}\0" for one in asked)
        words = self("check-attr", "--stdin", "-z", attribute, text=text).split("\0")
        given = {path for path, value in zip(words[::3], words[2::3], strict=False) if value == "set"}
        return frozenset(path for path, above in every.items() if given & set(above))

    def remote_refs(self, remote: str, *patterns: str) -> dict[str, str]:
        """Return the refs that a remote shows; CouldNotTell where it cannot be asked.

        Where `HEAD` is among the patterns, the key `HEAD -> ` holds the full name of the remote's default branch.
        """
        done = self.run("ls-remote", "--quiet", "--symref", "--", remote, *patterns, seconds=NETWORK_SECONDS)
        if done.code:
            raise CouldNotTell(what=f"what the remote {masked(remote)} holds", why=masked(done.tail))
        pairs = (line.split("\t", 1) for line in done.stdout.split("\n") if "\t" in line)
        return {
            name if not oid.startswith("ref: ") else f"{name} -> ": oid.removeprefix("ref: ") for oid, name in pairs
        }


def nearest(folder: Path) -> Path:
    """Return the nearest folder that has a `.git`, from the given one upwards; that one itself where none has."""
    here = folder.absolute()
    return next((one for one in (here, *here.parents) if (one / ".git").exists()), here)


@lru_cache(maxsize=64)
def located(root: Path) -> tuple[Path, Path, Path, Path]:
    """Return the top of the work tree at a folder, its shared git folder, its own, and its hooks; asked once."""
    top = nearest(root)
    return asked(root) if top == root.absolute() else located(top)


def asked(root: Path) -> tuple[Path, Path, Path, Path]:
    """Return what git says of where it works in a folder."""
    done = Git(root).run("rev-parse", "--show-toplevel", "--git-common-dir", "--git-dir", "--git-path", "hooks")
    if "safe.directory" in done.stderr:
        raise OthersRepository(path=root)
    if done.code:
        raise NotARepository(path=root)
    top, *inner = done.stdout.rstrip("\n").split("\n")
    if len(inner) != INNER:
        raise OddFolder(path=root)
    shared, own, hooks = ((root / one).resolve() for one in inner)
    return Path(top), shared, own, hooks


def program() -> str:
    """Return the git program, never one from a relative PATH entry."""
    return found(os.environ.get("PATH", os.defpath))


@lru_cache(maxsize=4)
def found(_path: str) -> str:
    """Return the git program for a PATH."""
    return process.find("git")


def complaint(done: process.Completed) -> str:
    """Return what git calls fatal or an error, the advice that follows it left out; else its last lines."""
    errors = [line.strip() for line in done.stderr.splitlines() if line.startswith(("fatal:", "error:"))]
    return " / ".join(errors[:2]) or done.tail


def first_words(words: tuple[str, ...]) -> str:
    """Return the words that name a git command, without its `-c` settings."""
    plain = [word for before, word in zip(("", *words), words, strict=False) if "-c" not in (before, word)]
    return " ".join(plain[:2])
