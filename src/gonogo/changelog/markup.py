"""Headings, references, comments and code of Markdown and reStructuredText, with positions; nothing in it is run."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from gonogo.changelog import heading
from gonogo.changelog.heading import BOLD, Heading
from gonogo.changelog.release import ChangelogUnreadable
from gonogo.changelog.titles import is_pseudo, names_release, waits

_FRONT = re.compile(r"(?P<rule>---|\+\+\+)[ \t]*\n.*?\n(?P=rule)[ \t]*(?:\n|\Z)", re.DOTALL)
_HTML_HEADING = re.compile(r"\s*(?P<before><h(?P<level>[1-6])\b[^>]*>)(?P<title>.*?)(?P<after></h(?P=level)>)\s*")
_ANCHOR = re.compile(r"<(?:a|span)\s[^>]*\b(?:id|name)=|<details\b|<summary\b|\([\w.:-]+\)=\s*$", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

_SETTINGS = {
    "report_level": 5, "halt_level": 6, "warning_stream": False, "line_length_limit": 10**7, "raw_enabled": False,
    "file_insertion_enabled": False, "syntax_highlight": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """The definition of a link's target: its label, its address, and where its lines begin and end."""

    label: str
    url: str
    start: int
    end: int


@dataclass(frozen=True)
class Markup:
    """What a parser found in a text."""

    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()
    code: tuple[tuple[int, int], ...] = ()
    lists: tuple[int, ...] = ()
    rules: tuple[tuple[int, int], ...] = ()
    pseudo: tuple[Heading, ...] = field(default=(), repr=False)

    @property
    def releases(self) -> int:
        """How many headings name a release."""
        return sum(names_release(heading.title) for heading in self.headings)


@lru_cache(maxsize=64)
def read(text: str, path: str) -> Markup:
    """Return what a text holds, read in the form that its suffix names.

    A text without such a suffix is read in both forms, and taken in the one that shows more releases. Where no heading
    names a release, lines in bold type or of plain text that do are headings too, and else entries of a list.
    """
    try:
        suffix = PurePosixPath(path).suffix.lower()
        order = (restructured, markdown) if suffix == ".rst" else (markdown, restructured)
        first = order[0](text)
        if suffix in {".md", ".rst", ".markdown"} and (first.releases or not re.search(r"\d\.\d", text)):
            return first
        found = max((first, order[1](text)), key=lambda one: one.releases)
        return found if found.releases else _with_pseudo(first, text)
    except RecursionError as error:
        raise ChangelogUnreadable(
            path=path, form="Markdown or reStructuredText", why="its blocks are nested too deeply"
        ) from error


def _with_pseudo(found: Markup, text: str) -> Markup:
    """Return a markup whose lines, or else entries, that read like a release's heading are headings."""
    listed = not found.pseudo and not any(waits(one.title) for one in found.headings)
    begins = heading.found(text, found.lists, (*found.hidden, *found.code)) if listed else found.pseudo
    return replace(found, headings=tuple(sorted((*found.headings, *begins), key=lambda one: one.start)), pseudo=())


class _Lines:
    """The lines of a text, and where each begins."""

    def __init__(self, text: str, lines: list[str]) -> None:
        self.text, self.lines, self.starts, place = text, lines, [], 0
        for line in lines:
            self.starts.append(place)
            place += len(line)
        self.starts.append(len(text))

    def at(self, number: int) -> int:
        """Return where a line begins, counted from 0."""
        return self.starts[min(max(number, 0), len(self.lines))]

    def line(self, number: int) -> str:
        """Return a line without its end; empty where there is none."""
        return self.lines[number].rstrip("\r\n") if 0 <= number < len(self.lines) else ""

    def heading(self, title: str, style: str, rows: tuple[int, int, int], labels: Sequence[int] = ()) -> Heading:
        """Return a heading; `rows` are the lines of its begin, its title, and the text under it."""
        first, middle, after = rows
        line = self.line(middle)
        before, _, behind = line.partition(title)
        rule = self.line(after - 1).strip() if after - 1 > middle else ""
        lead = self._lead(first, labels)
        return Heading(title, style, self.at(lead), self.at(first), self.at(after), before, behind.rstrip(), rule)

    def _lead(self, first: int, labels: Sequence[int]) -> int:
        """Return the first line of the labels that stand directly above a line."""
        lead, number = first, first - 1
        while number >= 0 and (number in labels or not self.line(number).strip()):
            lead = number if number in labels else lead
            number -= 1
        return lead


