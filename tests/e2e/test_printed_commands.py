"""Every command that is printed for a user to type is typed, as it is printed, in a project that is in that state."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.samples import printed
from tests.samples.hello import AFTER, NOTED, Machine

from gonogo.test_index import open_index

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "README.md").is_file(), reason="the tests stand outside of the repository")

CHECKOUT = "it sets up a checkout of gonogo itself; .ci/run types it"
NOT_HERE = {
    r"^python3? -m venv ": CHECKOUT,
    r"^\.venv/bin/": CHECKOUT,
    r"--to pypi$": "it asks the public index",
    r"^pypi-attestations ": "it asks the public index",
    r"^python -m build$": "it installs the build backend from the public index",
    r"^uv pip compile ": "it asks the public index",
    r"^gonogo reproduce ": "it asks the public index; tests/integration/release/test_reproduce.py",
    r"^git tag --list ": "the tags here name no files; tests/integration/release/test_hashes_in_the_tag.py",
    r"^gonogo yank ": "it asks the public index; tests/integration/test_yank.py",
    r"^gonogo demo ": "tests/journeys/test_demo.py types it",
    r"^python -m pip install \"gonogo\[fast\]\"$": "gonogo is on no index yet",
    r"^python -m pip wheel ": "it needs a clone; tests/e2e/test_first_day.py has the wheel",
    r"^pre-commit install ": "it needs pre-commit",
    r"^mkdir changelog\.d$": "it is for a project that keeps no changelog",
    r"^gh auth (login|token)$": "it needs GitHub's own client",
    r"^nox -s release-rehearse$": "it is for one project, which has a prefix",
    r"^invoke release --all ": "no project here has several packages; tests/journeys/test_pages.py",
    r"--wheels wheelhouse": "the wheels come from other machines; tests/integration/artifacts/test_handing_on.py",
    r"^git rm <path>$": "no project here has a submodule; tests/integration/artifacts/test_submodules.py",
    r"^git update-index --no-": "it is for a file that was hidden from git, which no project here has",
}
"""What cannot be typed here, and why."""

MEANT = {
    "FILE...": ".git/gonogo/kept/1.1.0/*/*.whl",
    "dist/*": ".git/gonogo/kept/1.1.0/*/*.whl",
    "--from FOLDER": "--from handed",
    "--check --<option> <value>": "--check --label skip-news",
    "--standing --<option> FOLDER": "--standing --into FOLDER",
    "--base REF": "--base main",
    "FOLDER": "new-folder",
    "INDEX": "company",
    "NEW-NAME": "next",
    "config user.email ADDRESS": "config user.email me@example.org",
    "ADDRESS": "../hello.git",
    "URL": "../hello.git",
    "NAME": "Me",
    "<index>": "company",
    "<changelog>": "CHANGELOG.md",
    "<tag>": "v1.1.0",
    "<commit>": "HEAD",
    "<branch>": "main",
    "<wanted>": "main",
    "<stages>": "build tests check",
    "<task>": "bump",
    "-s <word>": "-s build",
    "<type>": "feature",
    "<folder>": ".",
    "<path>": "/nowhere",
    "add <remote>": "add origin",
    "<remote>": "origin",
    "cd <first>": "cd .",
    "cd <top>": "cd .",
    "<first>": "origin",
}
"""What stands for the words that a user replaces."""

PAGES: dict[str, str] = {}
"""Pages that another test types as a whole; what is like one of their commands is not typed again."""

if (ROOT / "docs").is_dir():
    PAGES["docs/tutorial/first-release.md"] = "tests/journeys/test_pages.py"
    PAGES["docs/how-to/several-packages.md"] = "tests/journeys/test_pages.py"
    NOT_HERE[r"^git switch (--create )?1\.2\.x\b|^git cherry-pick COMMIT$"] = (
        "no project here has a line of maintenance"
    )
    NOT_HERE[r"^invoke forward-port "] = (
        "it follows a release of such a line; tests/integration/news/test_forward_port.py"
    )
    MEANT["dist/demo-1.3.0.tar.gz dist/demo-1.3.0-py3-none-any.whl"] = ".git/gonogo/kept/1.1.0/*/*.whl"

STATES = {
    r"\binit\b": "plain",
    r"^git (add|commit)\b": "initialised",
    r"^git init\b|^git remote add ": "local",
    r"--unshallow": "shallow",
    r"^git pull --ff-only\ninvoke tag$": "merged there",
    r"^git pull --ff-only$": "merged there",
    r"^invoke tag\b": "merged",
    r"^nox -s verify -- --to company$": "published",
    r"--to company": "pushed",
    r"^nox -s (?!rehearse)|^gonogo inspect |\nnox -s check": "judged",
    r"^invoke undo --remote$": "pushed",
    r"^invoke (push|resume|undo)$|^git revert |v1\.1\.0": "bumped",
    r"^invoke bump --part final$": "candidate",
}
"""The state of the project in which commands make sense, by how they read; any other command is typed in `noted`."""

ENDS = {
    r"\bdoctor\b": ({0, 1, 3}, "a project on no forge has findings; that they are right is tested elsewhere"),
}
"""Other exit statuses than 0."""

UNITS = list(printed.units(ROOT)) if (ROOT / "README.md").is_file() else []


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine, with an index on loopback."""
    with open_index(tmp_path / "shelf") as shelf:
        yield Machine(tmp_path, shelf.index.upload_url, shelf.index.simple_url, shelf.token)


def elsewhere(command: str) -> bool:
    """Return whether a command cannot be typed here."""
    return any(re.search(pattern, command) for pattern in NOT_HERE)


