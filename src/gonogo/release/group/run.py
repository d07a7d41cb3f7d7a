"""Stages over several packages: side by side or in the order of their needs, and one row for what all went well."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

from gonogo.artifacts.kept_environments import linked
from gonogo.model.board import Row, ended, error_row, is_go
from gonogo.model.errors import GonogoError, counted, readable_error
from gonogo.model.plan import Plan
from gonogo.model.verdict import Finding, overall
from gonogo.release.contexts import Context
from gonogo.release.runner import Listener

AT_ONCE = 4
"""Packages that are built, judged and published side by side."""


@dataclass(frozen=True)
class Part:
    """One package of a release of several: its canonical name, plan and context, and what it needs of the others.

    `builds_with` names those of them that its build needs.
    """

    name: str
    plan: Plan
    context: Context
    needs: frozenset[str] = frozenset()
    builds_with: frozenset[str] = frozenset()


Act = Callable[[Part], tuple[Row, ...]]
Rows = dict[str, tuple[Row, ...]]


class Named:
    """A listener that hears of each stage with the name of its package."""

    def __init__(self, listener: Listener, name: str) -> None:
        """Take the listener of the whole run."""
        self._listener = listener
        self._name = name

    def began(self, name: str) -> None:
        """Hear that a stage begins."""
        self._listener.began(f"{self._name}: {name}")

    def ended(self, row: Row) -> None:
        """Hear how a stage ended."""
        self._listener.ended(replace(row, name=f"{self._name}: {row.name}"))

    def heard(self, line: str) -> None:
        """Hear a line that a program printed."""
        self._listener.heard(line)


def workers() -> ThreadPoolExecutor:
    """Return threads for packages; Python makes its configuration at first use, which no two threads may do at once."""
    sysconfig.get_config_vars()
    return ThreadPoolExecutor(AT_ONCE, "package")


def side_by_side(parts: Sequence[Part], act: Act) -> Rows:
    """Do the same for every package, several at once."""
    with workers() as pool:
        return dict(zip([one.name for one in parts], pool.map(partial(guarded, act), parts), strict=True))


def guarded(act: Act, part: Part) -> tuple[Row, ...]:
    """Do something for one package; what stops it is its row, so that the others go on."""
    try:
        return act(part)
    except (GonogoError, OSError) as error:
        return (error_row("stopped", readable_error(error), 0.0),)


def in_order(parts: Sequence[Part], act: Act) -> Rows:
    """Do the same for every package once that is GO for what it needs; what needs one that is not waits."""
    by_name = {one.name: one for one in parts}
    sorter = TopologicalSorter({name: one.needs & by_name.keys() for name, one in by_name.items()})
    sorter.prepare()
    rows: Rows = {}
    running: dict[Future[tuple[Row, ...]], str] = {}
    with workers() as pool:
        while sorter.is_active():
            for name in sorter.get_ready():
                failed = sorted(one for one in by_name[name].needs if one in rows and not is_go(rows[one]))
                doing = pool.submit(waiting, failed, rows) if failed else pool.submit(guarded, act, by_name[name])
                running[doing] = name
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(done)
                rows[name] = done.result()
                sorter.done(name)
    return rows


def waiting(failed: Sequence[str], rows: Rows) -> tuple[Row, ...]:
    """Return the row of a package which waits for others that are not GO."""
    of_them = [row for name in failed for row in rows[name]]
    what = f"it needs {', '.join(failed)}, and waits"
    finding = Finding("waits", what, fix="fix those first, then: invoke resume")
    return (Row("waits", overall(row.verdict for row in of_them), findings=(finding,), status=ended(of_them)),)


def summary(parts: Iterable[Part], rows: Rows, stage: str) -> tuple[Row, ...]:
    """Return the rows of a stage over packages: one for each of which all is GO, else those that are not."""
    return tuple(row for part in parts if part.name in rows for row in shortened(part, rows[part.name], stage))


def shortened(part: Part, rows: Sequence[Row], stage: str) -> tuple[Row, ...]:
    """Return the rows of one package: a single one where all are GO, with their advice and the first one's note."""
    name = part.plan.name
    if not is_go(rows):
        return tuple(replace(row, name=f"{name}: {row.name}") for row in rows if not is_go((row,)))
    findings = tuple(finding for row in rows for finding in row.findings)
    seconds = sum(row.seconds for row in rows)
    more = f"{counted(len(rows) - 1, 'other row')} GO" if len(rows) > 1 else ""
    note = "; ".join(filter(None, (rows[0].note, more)))
    return (Row(f"{name}: {stage}", rows[0].verdict, seconds, note, findings),)


def gather(parts: Iterable[Part], folder: Path) -> None:
    """Put the files of packages into one folder, from which those that need them install."""
    folder.mkdir(exist_ok=True)
    for part in parts:
        manifest = part.context.kept.find(part.context.commit(part.plan))
        for path in part.context.kept.files(manifest) if manifest else ():
            if not (folder / path.name).exists():
                linked(str(path), str(folder / path.name))
