"""Submodules: brought into a clone from the copies that the user's repository keeps, else from their remotes."""

from collections.abc import Iterator
from pathlib import Path

from gonogo.git import remotes
from gonogo.git.clone import config_line
from gonogo.git.repository import Git, complaint
from gonogo.model.errors import Undecided
from gonogo.system.address import masked

GITMODULES = ".gitmodules"
GITLINK = "160000 "  # how git lists a submodule in the index
OF_THE_USER = "git submodule update --init --recursive"


class SubmoduleMissing(Undecided):
    text = "the files of the submodule {path} at {commit} are not here, and its remote does not give them: {why}"
    hint_text = f"bring them here with: {OF_THE_USER}; or, if nothing needs it, remove it: git rm {{path}}"


def fill(made: Git, user: Path) -> None:
    """Check out every submodule of a clone; `user` is the git folder of the repository that it was cloned from.

    SubmoduleMissing names the first that cannot be had.
    """
    if (made.root / GITMODULES).is_file():
        relative_to_origin(made, user)
    for name, path, commit in recorded(made):
        kept = take(made, user, name, commit)
        done = made.run("submodule", "--quiet", "update", "--init", "--", path)
        if done.code:
            raise SubmoduleMissing(path=path, commit=commit[:12], why=masked(complaint(done)))
        inner = Git(made.root / path)
        fill(inner, kept or inner.folder)


def fill_from_here(made: Git, user: Path) -> None:
    """Check out those submodules of a clone that the user's repository keeps; nothing is fetched from a remote."""
    for name, path, commit in recorded(made):
        kept = take(made, user, name, commit)
        if kept and made.ok("submodule", "--quiet", "update", "--init", "--", path):
            fill_from_here(Git(made.root / path), kept)


def are_missing(made: Git) -> bool:
    """Return whether the files of a submodule are not in a checkout."""
    return any(not any((made.root / path).iterdir()) for _, path, _ in recorded(made) if (made.root / path).is_dir())


def recorded(made: Git) -> Iterator[tuple[str, str, str]]:
    """Yield name, path and commit of the submodules that a checkout records."""
    if not (made.root / GITMODULES).is_file():
        return
    listed = made.run("config", "-z", "--file", GITMODULES, "--get-regexp", r"^submodule\..*\.path$").stdout
    entries = (
        line.split(None, 3) for line in made("ls-files", "--stage", "-z").split("\0") if line.startswith(GITLINK)
    )
    commits = {path: commit for _, commit, _, path in entries}
    for entry in filter(None, listed.split("\0")):
        key, _, path = entry.partition("\n")
        if path in commits:
            yield key.removeprefix("submodule.").removesuffix(".path"), path, commits[path]


def take(made: Git, user: Path, name: str, commit: str) -> Path | None:
    """Let a submodule of a clone come from the copy that the user's repository keeps; None where that lacks it."""
    kept = user / "modules" / name
    if ".." in Path(name).parts or not kept.is_dir() or not Git(kept).ok("cat-file", "-e", f"{commit}^{{commit}}"):
        return None
    made("config", f"submodule.{name}.url", str(kept))
    return kept


def relative_to_origin(made: Git, user: Path) -> None:
    """Let the relative addresses of submodules lead where the user's do; no command line has them."""
    address = Git(user).run("config", "--get", "remote.origin.url").stdout.strip()
    if address:
        whole = str(user.parent / address) if remotes.is_relative(address) else address
        made.run("config", "--unset-all", "remote.origin.url")
        config = made.folder / "config"
        lines = config.read_text(encoding="utf-8") + config_line("remote.origin.url", whole)
        config.write_text(lines, encoding="utf-8")


def home(git: Git) -> Path:
    """Return the git folder of the user's repository, from which a clone may have its objects."""
    folder = git.folder
    alternates = folder / "objects/info/alternates"
    shared = alternates.read_text(encoding="utf-8").splitlines() if alternates.is_file() else []
    return Path(shared[0]).parent if shared and (Path(shared[0]).parent / "HEAD").is_file() else folder
