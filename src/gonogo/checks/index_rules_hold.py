"""The index would accept every artifact, and no artifact contains what the index accepts but should not."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gonogo.checks.reader import Reader
from gonogo.model.verdict import Examined, Finding
from gonogo.pypi_rules.book import STRICT, judge
from gonogo.pypi_rules.facts import IndexFacts

NEEDS = frozenset({"artifacts", "index"})


def check(reader: Reader) -> Examined:
    """Apply the index's rules to each artifact, as twine would send it."""
    facts = IndexFacts(exists=reader.entry.exists, served=reader.entry.files, status=reader.entry.status)
    judged = [(path, judge(path, facts=facts, blocking=STRICT)) for path in reader.files]
    findings = merged([located(finding, path) for path, examined in judged for finding in examined.findings])
    note = f"{sum(examined.count for _, examined in judged)} rules over {len(judged)} files"
    return Examined(len(judged), findings, note)


def merged(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings that say the same of several files as one, with every place."""
    places: dict[Finding, list[str]] = {}
    for finding in findings:
        places.setdefault(replace(finding, where=""), []).append(finding.where)
    return tuple(replace(finding, where=", ".join(where)) for finding, where in places.items())


def located(finding: Finding, path: Path) -> Finding:
    """Return a finding that says in which file it is."""
    where = path.name if finding.where in {"", path.name} else f"{path.name}: {finding.where}"
    return replace(finding, where=where)
