"""The book: every rule of the index, applied to a file as a client sends it, or to a form as it arrives."""

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import chain, groupby, islice
from pathlib import Path

from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import upload_by
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.pypi_rules.limits import READ_ON
from gonogo.pypi_rules.rule import FORMLESS, GATHERED, Fault, Kind, Rule, Stage
from gonogo.pypi_rules.spec import UNREADABLE
from gonogo.pypi_rules.upload import Upload

NAMED = 50  # faults of one rule in one file that are named; the others are counted
REFUSALS = frozenset({Kind.REFUSAL})
STRICT = frozenset({Kind.REFUSAL, Kind.HAZARD})


@dataclass(frozen=True)
class Refusal:
    """How the index refuses an upload: HTTP status, the message it gives, and the rule's code."""

    status: int
    message: str
    code: str


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule of the book, in the index's order of judgement."""
    from gonogo.pypi_rules import rules as stages

    modules = [import_module(f"{stages.__name__}.{one.name}") for one in pkgutil.iter_modules(stages.__path__)]
    listed = chain.from_iterable([*vars(module).values(), *vars(module).get("RULES", ())] for module in modules)
    found = [one for one in listed if isinstance(one, Rule)]
    return tuple(sorted(found, key=lambda one: one.place))


def judge(
    path: Path,
    client: str = "twine",
    facts: IndexFacts | None = None,
    blocking: frozenset[Kind] = REFUSALS,
) -> Examined:
    """Apply the book to a file as `client` would send it; faults of the `blocking` kinds make it NO-GO."""
    artifact = open_artifact(path)
    try:
        upload = upload_by(client, artifact, facts)
        asked = [rule for rule in rules() if applies(rule, upload)]
        findings = [finding(rule, fault, blocking) for rule, fault in faults_of(asked, upload)]
    finally:
        artifact.close()
    return Examined(len(asked), tuple(findings), note=f"{len(asked)} rules (of {READ_ON}), as {client} sends it")


def applies(rule: Rule, upload: Upload) -> bool:
    """Whether a rule applies: few do without a form, and none after DUPLICATE to bytes that are on the index."""
    if (upload.excess or not upload.has_form) and rule.stage not in FORMLESS:
        return False
    return not (upload.is_there_already and Stage.DUPLICATE <= rule.stage < Stage.HAZARD)


def finding(rule: Rule, fault: Fault, blocking: frozenset[Kind]) -> Finding:
    """Return a fault as a finding of a check."""
    what, where = shown(fault.message), shown(fault.where)
    if fault.undecided:
        return Finding(rule.code, what, where, fault.undecided, undecided=True)
    return Finding(rule.code, what, where, rule.fix, rule.kind in blocking, rule.why)


def refusal(
    form: Mapping[str, list[str]], filename: str, content: Path, facts: IndexFacts | None = None
) -> Refusal | None:
    """Return the first refusal in the index's own order of judgement of a form and its file; None where it accepts."""
    artifact = open_artifact(content, filename)
    try:
        upload = Upload(form, artifact, facts, has_form=True)
        if upload.excess:
            return undecided(Fault(upload.excess), "metadata_can_be_judged")
        asked = (one for one in rules() if Stage.FORM <= one.place < Stage.HAZARD and applies(one, upload))
        return first(asked, upload)
    finally:
        artifact.close()


def first(asked: Iterable[Rule], upload: Upload) -> Refusal | None:
    """Return the refusal of the first stage that has a fault."""
    for stage, group in groupby(asked, key=lambda rule: rule.stage):
        faults = faults_of(group, upload)
        if stage in GATHERED:
            faults = iter(sorted(faults, key=lambda pair: pair[1].rank))
        chosen = next(faults, None)
        if chosen and chosen[1].undecided:
            return undecided(chosen[1], chosen[0].code)
        if chosen:
            return Refusal(chosen[0].status, shown(chosen[1].message), chosen[0].code)
    return None


def undecided(fault: Fault, code: str) -> Refusal:
    """Return the answer to an upload that gonogo cannot judge, worded as its own and not as the index's."""
    return Refusal(400, shown(f"gonogo cannot judge this file: {fault.message}"), code)


def faults_of(asked: Iterable[Rule], upload: Upload) -> Iterator[tuple[Rule, Fault]]:
    """Yield each rule's faults with the rule."""
    for rule in asked:
        for fault in found_by(rule, upload):
            yield rule, fault


def found_by(rule: Rule, upload: Upload) -> list[Fault]:
    """Return a rule's faults, many of them counted instead of named; a value that breaks a parser is one."""
    try:
        found = iter(rule.faults(upload))
        named = list(islice(found, NAMED))
        more = sum(1 for _ in found) if len(named) == NAMED else 0
        return [*named, Fault(f"and {more} more of the same kind", undecided=named[-1].undecided)] if more else named
    except UNREADABLE as error:
        return [Fault(f"it breaks its readers ({type(error).__name__}: {error})")]
