"""Remotes: which addresses git fetches from and pushes to, and which of them are not used."""

import re
from urllib.parse import urlsplit

from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError
from gonogo.system.address import is_loopback, masked

_NAME_ALONE = re.compile(r"ssh://[^/@:]+@[^@]*$")  # an address whose only credential is an account's name: no secret

_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")


class UnsafeRemote(GonogoError):
    text = "the remote {remote} is not used: its address {address} {why}"
    hint_text = "give it an https, ssh or file address, e.g.: git remote set-url {remote} ADDRESS"


def addresses(git: Git, remote: str) -> tuple[str, str]:
    """Return where git fetches from and where it pushes to, after every rewriting that git is set up to do."""
    found = {"fetch": remote, "push": remote}
    for line in git.once("remote", "--verbose").splitlines():
        name, _, rest = line.partition("\t")
        address, _, rest = rest.rpartition(" (")  # after the way there is the filter of a partial clone
        way = rest.partition(")")[0]
        if name == remote and way in found:
            found[way] = address
    return found["fetch"], found["push"]


def names(git: Git) -> list[str]:
    """Return the names of all remotes."""
    lines = git.once("remote", "--verbose").splitlines()
    return list(dict.fromkeys(line.partition("\t")[0] for line in lines))


def is_relative(address: str) -> bool:
    """Return whether an address is the path of a folder, from where the repository is.

    >>> [is_relative(one) for one in ("../demo.git", "/srv/demo.git", "host:demo.git", "https://host/demo.git")]
    [True, False, False, False]
    """
    return ":" not in address.partition("/")[0] and not address.startswith(("/", "-"))


def require_safe(git: Git, remote: str) -> None:
    """Raise UnsafeRemote unless both addresses of a remote can be used without harm."""
    for address in addresses(git, remote):
        why = fault(address)
        if why:
            raise UnsafeRemote(remote=masked(remote), address=masked(address), why=why)


def fault(address: str) -> str:
    """Return why an address of a remote is not used, or nothing."""
    if address.startswith("-"):
        return "would be read as an option"
    if _HELPER.match(address):
        return "names a program to run"
    parts = urlsplit(address) if "://" in address else None
    if parts and parts.scheme in ("http", "git", "ftp") and not is_loopback(parts.hostname or ""):
        return f"is {parts.scheme}, so commits and credentials would be sent unencrypted"
    return ""


def upstream(git: Git, branch: str, remote: str) -> str:
    """Return the full name of a branch on a remote: that of its upstream, if that is of this remote, else its own."""
    configured = git.settings()
    followed = configured.get(f"branch.{branch}.remote") == remote
    return (followed and configured.get(f"branch.{branch}.merge")) or f"refs/heads/{branch}"


def pushed_to(git: Git, remote: str) -> str:
    """Return what git is asked about the place it pushes to: its address, where that is another than git reads from.

    An address with a secret in it is in no command line, and one that is not used is not asked: then the remote's name.
    """
    fetched, pushed = addresses(git, remote)
    secret = masked(pushed) != pushed and not _NAME_ALONE.match(pushed)
    return remote if pushed == fetched or secret or fault(pushed) else pushed


def named(git: Git, remote: str) -> str:
    """Return how a plan names a remote: also with the address that git pushes to, where it is not the one it reads."""
    fetched, pushed = addresses(git, remote)
    return masked(remote) if fetched == pushed else f"{masked(remote)} (it pushes to {masked(pushed)})"
