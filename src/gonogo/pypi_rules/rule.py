"""A rule of the index: when it speaks, what it says, and how the index answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gonogo.pypi_rules.upload import Upload


class Kind(Enum):
    """What a fault means: the index refuses, it takes an unsafe file, or something could be better."""

    REFUSAL = "refusal"
    HAZARD = "hazard"
    ADVICE = "advice"


class Stage(IntEnum):
    """The index's order of judgement; a rule's place is its stage plus a number under one hundred."""

    CLIENT = 0
    FORM = 100
    METADATA_FORM = 200
    METADATA_SPEC = 300
    METADATA_INDEX = 400
    PROJECT = 500
    DESCRIPTION = 600
    FILE_NAME = 700
    SIZE = 800
    DIGEST = 900
    DUPLICATE = 1000
    AGE = 1100
    ONE_SDIST = 1200
    ARCHIVE = 1300
    NAME = 1400
    LICENCES = 1500
    RECORD = 1600
    ENTRY_POINTS = 1700
    METADATA_FILE = 1800
    ATTESTATIONS = 1900
    HAZARD = 2000
    ADVICE = 2100


GATHERED = frozenset({Stage.FORM, Stage.METADATA_FORM, Stage.METADATA_SPEC, Stage.METADATA_INDEX})
"""Stages in which the index collects every fault and reports the one of the first field."""

FORMLESS = frozenset(
    {
        Stage.CLIENT,
        Stage.FILE_NAME,
        Stage.SIZE,
        Stage.ARCHIVE,
        Stage.RECORD,
        Stage.ENTRY_POINTS,
        Stage.METADATA_FILE,
        Stage.HAZARD,
    }
)
"""Stages whose rules can speak although no client could read a form from the file."""

FIELDS_FIRST = ("metadata-version", "name", "version")


@dataclass(frozen=True)
class Fault:
    """One breach of a rule: the message, the member, field or file where it is, and the metadata field."""

    message: str
    where: str = ""
    field: str = ""

    @property
    def rank(self) -> tuple[int, str]:
        """Where the index puts the field when it chooses which fault to report."""
        rank = FIELDS_FIRST.index(self.field) if self.field in FIELDS_FIRST else len(FIELDS_FIRST)
        return rank, self.field


@dataclass(frozen=True)
class Rule:
    """One rule: code, place in the order, HTTP status of a refusal, source, kind, docstring and function."""

    code: str
    place: int
    status: int
    source: str
    kind: Kind
    doc: str
    faults: Callable[[Upload], Iterable[Fault]]
    subject: str = ""

    @property
    def stage(self) -> Stage:
        """The stage of the index's judgement in which it speaks."""
        return Stage(self.place - self.place % 100)

    @property
    def why(self) -> str:
        """What is wrong and why the index refuses it: the docstring without its last paragraph."""
        return " ".join(self.doc.split("Mend:")[0].split())

    @property
    def mend(self) -> str:
        """How to mend the fault: the docstring's last paragraph."""
        return " ".join(self.doc.split("Mend:")[-1].split())


def rule(place: int, source: str, status: int = 400) -> Callable[[Callable[[Upload], Iterable[Fault]]], Rule]:
    """Make a rule of a function; its name is the code, its docstring what the user reads."""

    def decorate(function: Callable[[Upload], Iterable[Fault]]) -> Rule:
        kinds = {Stage.HAZARD: Kind.HAZARD, Stage.ADVICE: Kind.ADVICE}
        kind = kinds.get(Stage(place - place % 100), Kind.REFUSAL)
        return Rule(function.__name__, place, status, source, kind, function.__doc__ or "", function)

    return decorate
