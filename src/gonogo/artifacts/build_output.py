"""Why a build failed: the lines of its output that say so, without the command lines that surround them."""

import re

TAIL = 180  # characters of the cause that are shown in one line
AROUND = 6  # lines that are shown from the first error of a compiler on

COMPILER = re.compile(
    r"^(?:(?:fatal |internal compiler )?error(?:\[\w+\])?: (?!aborting|could not compile|command )"
    r"|[^\s:]{1,200}(?::\d+){1,2}: (?:fatal )?error: |CMake Error|[^\s:]{1,200}:\d+:\d+: ERROR: |ld: |\S*/ld: )",
    re.IGNORECASE,
)
"""How compilers, linkers, CMake, Meson and Cargo begin a line that names an error."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMMAND = re.compile(
    r"returned non-zero exit status|^Error: command \[|^Running `|finished with \"exit status|^error: command "
)
"""What a line has that repeats the command which failed."""


def cause(printed: str) -> tuple[str, tuple[str, ...]]:
    """Return in one line why a build failed, and the lines of the first error that a compiler named.

    >>> cause("ok\\nsrc/a.c:3:10: fatal error: b.h: no such file\\n  3 | #include\\nerror: command 'gcc' failed")[0]
    'src/a.c:3:10: fatal error: b.h: no such file'
    """
    lines = [line.strip() for line in COLOUR.sub("", printed).splitlines() if line.strip()]
    plain = [line for line in lines if not COMMAND.search(line)] or lines
    first = next((number for number, line in enumerate(plain) if COMPILER.match(line)), -1)
    if first >= 0:
        return _cut(plain[first]), tuple(plain[first + 1 : first + AROUND])
    last = " / ".join(plain[-3:])
    return (last if len(last) <= TAIL else f"…{last[-TAIL:]}"), ()


def _cut(line: str) -> str:
    """Return the begin of a line."""
    return line if len(line) <= TAIL else f"{line[:TAIL]}…"