def markdown(text: str) -> Markup:
    """Return what markdown-it-py finds in a text."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    skipped = front.end() if front else 0
    blank = re.sub(r"[^\n]", " ", text[:skipped]) + text[skipped:]
    env: dict[str, Any] = {}
    tokens = MarkdownIt("commonmark").disable("inline").parse(blank, env)
    lines = _Lines(text, re.split(r"(?<=\n)|(?<=\r)(?!\n)", text))
    return _MarkdownReader(lines, tokens, env).markup()


class _MarkdownReader:
    """Reads the tokens of markdown-it-py."""

    def __init__(self, lines: _Lines, tokens: list[Any], env: dict[str, Any]) -> None:
        self.lines, self.tokens, self.env = lines, tokens, env
        self.labels = [row for token in self._anchors() for row in range(*token.map)]

    def markup(self) -> Markup:
        """Return what the tokens say."""
        top = [token for token in self.tokens if token.map and not token.level]
        lists = [token for token in top if token.type in {"bullet_list_open", "ordered_list_open"}]
        return Markup(
            tuple(sorted(self._headings(), key=lambda one: one.start)),
            tuple(sorted(self._references(), key=lambda one: one.start)),
            tuple(self._comments()),
            tuple(self._ranges("fence", "code_block")),
            tuple(self.lines.at(token.map[0]) for token in lists),
            tuple(self._ranges("hr")),
            tuple(self._pseudo()),
        )

    def _anchors(self) -> Iterator[Any]:
        """Yield the blocks that are only an anchor, a label or the begin of a part that folds."""
        for token in self.tokens:
            short = token.map and token.map[1] - token.map[0] <= 3
            if short and token.level <= 1 and token.type in {"html_block", "inline"} and _ANCHOR.match(token.content):
                yield token

    def _headings(self) -> Iterator[Heading]:
        """Yield the headings that stand in no list, quotation or other block."""
        for token, inline in zip(self.tokens, self.tokens[1:], strict=False):
            if token.type == "heading_open" and not token.level and inline.content and "\n" not in inline.content:
                first, after = token.map
                style = token.markup if token.markup[0] == "#" else {"=": "#", "-": "##"}[token.markup]
                yield self.lines.heading(inline.content, style, (first, first, after), self.labels)
        for token in self.tokens:
            found = _HTML_HEADING.fullmatch(token.content) if token.type == "html_block" and not token.level else None
            if found:
                rows = (token.map[0], token.map[0], token.map[0] + 1)
                yield self.lines.heading(found["title"], "#" * int(found["level"]), rows, self.labels)

    def _pseudo(self) -> Iterator[Heading]:
        """Yield the first lines of paragraphs that read like the heading of a release."""
        for before, token in zip(self.tokens, self.tokens[1:], strict=False):
            line = token.content.partition("\n")[0].strip()
            if before.type == "paragraph_open" and not before.level and is_pseudo(line):
                row = token.map[0]
                yield self.lines.heading(line, BOLD, (row, row, row + 1), self.labels)

    def _references(self) -> Iterator[Reference]:
        """Yield the definitions of link targets."""
        for one in self.env.get("references", {}).values():
            first, after = one["map"]
            lines = "\n".join(self.lines.line(row) for row in range(first, after))
            found = re.match(r"\s*\[(?P<label>(?:\\.|[^\]\\])+)\]:\s*<?(?P<url>[^\s>]+)", lines)
            if found:
                yield Reference(found["label"], found["url"], self.lines.at(first), self.lines.at(after))

    def _comments(self) -> Iterator[tuple[int, int]]:
        """Yield where comments begin and end."""
        for start, end in self._ranges("html_block"):
            for found in _COMMENT.finditer(self.lines.text[start:end]):
                yield start + found.start(), start + found.end()

    def _ranges(self, *kinds: str) -> Iterator[tuple[int, int]]:
        """Yield where the blocks of some kinds begin and end."""
        for token in self.tokens:
            if token.type in kinds and token.map:
                yield self.lines.at(token.map[0]), self.lines.at(token.map[1])


def restructured(text: str) -> Markup:
    """Return what docutils finds in a text; directives and inline markup are not interpreted."""
    from docutils import nodes
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser
    from docutils.utils import new_document

    from gonogo.changelog.docutils_states import Notes, classes, inliner

    parser, notes = Parser(inliner=inliner()), Notes()
    parser.state_classes = classes(notes)
    settings = get_default_settings(Parser)
    vars(settings).update(_SETTINGS)
    plain = text.replace("\v", " ").replace("\f", " ")
    document = new_document("changelog", settings)
    parser.parse(plain, document)
    lines = _Lines(text, plain.splitlines(keepends=True))
    at = lines.at
    labels = [row for target in notes.targets if not target.url for row in range(target.first, target.after)]
    headings = (lines.heading(one.title, one.style, one.rows, labels) for one in notes.titles)
    return Markup(
        tuple(headings),
        tuple(Reference(one.name, one.url, at(one.first), at(one.after)) for one in notes.targets if one.url),
        tuple((at(first), at(after)) for first, after in notes.comments),
        (),
        tuple(at(node.line - 1) for node in document.children if isinstance(node, nodes.bullet_list) and node.line),
        tuple((at(node.line), at(node.line + 1)) for node in document.findall(nodes.transition) if node.line),
        tuple(_pseudo_of_rst(document, lines, labels, nodes.paragraph)),
    )


def _pseudo_of_rst(document: Any, lines: _Lines, labels: list[int], paragraph: Callable[..., Any]) -> Iterator[Heading]:
    """Yield the first lines of paragraphs that read like the heading of a release."""
    for node in document.children:
        if node.__class__ is paragraph and node.line:
            line = lines.line(node.line - 1).strip()
            if is_pseudo(line):
                yield lines.heading(line, BOLD, (node.line - 1, node.line - 1, node.line), labels)
