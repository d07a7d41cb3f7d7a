"""What the settings of a repository say on who can release from it, on any forge; a file beside this reads each one."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gonogo.forge.api import ForgeRefused
from gonogo.forge.provider import understood
from gonogo.model.errors import CouldNotTell


@dataclass(frozen=True)
class Environment:
    """An environment of jobs: who is asked first, whether administrators can bypass that, and what may deploy.

    `tags` and `branches` are patterns; `anything` is true where nothing is excluded.
    """

    reviewers: tuple[str, ...]
    bypass: bool
    anything: bool
    tags: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The rules that hold for a ref: their types, as GitHub calls them, and what names the rulesets or protections."""

    types: frozenset[str]
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Secret:
    """A secret that jobs can be given; `faults` say which jobs can read it that need not."""

    faults: tuple[str, ...] = ()


def together(types: Collection[frozenset[str]]) -> frozenset[str]:
    """Return what several protections of one branch hold in common; none hold nothing."""
    return frozenset.intersection(*types) if types else frozenset()


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Ask for settings; CouldNotTell where the token may not see them."""
    try:
        with understood(what):
            yield
    except ForgeRefused as error:
        raise CouldNotTell(what=what, why=error.sentence) from error
