"""Red tests: what pytest printed, read as which tests failed, how they ended, and what to type next."""

import json
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from gonogo.system.process import Completed

NAMED = 5  # how many failed tests a message names
NO_TESTS = 5  # pytest's exit status when it collected no test

NO_TESTS_FIX = (
    "say how they run with tests in [tool.gonogo]; a project that has none says so and why, "
    'under [tool.gonogo.waivers]: tests = "REASON"'
)

OWN = ("tests", "test", "conftest")  # modules that are the tests' own: nothing installs them
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MISSING = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_COUNTED = re.compile(r"\b\d+ (?:failed|errors?)\b")
_PASSED = re.compile(r"\b\d+ passed\b")
_RAISED = re.compile(r"\w(?:Error|Exception|Warning): ")
_WHOLE = re.compile(r"--[\w-]+=")  # how an option begins that holds its value
_OUTCOMES = ("FAILED ", "ERROR ")
_RAISED_AT = re.compile(r"^(?P<place>[^\s:/][^\s:]{0,300}\.py:\d{1,9}): \w", re.MULTILINE)
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
    """Return the tests that pytest's summary calls failed, or that head its failures where the summary is short."""
    listed = dict.fromkeys(filter(None, map(named_in, done.stdout.splitlines())))
    return list(listed or dict.fromkeys(match["name"] for match in _HEADED.finditer(done.stdout)))


def named_in(line: str) -> str:
    """Return the test that a line of pytest's summary names, with its case; else nothing.

    A case may hold anything: it ends at the last bracket before the dash that begins the reason.

    >>> named_in("FAILED tests/test_it.py::test[bad [x] - 1] - assert 'bad [x] - 1' == 'good'")
    'tests/test_it.py::test[bad [x] - 1]'
    """
    if not line.startswith(_OUTCOMES):
        return ""
    name = line.partition(" ")[2]
    path, joint, inside = name.partition("::")
    if not joint:
        path = name.partition(" - ")[0].rstrip()
        return path if path.endswith(".py") and " " not in path else ""
    function, bracket, rest = inside.partition("[")
    if not bracket or " - " in function:
        return f"{path}::{inside.partition(' - ')[0].rstrip()}"
    end = end_of_case(rest)
    return f"{path}::{function}[{rest[:end]}]" if end >= 0 else f"{path}::{function}"


def end_of_case(text: str) -> int:
    """Return where the bracket stands that ends a case: where all are closed, else the first that a reason follows."""
    depth, first = 1, -1
    for at, letter in enumerate(text):
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "]" and (at + 1 == len(text) or text.startswith(" - ", at + 1)):
            if not depth:
                return at
            first = at if first < 0 else first
    return first


def place(done: Completed) -> str:
    """Return file and line where the first test failed, as pytest prints them; the program where it names none."""
    found = _RAISED_AT.search(done.stdout)
    return found["place"] if found else done.argv[0]


def named(red: Sequence[str]) -> str:
    """Return the first names in one line, and how many more there are."""
    return ", ".join(red[:NAMED]) + (f" and {len(red) - NAMED} more" if len(red) > NAMED else "")


def way_on(done: Completed, red: Sequence[str], tree: Path) -> str:
    """Return what helps with red tests: the modules that are missing, else the setting that leaves tests out."""
    missing = [one for one in dict.fromkeys(_MISSING.findall(done.stdout)) if one.split(".")[0] not in OWN]
    if missing:
        names, settings = ", ".join(missing[:NAMED]), "test-requires, or the extra that brings it in test-extras"
        return f"see the output above; not installed: {names}; name what holds it in [tool.gonogo] {settings}"
    if done.code == NO_TESTS:
        return NO_TESTS_FIX
    if not red:
        return "see the output above; tests, test-requires and pass-env in [tool.gonogo] say how they run"
    left_out = json.dumps(joined(done.argv, leaving_out(red, tree)), ensure_ascii=False)
    return f"see the output above; to leave out what cannot run here, write under [tool.gonogo]: tests = {left_out}"


def joined(argv: Sequence[str], options: Sequence[str]) -> list[str]:
    """Return a command with more options of pytest, none twice, and without the files that they ignore.

    Of several `-k` pytest reads the last one only, and it never ignores a file that its command names.
    """
    at = argv.index("-k") if "-k" in argv[:-1] else -1
    if at >= 0 and options[-2:-1] == ["-k"]:
        argv = [*argv[: at + 1], f"({argv[at + 1]}) and {options[-1]}", *argv[at + 2 :]]
        options = options[:-2]
    words = [*(word for word in argv if f"--ignore={word}" not in options), *options]
    return [word for at, word in enumerate(words) if not (_WHOLE.match(word) and word in words[:at])]


def leaving_out(red: Sequence[str], tree: Path) -> list[str]:
    """Return pytest's options that leave tests out: a few by name and case, many by their files.

    A file that cannot be collected is ignored: to deselect it, pytest would collect it first.
    """
    if not any(".py" in one for one in red):
        return ["-k", f"not ({' or '.join(red)})"]
    broken = [one for one in red if "::" not in one]
    ignored = [f"--ignore={one}" for one in broken]
    others = [one for one in red if one.partition("::")[0] not in broken]
    if len(others) > NAMED:
        return [*ignored, *(f"--deselect={one}" for one in dict.fromkeys(one.partition("::")[0] for one in others))]
    longer = {one: longer_names(one, tree) for one in others}
    apart = [without(one, names) for one, names in longer.items() if names]
    options = [*ignored, *(f"--deselect={one}" for one, names in longer.items() if not names)]
    return [*options, "-k", " and ".join(apart)] if apart else options


def longer_names(test: str, tree: Path) -> list[str]:
    """Return the other tests of its file whose names begin with a test's: `--deselect` would leave them out too."""
    path, _, name = test.partition("::")
    name = name.rpartition("::")[2]
    try:
        source = (tree / path).read_text(encoding="utf-8", errors="replace") if name and "[" not in name else ""
    except OSError:
        return []
    return sorted({match[1] for match in re.finditer(rf"\bdef ({re.escape(name)}\w+)\(", source)})


def without(test: str, longer: Sequence[str]) -> str:
    """Return the expression for `-k` that leaves out one test of a file, and keeps those with longer names."""
    path, _, name = test.partition("::")
    words = (PurePosixPath(path).name, name.rpartition("::")[2], *(f"not {one}" for one in longer))
    return f"not ({' and '.join(words)})"
