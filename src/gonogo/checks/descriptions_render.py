"""The description in every artifact renders on the index, as `twine check --strict` finds."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from gonogo.checks.reader import Reader
from gonogo.model.errors import counted, shown
from gonogo.model.verdict import Examined, Finding, claiming
from gonogo.system import toml
from gonogo.system.quiet import quiet

NEEDS = frozenset({"artifacts", "tree"})
NESTED = "docutils breaks on it: its blocks are nested more deeply than Python's recursion limit allows"
LESS_DEEP = "nest the blocks of the README less deeply"
FIX = "give [project] a readme that renders; see it with: twine check --strict"


TYPE = "`long_description_content_type` missing"  # what twine says without a type: the index takes it as rST
MISSING = "`long_description` missing"  # what twine says of no description: the index accepts that


class Heard(logging.Handler):
    """Keeps what a logger says instead of printing it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.words.append(record.getMessage())


def check(reader: Reader) -> Examined:
    """Check the description of each artifact with twine, strictly; a readme outside of the project does not count."""
    findings = [one for path in reader.files for one in found_in(path)]
    note = f"{counted(len(reader.files), 'file')} passed twine check"
    return claiming(len(reader.files), (*findings, *outside(reader)), note)


def found_in(path: Path) -> list[Finding]:
    """Return what is wrong with an artifact's description; one that is nested too deeply for docutils is undecided."""
    try:
        return [finding(why, path) for why in faults(path)]
    except RecursionError:
        return [Finding("description", NESTED, path.name, LESS_DEEP, undecided=True)]


def finding(why: str, path: Path) -> Finding:
    """Return what twine said as a finding; a type that is not said is advice where the text renders as it is taken."""
    return Finding("description", why, path.name, FIX, blocking=TYPE not in why and MISSING not in why)


def outside(reader: Reader) -> Iterator[Finding]:
    """Find a readme that is a link out of the project: whatever it leads to on this machine would be published."""
    project = toml.read(reader.tree / "pyproject.toml").get("project", {})
    readme = project.get("readme", "") if isinstance(project, dict) else ""
    name = readme.get("file", "") if isinstance(readme, dict) else readme
    if name and not (reader.tree / str(name)).resolve().is_relative_to(reader.top.resolve()):
        what = f"the readme {shown(name)} points out of the project, and the file there is in the metadata"
        yield Finding("readme-outside", what, shown(name), "put the text itself into the project")


def faults(path: Path) -> list[str]:
    """Return what twine finds wrong with an artifact's description."""
    from zipfile import BadZipFile

    from twine.commands.check import check as twine_check
    from twine.exceptions import TwineException

    try:
        with quiet(), heard() as words:
            failed = twine_check([str(path)], strict=True)
    except (TwineException, BadZipFile, OSError, EOFError, KeyError, ValueError) as error:
        return [shown(f"twine cannot read it: {error}")]
    except (AttributeError, TypeError, LookupError) as error:
        return [shown(f"docutils breaks on it: {error}")]
    return [shown(word) for word in words] or ["it does not render"] if failed else []


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """Give the list that twine's messages go to, instead of to standard error."""
    logger, handler = logging.getLogger("twine.commands.check"), Heard()
    before, level = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield handler.words
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
        logger.setLevel(level)
