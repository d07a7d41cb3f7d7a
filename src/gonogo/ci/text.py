"""Text from others, made safe for a job summary and for a log that a CI provider reads."""

from __future__ import annotations

import re

from gonogo.model.errors import one_line, shown

MARKUP = re.compile(r"([\\`*_{}\[\]<>#!|~@&$])")
PLAIN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@\u200b"}
COMMAND = re.compile(r"(?:^|(?<=\r))(\s*)(::|##\[)|##\[", re.MULTILINE)


def in_table(value: object) -> str:
    """Return a value as plain text for one cell of a Markdown table: no markup, no mention, no line break.

    >>> in_table("a|b")
    'a\\\\|b'
    """
    text = MARKUP.sub(r"\\\1", shown(value))
    for mark, plain in PLAIN.items():
        text = text.replace("\\" + mark, plain)
    return text


def as_code(value: object) -> str:
    """Return a value as a span of code in Markdown, whole, whatever it holds.

    >>> as_code("invoke push")
    '`invoke push`'
    """
    text = one_line(value)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    space = " " if len(fence) > 1 else ""
    return f"{fence}{space}{text}{space}{fence}"


def in_log(text: str) -> str:
    r"""Return a text in which no line is a workflow command (R53).

    A runner reads `::name::` at the start of a line, after blanks too, and `##[name]` anywhere. A lone carriage
    return ends a line for it.

    >>> in_log("::error::boo")
    ': :error::boo'
    """
    return COMMAND.sub(_apart, text)


def _apart(match: re.Match[str]) -> str:
    mark = match[2] or match[0]
    return (match[1] or "") + (": :" if mark == "::" else "# #[")
