"""docutils' states, taught to note where titles, targets and comments stand, and to run no directive."""

import re
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states

_DIRECTIVE = re.compile(r"\.\. +[\w.:+-]+ ?::(?: +|$)")


@dataclass(frozen=True)
class Title:
    """A section's title, its style, and the lines of its begin, its title and the text under it, counted from 0."""

    title: str
    style: str
    rows: tuple[int, int, int]


@dataclass(frozen=True)
class Target:
    """A target: its name, its address (empty for a label), its first line and the one after it."""

    name: str
    url: str
    first: int
    after: int


@dataclass
class Notes:
    """What was seen."""

    titles: list[Title] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)


def inliner() -> Any:
    """Return an inliner that leaves the text of a paragraph as it is."""

    def parse(text: str, _lineno: int, _memo: Any, _parent: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
        return [nodes.Text(text)], []

    found = states.Inliner()
    vars(found)["parse"] = parse
    return found


def classes(notes: Notes) -> tuple[type, ...]:
    """Return states of reStructuredText that note titles and do not nest them, so that odd levels end no reading."""
    own = {"Body": _body(notes), "Text": _titles(states.Text, notes), "Line": _titles(states.Line, notes)}
    return tuple(own.get(one.__name__, one) for one in states.state_classes)


def _titles(base: Any, notes: Notes) -> Any:
    """Return a state that notes titles."""

    def section(_self: Any, title: str, _source: str, style: Any, lineno: int, _messages: Any) -> None:
        over = isinstance(style, tuple)
        row = lineno - 1
        rows = (row - 1 if over else row, row, row + 2)
        notes.titles.append(Title(title.strip(), f"_{style[0]}+over" if over else f"_{style}", rows))

    return type(base.__name__, (base,), {"section": section, "__doc__": base.__doc__})


def _body(notes: Notes) -> Any:
    """Return the state of a body that notes targets and comments, and passes over directives."""

    class Body(states.Body):  # type: ignore[misc]
        """A body of blocks."""

        def comment(self, match: Any) -> Any:
            """Note where a comment stands."""
            first = self.state_machine.abs_line_number() - 1
            found = super().comment(match)
            notes.comments.append((first, self.state_machine.abs_line_number()))
            return found

        def explicit_construct(self, match: Any) -> Any:
            """Take a directive as a block of text; it is not run."""
            if not _DIRECTIVE.match(match.string):
                return super().explicit_construct(match)
            *_, blank_finish = self.state_machine.get_first_known_indented(match.end())
            return [nodes.comment()], blank_finish

        def add_target(self, name: str, url: str, target: Any, lineno: int) -> None:
            """Note where a target stands."""
            notes.targets.append(Target(name, url, lineno - 1, self.state_machine.abs_line_number()))
            super().add_target(name, url, target, lineno)

    return Body
