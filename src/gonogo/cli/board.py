"""A board as it is printed: in plain lines, in colour on a terminal, or as JSON."""

import dataclasses
import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from gonogo.cli import terminal
from gonogo.cli.wording import phrases
from gonogo.model.board import Board, Row
from gonogo.model.errors import one_line, readable
from gonogo.model.verdict import Finding, Verdict

STYLES = {Verdict.GO: "bold green", Verdict.NO_GO: "bold red", Verdict.UNKNOWN: "bold yellow"}
PAINT = ("rich.console", "rich.text")  # what a terminal's board is painted with
NARROWEST = 40  # columns to which text is wrapped at the least
UNFOLDED = sys.maxsize  # the width of what is no terminal: nothing is wrapped, for programs that read lines

_TOGETHER = re.compile(r"`[^`]*`|--[a-z-]+ [^\s,;]+")
_GLUE = "\x00"  # what no text has once it is escaped
Line = list[tuple[str, str]]  # one line of a board: texts, each with its style


def to_json(board: Board) -> str:
    """Return the board's objects as JSON."""
    rows = [dataclasses.asdict(row) for row in board.rows]
    whole = {
        "title": board.title,
        "verdict": board.verdict.value,
        "exit_status": int(board.exit_status),
        "next_command": board.next_command,
        "text": board.text,
        "rows": rows,
    }
    return json.dumps(whole, indent=2, ensure_ascii=True, default=lambda member: member.value) + "\n"


def to_text(board: Board) -> str:
    """Return the board for a person, coloured and wrapped where standard output is a terminal."""
    shown = readable(board.text).rstrip("\n") + "\n\n" if board.text else ""
    return shown + (painted(board) if terminal.is_terminal(sys.stdout) else to_plain(board))


def to_plain(board: Board) -> str:
    """Return the board in plain lines; nothing is imported for it, so that it can be said when a signal strikes."""
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in composed(board, UNFOLDED))


def painted(board: Board) -> str:
    """Return the board as a terminal shows it; no line of it is broken where a command would be."""
    import io

    from rich.console import Console
    from rich.text import Text

    buffer = io.StringIO()
    console = Console(file=buffer, force_terminal=True, highlight=False, legacy_windows=False)
    for line in composed(board, width()):
        console.print(Text.assemble(*line), soft_wrap=True)
    return buffer.getvalue()


def width() -> int:
    """Return the columns of the terminal."""
    return max(shutil.get_terminal_size().columns, NARROWEST)


def composed(board: Board, columns: int) -> Iterator[Line]:
    """Yield the board's lines: a row each, below it what is not as it should be, last the verdict."""
    longest = max((len(one_line(row.name)) for row in board.rows), default=0)
    yield from of_text(board.title, "", columns, "bold")
    for row in board.rows:
        yield from composed_row(row, longest, columns)
        findings = sorted(row.findings, key=lambda one: not one.blocking)
        for finding, following in zip_longest(findings, findings[1:]):
            yield from composed_finding(finding, columns)
            if following is None or (following.code, following.fix) != (finding.code, finding.fix):
                yield from composed_reason(finding, columns)
    verdict = board.verdict
    first, *rest = of_text(board.next_command, " " * (len(verdict.value) + 8), columns, "") or [[]]
    after = [("  next: ", ""), (first[0][0].lstrip(), "")] if first else []
    yield [(verdict.value, STYLES[verdict]), *after]
    yield from rest


def composed_row(row: Row, longest: int, columns: int) -> Iterator[Line]:
    """Yield the lines of one row: verdict, name, time, and a note that continues below itself."""
    name = one_line(row.name)
    start: Line = [("  ", ""), (f"{row.verdict.value:<8}", STYLES[row.verdict]), (f"{name:<{longest}}", "")]
    indent = 12 + longest + 12
    beside = of_text(row.note, " " * indent, columns, "") if indent + 24 <= columns else []
    first = beside[0][0][0][indent:] if beside else ""
    yield [*start, (f"{row.seconds:10,.2f} s", "dim"), (f"  {first}" if first else "", "")]
    yield from beside[1:] if beside else of_text(row.note, " " * 10, columns, "")


def composed_finding(finding: Finding, columns: int) -> Iterator[Line]:
    """Yield the lines of one finding: what and where."""
    mark = "- " if finding.blocking else "advice: "
    where = f" ({one_line(finding.where)})" if finding.where else ""
    code = f"[{finding.code}]"
    *lines, last = of_text(f"{mark}{one_line(finding.what)}{where}", " " * 10, columns, "", hang=len(mark))
    yield from lines
    if len(last[0][0]) + len(code) + 2 <= columns:
        yield [*last, (f"  {code}", "dim")]
    else:
        yield from (last, [(" " * (10 + len(mark)) + code, "dim")])


def composed_reason(finding: Finding, columns: int) -> Iterator[Line]:
    """Yield why a finding blocks, and how to fix it; once below those of one kind that stand together."""
    if finding.why and finding.blocking:
        yield from of_text(f"why: {one_line(finding.why)}", " " * 12, columns, "", hang=5)
    if finding.fix:
        yield from of_text(f"fix: {one_line(finding.fix)}", " " * 12, columns, "italic", hang=5)


def of_text(text: str, indent: str, columns: int, style: str, hang: int = 0) -> list[Line]:
    """Return a sentence as indented lines of a width; where it needs several, each command has one for itself."""
    line = indent + one_line(text)
    if not text or len(line) <= columns:
        return [[(line, style)]] if text else []
    width = max(columns - len(indent) - hang, NARROWEST // 2)
    lines: list[Line] = []
    for phrase in phrases(one_line(text)):
        if phrase.is_command:
            lines.append([(f"{indent}{' ' * hang}  {phrase.text}", style)])
            continue
        for one in folded(phrase.text, width):
            lines.append([(indent + " " * (hang if lines else 0) + one, style)])
    return lines


def folded(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of words in a width; an option and its value, and what stands in backticks, stay together."""
    joined = _TOGETHER.sub(lambda match: match[0].replace(" ", _GLUE), text)
    for line in textwrap.wrap(joined, columns, break_long_words=False, break_on_hyphens=False):
        yield line.replace(_GLUE, " ")