def meant(command: str) -> str:
    """Return a command with words in the places that a user fills."""
    for word, stands in MEANT.items():
        command = command.replace(word, stands)
    return command.replace("--from handed", "--from ../handed")


def runnable() -> dict[tuple[str, ...], str]:
    """Return what is typed, each once, and where it is printed first."""
    found: dict[tuple[str, ...], str] = {}
    for unit in UNITS:
        commands = tuple(meant(one) for one in unit.commands if not elsewhere(one))
        if commands and unit.where.partition(":")[0] not in PAGES:
            found.setdefault(commands, unit.where)
    return found


def needed(units: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """Return the units without what is typed anyway: to adopt gonogo, to make a state, on a page, or in a longer unit.

    Commands in sequence repeat a longer sequence that holds them in their order; one alone repeats its like.
    """
    blocks = [commands for _, commands in AFTER.values()]
    typed = {like for block in (NOTED, *blocks) for one in block for like in alike(one)}
    pages = [one for unit in UNITS if unit.where.partition(":")[0] in PAGES for one in unit.commands]
    pages += [one for commands in units if adopts(commands) for one in commands]
    typed |= {like for one in pages for like in alike(one)}
    found: dict[tuple[str, ...], str] = {}
    for commands in sorted(units, key=lambda some: (len(some), len(some[0])), reverse=True):
        likes = {like for one in commands for like in alike(one)}
        repeats = any(holds(block, commands) for block in blocks) if len(commands) > 1 else likes <= typed
        if adopts(commands) or (repeats and not all(one.startswith("git ") for one in commands)):
            continue
        found[commands] = units[commands]
        blocks.append(commands)
        typed |= likes
    return found


def adopts(commands: tuple[str, ...]) -> bool:
    """Return whether commands lead from `init` to a rehearsal; a journey types those: test_adopting_as_printed.py."""
    return wanted(commands) in ("plain", "initialised") and any("-s rehearse" in one for one in commands)


def alike(command: str) -> frozenset[str]:
    """Return what a command types, without what makes no difference; of Nox each session is one, of git all differ.

    >>> sorted(alike('pipx run nox -s build check -- --fresh'))
    ['nox -s build -- --fresh', 'nox -s check -- --fresh']
    >>> alike('invoke news --text "A"') == alike('invoke news --text "B"')
    True
    """
    plain_ = re.sub(r'"[^"]*"', '""', command.removeprefix("pipx run "))
    plain_ = re.sub(r"--part patch\b", "--part minor", plain_).removesuffix(" --yes")
    plain_ = re.sub(r"--resolution (newest|lowest)", "--resolution", plain_)
    sessions, dashes, options = plain_.removeprefix("nox -s ").partition(" -- ")
    if not plain_.startswith("nox -s "):
        return frozenset({command if command.startswith("git ") else plain_})
    return frozenset(f"nox -s {one}{dashes}{options}" for one in sessions.split())


def holds(block: tuple[str, ...], commands: tuple[str, ...]) -> bool:
    """Return whether a sequence of commands is in a longer one, in its order."""
    later = iter(alike(one) for one in block)
    return all(alike(one) in later for one in commands)


def wanted(commands: tuple[str, ...]) -> str:
    """Return the state in which commands make sense."""
    text = "\n".join(commands)
    return next((name for pattern, name in STATES.items() if re.search(pattern, text)), "noted")


def faults(machine: Machine, commands: tuple[str, ...], where: str) -> list[str]:
    """Type commands one after the other and return what is wrong."""
    root = machine.project(wanted(commands), Path(tempfile.mkdtemp(dir=machine.folder)) / "unit")
    for command in commands:
        allowed = next((ends for pattern, (ends, _) in ENDS.items() if re.search(pattern, command)), {0})
        status, output = machine.type(command, root)
        if status not in allowed:
            return [
                f"{where}: `{command}` ended with {status} (in a project that is {wanted(commands)}):\n{output[-1500:]}"
            ]
    return []


def in_turn(machine: Machine, some: Iterable[tuple[tuple[str, ...], str]]) -> list[str]:
    """Type units, a few at a time, and return what is wrong."""
    units = sorted(some)
    for name in sorted({wanted(commands) for commands, _ in units}):
        machine.made(name)
    with ThreadPoolExecutor(3) as pool:
        found = pool.map(lambda unit: faults(machine, *unit), units)
        return [one for some in found for one in some]


def test_what_is_printed_works(machine):
    typed = needed(runnable())
    assert len(typed) > 40
    publishing = {commands: where for commands, where in typed.items() if "--to company" in " ".join(commands)}
    found = in_turn(machine, typed.items() - publishing.items())  # what is published cannot be released again
    found += in_turn(machine, publishing.items())
    for name in AFTER:
        machine.made(name)
    if found:
        pytest.fail("\n\n".join(found))


@pytest.mark.parametrize("pattern", NOT_HERE)
def test_what_cannot_be_typed_here_is_still_printed(pattern):
    assert any(re.search(pattern, command) for unit in UNITS for command in unit.commands)


@pytest.mark.parametrize("word", MEANT)
def test_a_word_that_a_user_replaces_is_still_printed(word):
    assert any(word in command for unit in UNITS for command in unit.commands)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_another_test_types_and_that_test_are_there(page):
    assert (ROOT / page).is_file()
    assert (ROOT / PAGES[page]).is_file()


@pytest.mark.parametrize("pattern", ENDS)
def test_a_command_that_may_end_otherwise_is_still_printed(pattern):
    assert any(re.search(pattern, command) for unit in UNITS for command in unit.commands)
