"""The book: every rule of the index, applied to a file as a client sends it, or to a form as it arrives."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from itertools import groupby, islice
from typing import TYPE_CHECKING

from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding
from gonogo.pypi.artifact import open_artifact
from gonogo.pypi.clients import upload_by
from gonogo.pypi.limits import READ_ON
from gonogo.pypi.rule import FORMLESS, GATHERED, Fault, Kind, Rule, Stage
from gonogo.pypi.spec import UNREADABLE
from gonogo.pypi.upload import Upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gonogo.pypi.facts import IndexFacts

NAMED = 50
"""Faults of one rule in one file that are named; the others are counted."""

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
    from gonogo.pypi import rules as rules_package

    found = []
    for module in pkgutil.walk_packages(rules_package.__path__, f"{rules_package.__name__}."):
        if not module.ispkg:
            loaded = import_module(module.name)
            one: Rule = getattr(loaded, module.name.rpartition(".")[2])
            found.append(replace(one, subject=(loaded.__doc__ or "").strip()))
    return tuple(sorted(found, key=lambda one: (one.place, one.code)))


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
    """Whether a rule can speak: without a form few can, and no later one on bytes that are there."""
    if not upload.has_form and rule.stage not in FORMLESS:
        return False
    return not (upload.is_there_already and Stage.DUPLICATE <= rule.stage < Stage.HAZARD)


def finding(rule: Rule, fault: Fault, blocking: frozenset[Kind]) -> Finding:
    """Return a fault as a finding of a check."""
    return Finding(rule.code, shown(fault.message), shown(fault.where), rule.mend, rule.kind in blocking, rule.why)


def refusal(
    form: Mapping[str, list[str]], filename: str, content: Path, facts: IndexFacts | None = None
) -> Refusal | None:
    """Return the first refusal in the index's own order of judgement, or None where it accepts.

    `form` is the upload's fields, each with all its values; `filename` is the name the client gave to the
    file part; `content` is a file with the sent bytes, of any name; `facts` is what the index already has.
    """
    artifact = open_artifact(content, filename)
    try:
        upload = Upload(form, artifact, facts, has_form=True)
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
        if chosen:
            return Refusal(chosen[0].status, shown(chosen[1].message), chosen[0].code)
    return None


def faults_of(asked: Iterable[Rule], upload: Upload) -> Iterator[tuple[Rule, Fault]]:
    """Yield each rule's faults with the rule."""
    for rule in asked:
        for fault in spoken(rule, upload):
            yield rule, fault


def spoken(rule: Rule, upload: Upload) -> list[Fault]:
    """Return a rule's faults, many of them counted instead of named; a value so odd that it breaks a parser is one."""
    try:
        told = iter(rule.faults(upload))
        named = list(islice(told, NAMED))
        more = sum(1 for _ in told)
        return [*named, Fault(f"and {more} more of the same kind")] if more else named
    except UNREADABLE as error:
        return [Fault(f"it breaks its readers ({type(error).__name__}: {error})")]
