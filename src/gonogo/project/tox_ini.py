"""tox.ini: the command and the requirements of the tests, as its `[testenv]` says them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import configparser

    from gonogo.project.tree import Tree

RUNNERS = ("pytest", "py.test")
PATHS = ("--junitxml", "--junit-xml", "--basetemp", "--log-file", "--html")
"""Options of pytest whose value, the next word, tox often makes."""

SEED = "pip"  # what `uv_seed` puts into an environment that uv makes
TEST_ENVIRONMENTS = ("test", "tests", "py", "py3", "pytest", "unit")
"""What an environment for the tests is called, where not all of them run the tests."""

DEEP = 3  # how many references to other sections are followed behind each other
TOX_ONLY = "\0"  # stands in a word for what only tox can put there
COVERAGE = ("--cov", "--cov-report", "--cov-config", "--cov-context")
"""Options of pytest-cov that take the next word as their value, where it is no option."""

_REFERENCE = re.compile(r"\{\[([^\[\]{}]+)\]([\w-]+)\}")
_FACTOR = re.compile(r"^[\w.,!{}-]+:\s+")
_POSARGS = re.compile(r"\{posargs(?::((?:[^{}]|\{[^{}]*\})*))?\}|\[\]")
OTHER = re.compile(r"\{[^{}]*\}")
_HERE = re.compile(r"\{(?:toxinidir|tox_root)\}[/\\]?")
_DEFAULT = re.compile(r"\{env:[^{}:]*:([^{}]*)\}")


@dataclass(frozen=True)
class Needs:
    """What an environment of tox installs: requirements, groups and extras."""

    requires: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


def config(tree: Tree) -> configparser.ConfigParser:
    """Return tox's configuration: tox.ini, else that in setup.cfg, else `legacy_tox_ini` in pyproject.toml."""
    if tree.has("tox.ini"):
        return tree.ini("tox.ini")
    if tree.setup_cfg.has_section("tox:tox"):
        return tree.setup_cfg
    legacy = tree.table("tool.tox").get("legacy_tox_ini", "")
    return tree.parsed(legacy if isinstance(legacy, str) else "", "pyproject.toml")


def sections(tox: configparser.ConfigParser) -> list[str]:
    """Return the sections that say how the tests run: `[testenv]`, before it one for the tests where that says it."""
    own = [f"testenv:{name}" for name in TEST_ENVIRONMENTS if tox.has_section(f"testenv:{name}")]
    running = [one for one in own if any(runner in tox.get(one, "commands", fallback="") for runner in RUNNERS)]
    base = any(runner in tox.get("testenv", "commands", fallback="") for runner in RUNNERS)
    return ["testenv"] if base else [*running[:1], "testenv"]


def setting(tree: Tree, *keys: str) -> list[str]:
    """Return the lines of a setting that hold for the tests, without factors and comments."""
    tox = config(tree)
    for section, key in product(sections(tox), keys):
        text = referred(tox, tox.get(section, key, fallback=""))
        lines = re.sub(r"\\\n\s*", " ", text).splitlines()
        kept = [line.split(" #")[0].strip() for line in lines if not line.lstrip().startswith(("#", ";"))]
        plain = [line for line in kept if line and not _FACTOR.match(line)]
        factored = [line for line in kept if re.match(r"tests?:\s", line)]
        if plain or factored:
            return plain or [_FACTOR.sub("", line) for line in factored]
    return []


def referred(tox: configparser.ConfigParser, text: str) -> str:
    """Return a text with what it takes from other sections, as `{[testenv:other]setenv}`."""
    for _ in range(DEEP):
        text = _REFERENCE.sub(lambda match: tox.get(match[1], match[2], fallback=""), text)
    return text


def command(tree: Tree) -> tuple[str, ...]:
    """Return the pytest command of the tests, without the words that only tox can fill; empty without one."""
    for line in setting(tree, "commands"):
        try:
            argv = words(line)
        except ValueError:
            continue
        for runner in RUNNERS:
            if runner in argv:
                return started(argv, runner)
    return ()


def started(argv: list[str], runner: str) -> tuple[str, ...]:
    """Return the command from the runner on; `-m pytest` finds the tests' helpers in the folder that it runs in."""
    at = argv.index(runner)
    begin = ("python", "-m", "pytest") if argv[at - 1 : at] == ["-m"] else ("pytest",)
    return (*begin, *options(argv[at + 1 :]))


def words(line: str) -> list[str]:
    """Return the words of a command, with defaults for `{posargs:...}` and `{env:...}`, without what only tox fills."""
    return shlex.split(filled(_POSARGS.sub(lambda match: match[1] or "", line)))


def filled(text: str) -> str:
    """Return a text with what can be filled in without tox; a mark stands for the rest."""
    known = _DEFAULT.sub(r"\1", _HERE.sub(here, text.replace("{/}", "/")))
    return OTHER.sub(TOX_ONLY, known)


def here(match: re.Match[str]) -> str:
    """Return the project's folder as a word, or nothing before what stands in it."""
    return "" if match[0][-1] in "/\\" else "."


def options(argv: list[str]) -> list[str]:
    """Return pytest's arguments without those that only tox can fill, nor those of coverage, of the source tree."""
    pairs = zip(["", *argv], argv, strict=False)
    kept = [(before, word) for before, word in pairs if not word.startswith(("--cov", "--no-cov"))]
    plain = [word for before, word in kept if before not in COVERAGE or word.startswith("-")]
    following = zip(plain, [*plain[1:], ""], strict=False)
    lost = {number for number, (word, after) in enumerate(following) if word in PATHS and TOX_ONLY in after}
    return [word for number, word in enumerate(plain) if number not in lost and TOX_ONLY not in word]


def needs(tree: Tree) -> Needs:
    """Return what `[testenv]` installs beside the project."""
    requires = [line for line in setting(tree, "deps") if not OTHER.search(line) and line != "poetry"]
    split = [word for line in setting(tree, "extras") for word in re.split(r"[,\s]+", line) if word]
    groups = [word for line in setting(tree, "dependency_groups") for word in re.split(r"[,\s]+", line) if word]
    requires += [SEED] if setting(tree, "uv_seed")[:1] in (["true"], ["True"]) else []
    return Needs(tuple(re.sub(r"^-r\s+", "-r", one) for one in requires), tuple(groups), tuple(split))
