"""Files of requirements: taken as they are, but for lines that install the project's own source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gonogo.project.tree import Tree

_SELF = re.compile(r"(?:-e|--editable)?[ =]*\.(?:\[(?P<extras>[^\]]*)\])?")


@dataclass(frozen=True)
class Needs:
    """Requirements as pip takes them, and extras of the project itself."""

    requires: tuple[str, ...]
    extras: tuple[str, ...] = ()


def needs(tree: Tree, words: tuple[str, ...]) -> Needs:
    """Return requirements, with each `-rFILE` that installs the project opened; `-e .[socks]` becomes an extra."""
    requires: list[str] = []
    extras: list[str] = []
    for word in words:
        inner = opened(tree, word.removeprefix("-r")) if word.startswith("-r") else [word]
        own = [match for line in inner if (match := _SELF.fullmatch(line))]
        extras += [one.strip() for match in own for one in (match["extras"] or "").split(",") if one.strip()]
        requires += [line for line in inner if not _SELF.fullmatch(line)] if own else [word]
    return Needs(tuple(requires), tuple(dict.fromkeys(extras)))


def opened(tree: Tree, path: str) -> list[str]:
    """Return the lines of a file of requirements, without comments; files that it names keep their places."""
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in tree.text(path).splitlines())
    return [beside(path, line) for line in lines if line]


def beside(path: str, line: str) -> str:
    """Return a line that names another file with its path from the project's folder."""
    match = re.fullmatch(r"-{1,2}(?P<kind>[rc])(?:equirement|onstraint)?[ =]*(?P<path>\S+)", line)
    folder = path.rpartition("/")[0]
    return f"-{match['kind']}{folder}{'/' if folder else ''}{match['path']}" if match else line


def logical(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with those that end in a backslash joined to the next."""
    begun = ""
    for line in lines:
        begun += line.removesuffix("\\")
        if not line.endswith("\\"):
            yield begun
            begun = ""
