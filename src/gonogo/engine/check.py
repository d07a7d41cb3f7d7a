"""The check stage: every check of the room, each over the same read-only view, in the order of their names."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gonogo.model.board import Row
from gonogo.model.errors import GonogoError, Status
from gonogo.model.verdict import Finding, Verdict

if TYPE_CHECKING:
    from gonogo.checks import Check
    from gonogo.world.reader import Reader

UNKNOWN_FIX = "nothing is decided on a guess; run it again when it answers"


def rows(checks: Iterable[Check], reader: Reader, waivers: dict[str, str]) -> tuple[Row, ...]:
    """Run checks and return a row for each; a waived one is GO with its written reason."""
    return tuple(waived(check, waivers) or judged(check, reader) for check in checks)


def waived(check: Check, waivers: dict[str, str]) -> Row | None:
    """Return the row of a waived check, with the reason that the settings give."""
    reason = waivers.get(check.name)
    return Row(check.name, Verdict.GO, note=f"waived: {reason}") if reason else None


def judged(check: Check, reader: Reader) -> Row:
    """Run one check; a question that found no answer is UNKNOWN, and so is a check that examined nothing."""
    started = time.monotonic()
    try:
        examined = check.function(reader)
    except GonogoError as error:
        verdict = Verdict.UNKNOWN if error.status is Status.UNKNOWN else Verdict.NO_GO
        finding = Finding(error.code, error.sentence, fix=error.hint)
        return Row(check.name, verdict, time.monotonic() - started, findings=(finding,))
    findings = examined.findings
    if examined.verdict is Verdict.UNKNOWN and not findings:
        findings = (Finding("examined-nothing", "there was nothing to examine", fix=UNKNOWN_FIX),)
    return Row(check.name, examined.verdict, time.monotonic() - started, examined.note, findings)
