"""The temporary clone in which a release is prepared, with the user's identity, signing and hooks."""

import re
from collections.abc import Sequence
from pathlib import Path

from gonogo.git import remotes
from gonogo.git.repository import FIXED, Git, program

INHERITED = (
    "user.", "author.", "committer.", "commit.", "tag.", "gpg.", "core.autocrlf", "core.eol", "core.safecrlf",
    "core.filemode", "core.symlinks", "core.commentchar", "filter.", "i18n.",
)  # fmt: skip
"""Prefixes of the configuration that a clone takes over from the user's repository, wherever it is set."""

SPARSE = ("core.sparsecheckout", "core.sparsecheckoutcone", "index.sparse")
"""Settings of a clone that leaves folders out; an index of folders is made by git 2.32 and later."""

_GLOB = re.compile(r"[\\*?\[]")  # what git reads as a pattern in the name of a folder
_SIGNING = re.compile(r'\[tag\]\n\t(gpgsign|forcesignannotated) = "(?!false"\n)')


class TemporaryGit(Git):
    """git at work in a temporary clone: it waits for no disk, since nobody needs what is left of one."""

    @property
    def program(self) -> tuple[str, ...]:
        """git's program with the settings of every command."""
        return (program(), "-c", "core.fsync=none", *FIXED)


def clone(user: Git, folder: Path, branch: str, commit: str, left_out: Sequence[str] = ()) -> Git:
    """Clone a repository into a folder, with `branch` checked out at `commit`; nothing is copied that can be shared.

    The top folders that are `left_out` are in its commits, and not in its work tree.
    """
    made = TemporaryGit(folder)
    TemporaryGit(user.root)("clone", "--quiet", "--shared", "--no-checkout", "--", str(user.top), str(folder))
    inherit(user, made)
    leave_out(made, commit, left_out)
    made("checkout", "--quiet", "-B", branch, commit, "--")
    config = folder_config(made)
    kept = config.read_text(encoding="utf-8")
    config.write_text(kept + config_line("core.hookspath", str(user.hooks)), encoding="utf-8")
    made("remote", "remove", "origin")  # the clone has no way back to the user's refs
    return made


def leave_out(made: Git, commit: str, folders: Sequence[str]) -> None:
    """Let a clone check out no file of some top folders; git keeps each of them as one entry of its index.

    Nothing is left out where the name of another folder cannot stand in git's list of them.
    """
    listed = made("ls-tree", "-d", "-z", "--name-only", commit) if folders else "\n"
    if "\n" in listed:
        return
    kept = [_GLOB.sub(r"\\\g<0>", name) for name in listed.split("\0") if name and name not in folders]
    patterns = ["/*", "!/*/", *(f"/{name}/" for name in kept)]
    (folder_config(made).parent / "info").mkdir(exist_ok=True)
    (folder_config(made).parent / "info" / "sparse-checkout").write_text("\n".join([*patterns, ""]), encoding="utf-8")
    with folder_config(made).open("a", encoding="utf-8") as config:
        config.writelines(config_line(key, "true") for key in SPARSE)


def inherit(user: Git, made: Git) -> None:
    """Take over settings, those of identity, signing and line ends, from wherever the user has set them."""
    lines = [(folder_config(made)).read_text(encoding="utf-8")]
    for entry in user.once("config", "-z", "--list").split("\0"):
        key, given, value = entry.partition("\n")
        if key.startswith(INHERITED):
            lines.append(config_line(key, value if given else "true"))
    folder_config(made).write_text("".join(lines), encoding="utf-8")


def take_remotes(user: Git, made: Git, remote: str) -> None:
    """Give the clone the repository's remotes and how to speak to them, by reference: no secret is copied.

    An address of `remote` that is a relative path leads to the same place from there.
    """
    config = folder_config(made)
    kept = config.read_text(encoding="utf-8")
    taken = config_line("include.path", str(user.folder / "config"))
    for address in set(remotes.addresses(user, remote)):
        if remotes.is_relative(address):
            taken += config_line(f"url.{user.top / address}.insteadOf", address)
    config.write_text(taken + kept, encoding="utf-8")


def signs_tags(made: Git) -> bool:
    """Return whether a clone is to sign its tags; git is asked only where a setting of its may say so."""
    if not _SIGNING.search(folder_config(made).read_text(encoding="utf-8")):
        return False
    return any(made.config_is_true(key) for key in ("tag.gpgsign", "tag.forcesignannotated"))


def folder_config(git: Git) -> Path:
    """Return the configuration file of a repository that we made."""
    return git.root / ".git" / "config"


def config_line(key: str, value: str) -> str:
    """Return one setting in the form of git's configuration files."""
    section, _, rest = key.partition(".")
    middle, _, name = rest.rpartition(".")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    head = f'[{section} "{middle}"]' if middle else f"[{section}]"
    return f'{head}\n\t{name} = "{quoted}"\n'
