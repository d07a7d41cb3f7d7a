"""Notes for the forge release: the changelog's section without what would have an effect there."""

from __future__ import annotations

import re

from gonogo.changelog import find

LIMIT = 120_000
"""Characters of notes that a forge takes; GitHub refuses more than 125,000."""

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"<https?://[^\s<>]+>")
SCRIPT = re.compile(r"\]\(\s*(?=(javascript|vbscript|data|file)\s*:)", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w.`/])@(?=[A-Za-z0-9])")
CLOSES = re.compile(
    r"\b(close[sd]?|closing|fix(?:e[sd]|ing)?|resolve[sd]?|resolving|implement(?:s|ed|ing)?)"
    r"(:?\s+)((?:issues?\s+)?(?:[\w.-]+(?:/[\w.-]+)+)?)#(?=\d)",
    re.IGNORECASE,
)
ACTION = re.compile(r"^(\s*)/(?=\w)", re.MULTILINE)
"""A line that GitLab does, such as `/merge`."""

COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)
APART = "\u200b"


def for_forge(notes: str, changelog: str) -> str:
    """Return notes for a release page: Markdown made harmless, other markup as it is in a fence."""
    text = notes.strip()[:LIMIT]
    if find.is_markdown(changelog) or not changelog:
        return plain_markdown(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}\n"


def plain_markdown(text: str) -> str:
    """Return Markdown in which HTML, images, scripts and mentions are plain text; code stays."""
    pieces: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = FENCE.match(line)
        if not fence and match:
            pieces.append(outside_spans("".join(prose)))
            prose.clear()
            fence = match[1]
            pieces.append(line)
        elif fence:
            pieces.append(line)
            fence = "" if closes(line, fence) else fence
        else:
            prose.append(line)
    return "".join([*pieces, outside_spans("".join(prose))]) + "\n"


def closes(line: str, fence: str) -> bool:
    """Return whether a line ends a fenced piece of code."""
    mark = line.strip()
    return len(mark) >= len(fence) and set(mark) == {fence[0]}


def outside_spans(text: str) -> str:
    """Make prose harmless, and leave code spans as they are."""
    done, at = [], 0
    for span in SPAN.finditer(text):
        done += [harmless(text[at : span.start()]), span[0]]
        at = span.end()
    return "".join([*done, harmless(text[at:])])


def harmless(text: str) -> str:
    """Make a piece of prose harmless."""
    links = LINK.findall(text)
    text = LINK.sub("\0", text).replace("<", "&lt;").replace("![", "\\![")
    text = SCRIPT.sub("]\\\\(", text)
    text = MENTION.sub("@" + APART, text)
    text = CLOSES.sub(rf"\1\2\3{APART}#{APART}", text)
    text = ACTION.sub(r"\1\\/", COMMAND.sub(r"\1\\::", text))
    for link in links:
        text = text.replace("\0", link, 1)
    return text
