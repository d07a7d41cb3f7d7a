"""A rule of the index: its code, place, source, examples and message, and the function that finds faults."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

from gonogo.pypi_rules.upload import Upload

Example = str | Mapping[str, str | list[str]]  # fields of a form, a file name, or words for other rules


class Kind(Enum):
    """What a fault means: the index refuses the file, it accepts an unsafe one, or something could be better."""

    REFUSAL = "refusal"
    HAZARD = "hazard"
    ADVICE = "advice"


class Stage(IntEnum):
    """The order in which the index judges; a rule's place is its stage plus a number under one hundred."""

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
    {Stage.CLIENT, Stage.FILE_NAME, Stage.SIZE, Stage.ARCHIVE}
    | {Stage.RECORD, Stage.ENTRY_POINTS, Stage.METADATA_FILE, Stage.HAZARD}
)
"""Stages whose rules apply although no client could read a form from the file."""

FIELDS_FIRST = ("metadata-version", "name", "version")


@dataclass(frozen=True)
class Fault:
    """One breach of a rule: the message, the member, field or file where it is, and the metadata field.

    `undecided` is what to do where gonogo itself cannot decide, because of a limit of its own or of something that was
    not asked; it is empty for a fault that the index would refuse.
    """

    message: str
    where: str = ""
    field: str = ""
    undecided: str = ""

    @property
    def rank(self) -> tuple[int, str]:
        """Where the index puts the field when it chooses which fault to report."""
        rank = FIELDS_FIRST.index(self.field) if self.field in FIELDS_FIRST else len(FIELDS_FIRST)
        return rank, self.field


Faults = Iterable[Fault]


@dataclass(frozen=True)
class Rule:
    """One rule: code, place in the order, source, examples, docstring, function, and HTTP status of a refusal."""

    code: str
    place: int
    source: str
    accepts: Example
    refuses: Example
    doc: str
    faults: Callable[[Upload], Faults]
    status: int = 400

    @property
    def stage(self) -> Stage:
        """The stage of the index's judgement to which it belongs."""
        return Stage(self.place - self.place % 100)

    @property
    def kind(self) -> Kind:
        """What a fault means, by the stage."""
        return {Stage.HAZARD: Kind.HAZARD, Stage.ADVICE: Kind.ADVICE}.get(self.stage, Kind.REFUSAL)

    @property
    def why(self) -> str:
        """What is wrong and why the index refuses it: the docstring without its last paragraph."""
        return " ".join(self.doc.split("Fix:")[0].split())

    @property
    def fix(self) -> str:
        """How to fix the fault: the docstring's last paragraph."""
        return " ".join(self.doc.split("Fix:")[-1].split())


def rule(
    place: int, source: str, *, ok: Example, bad: Example, status: int = 400
) -> Callable[[Callable[[Upload], Faults]], Rule]:
    """Make a rule of a function; its name is the code, its docstring the message, `ok` and `bad` its examples."""
    return lambda function: Rule(function.__name__, place, source, ok, bad, function.__doc__ or "", function, status)
