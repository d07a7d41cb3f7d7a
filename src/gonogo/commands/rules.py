"""`nox -s rules`: the rule book itself, rule by rule, with its source and the test that shows it."""

from gonogo.model.board import Board, Row
from gonogo.model.verdict import Verdict
from gonogo.pypi_rules.rule import Rule

SHOWN_BY = "tests/unit/pypi_rules/test_rule_cases.py"  # the test that sees each rule silent, and speaking


def rules() -> Board:
    """Return a row for each rule: what should be true, its kind and status, its source, and its test."""
    from gonogo.pypi_rules import book

    rows = tuple(Row(rule.code, Verdict.GO, note=note(rule)) for rule in book.rules())
    return Board(f"{len(rows)} rules", rows, text=versions())


def versions() -> str:
    """Return what the rules were compared with: the index's code, and each library beside the installed one."""
    from gonogo.pypi_rules import compared, limits

    lines = [f"Compared with the index's code of {limits.READ_ON}, which used the first version of each library:"]
    for name, known in compared.COMPARED.items():
        lines.append(f"  {name} {', '.join(known)}; installed: {compared.installed(name) or 'none'}")
    return "\n".join([*lines, "If another version would decide otherwise, the verdict is UNKNOWN."])


def note(rule: Rule) -> str:
    """Return a rule's line: its subject, how the index answers, where it is written, and how to see it."""
    from gonogo.pypi_rules.rule import Kind, Stage

    answer = f"refused with {rule.status}" if rule.kind is Kind.REFUSAL else rule.kind.value
    if rule.stage is Stage.CLIENT:
        answer = "stops the client"
    return f"{rule.why.partition('. ')[0]} [{answer}; {rule.source}; {SHOWN_BY} -k '{rule.code}']"
