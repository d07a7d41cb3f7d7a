"""GO, NO-GO, UNKNOWN: what a check, a step and a whole run can say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from gonogo.model.errors import Status


class Verdict(Enum):
    """The only verdicts; UNKNOWN is not GO."""

    GO = "GO"
    NO_GO = "NO-GO"
    UNKNOWN = "UNKNOWN"

    @property
    def status(self) -> Status:
        """The exit status that says this verdict."""
        return {Verdict.GO: Status.GO, Verdict.NO_GO: Status.NO_GO, Verdict.UNKNOWN: Status.UNKNOWN}[self]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: its code, what, where, how to fix it, and why it matters.

    `undecided` is true for what could not be decided; where it blocks, the verdict is UNKNOWN and not NO-GO.
    """

    code: str
    what: str
    where: str = ""
    fix: str = ""
    blocking: bool = True
    why: str = ""
    undecided: bool = False


@dataclass(frozen=True)
class Examined:
    """What a check looked at: how many things, and what it found."""

    count: int
    findings: tuple[Finding, ...] = ()
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """GO when something was examined and nothing blocks; nothing examined or something undecided is UNKNOWN."""
        blocking = [finding for finding in self.findings if finding.blocking]
        if blocking:
            return Verdict.UNKNOWN if all(finding.undecided for finding in blocking) else Verdict.NO_GO
        return Verdict.GO if self.count else Verdict.UNKNOWN


def claiming(count: int, findings: Iterable[Finding], claim: str) -> Examined:
    """Return what a check found, with a note that says that all is well only where nothing blocks."""
    examined = Examined(count, tuple(findings))
    return replace(examined, note=claim) if examined.verdict is Verdict.GO else examined


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of a whole: NO-GO before UNKNOWN before GO; of nothing, UNKNOWN."""
    seen = set(verdicts)
    for verdict in (Verdict.NO_GO, Verdict.UNKNOWN, Verdict.GO):
        if verdict in seen:
            return verdict
    return Verdict.UNKNOWN
