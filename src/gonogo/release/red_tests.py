"""Red tests: what pytest printed, read as which tests failed, how they ended, and what to type next."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from gonogo.system.process import Completed

NAMED = 5
"""How many failed tests a message names."""

OWN = ("tests", "test", "conftest")
"""Modules that are the tests' own: nothing installs them."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MISSING = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_COUNTED = re.compile(r"\b\d+ (?:failed|errors?)\b")
_PASSED = re.compile(r"\b\d+ passed\b")
_RAISED = re.compile(r"\w(?:Error|Exception|Warning): ")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (?P<name>\S+?\.py(?:::[^\s\[]+)?)(?:\[.*\])?(?: - .*)?$", re.MULTILINE)
_HEADED = re.compile(r"^_{3,} (?:ERROR at \w+ of )?(?:\w+\.)*(?P<name>test\w*)(?:\[.*\])? _{3,}$", re.MULTILINE)


def plain(text: str) -> str:
    """Return what was printed without its colours."""
    return _COLOUR.sub("", text)


def summary(done: Completed) -> str:
    """Return the one of the last lines that says what passed or failed, else an error, else the last."""
    lines = [line.strip("= ") for line in done.tail.split(" / ")]
    patterns = (_COUNTED, _RAISED) if done.code else (_PASSED,)
    return next((line for pattern in patterns for line in reversed(lines) if pattern.search(line)), lines[-1])


def failed(done: Completed) -> list[str]:
    """Return the names of the tests that pytest's summary calls failed, in its order; cases of one test as one.

    Where the project's settings keep the summary short, the bare names that head the failures.
    """
    told = dict.fromkeys(match["name"] for match in _FAILED.finditer(done.stdout))
    return list(told or dict.fromkeys(match["name"] for match in _HEADED.finditer(done.stdout)))


def named(red: Sequence[str]) -> str:
    """Return the first names in one line, and how many more there are."""
    return ", ".join(red[:NAMED]) + (f" and {len(red) - NAMED} more" if len(red) > NAMED else "")


def way_on(done: Completed, red: Sequence[str]) -> str:
    """Return what mends red tests: modules that are missing, else the setting that leaves out what cannot run here."""
    missing = [one for one in dict.fromkeys(_MISSING.findall(done.stdout)) if one.split(".")[0] not in OWN]
    if missing:
        names, settings = ", ".join(missing[:NAMED]), "test-requires, or the extra that brings it in test-extras"
        return f"see the output above; not installed: {names}; name what holds it in [tool.gonogo] {settings}"
    if not red:
        return "see the output above; tests, test-requires and pass-env in [tool.gonogo] say how they run"
    left_out = json.dumps([*done.argv, *leaving_out(red)], ensure_ascii=False)
    return f"see the output above; what cannot run here is left out with [tool.gonogo] tests = {left_out}"


def leaving_out(red: Sequence[str]) -> list[str]:
    """Return pytest's options that leave tests out: a few by name, many by their files."""
    if not any(".py" in one for one in red):
        return ["-k", f"not ({' or '.join(red)})"]
    few = red if len(red) <= NAMED else dict.fromkeys(one.partition("::")[0] for one in red)
    return [f"--deselect={one}" for one in few]
