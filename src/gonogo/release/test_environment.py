"""The variables that tests see: those of the project's own runner of tests, and what the settings let through."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from gonogo.project.test_variables import is_withheld

if TYPE_CHECKING:
    from gonogo.project.test_setup import TestSetup
    from gonogo.project.test_variables import TestVariables

SHOWN = 6  # how many variables a note names


def variables(found: TestVariables, pass_env: Iterable[str]) -> dict[str, str]:
    """Return what is set for the tests beside the usual variables; `pass_env` of the settings passes secrets too."""
    own = {name: os.environ[name] for name in pass_env if name in os.environ}
    return {**{name: os.environ[name] for name in passing(found)}, **found.given, **own}


def passing(found: TestVariables) -> list[str]:
    """Return the variables of this machine that the tests' own configuration lets through; none that holds a secret."""
    patterns = [one.upper() for one in found.passed]
    matching = (name for name in os.environ if any(fnmatchcase(name.upper(), pattern) for pattern in patterns))
    return sorted(name for name in matching if not is_withheld(name))


def note(how: TestSetup) -> str:
    """Return which variables were set and where they stand; those that could not be filled by name."""
    found = how.variables
    sentences = [f"{listed(list(found.given))} from {found.source}"] if found.given else []
    if found.unknown:
        sentences.append(f"not set: {listed(found.unknown)}, which {found.source} fills with what only its tool knows")
    return "; ".join(sentences)


def listed(names: Iterable[str]) -> str:
    """Return the first names in one line, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(every[:SHOWN]) + more
