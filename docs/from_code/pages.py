"""The parts of the reference as Markdown, made from the registries of the code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from from_code import registries
from from_code.registries import Command


def sessions() -> str:
    """Return a section for each Nox session."""
    return "\n".join(command("session", "nox -s {}", one) for one in registries.sessions())


def tasks() -> str:
    """Return a section for each Invoke task."""
    return "\n".join(command("task", "invoke {}", one) for one in registries.tasks())


def command(kind: str, typed: str, one: Command) -> str:
    """Return the section of a session or a task: what it does, and its options."""
    flags = ((code(flag.typed), cell(flag.meaning)) for flag in one.flags)
    text = section(f"{kind}-{one.name}", code(typed.format(one.name)), one.text)
    return text + (table(("option", "meaning"), flags) if one.flags else "")


def settings() -> str:
    """Return a section for each setting: meaning, type, default."""
    properties = registries.settings_schema()["properties"]
    return "\n".join(setting(key, value) for key, value in properties.items())


def setting(key: str, schema: dict[str, Any]) -> str:
    """Return the section of one setting."""
    meaning, _, default = schema["description"].partition(" Default: ")
    default = code(json.dumps(schema["default"])) if "default" in schema else default.rstrip(".")
    return section(f"setting-{key}", code(key), meaning) + f":Type: {kind(schema)}\n:Default: {default}\n"


def kind(schema: dict[str, Any]) -> str:
    """Return in words what a value of a schema is."""
    if "enum" in schema:
        return "one of " + ", ".join(code(json.dumps(one)) for one in schema["enum"])
    if schema["type"] == "array":
        return f"a list, each item {kind(schema['items'])}"
    words = {"string": "a string", "boolean": "true or false", "object": "a table"}
    return words[schema["type"]]


def settings_schema() -> str:
    """Return the JSON schema of the settings."""
    return as_json(registries.settings_schema())


def board_schema() -> str:
    """Return the JSON schema of boards."""
    return as_json(registries.board_schema())


def as_json(schema: dict[str, Any]) -> str:
    """Return a schema as a block of code."""
    return f"```json\n{json.dumps(schema, indent=2)}\n```\n"


def checks() -> str:
    """Return a section for each check."""
    found = registries.checks()
    return "\n".join(
        section(f"check-{one.name}", code(one.name), one.text) + f"Reads: {', '.join(needs)}.\n" for one, needs in found
    )


def index_rules() -> str:
    """Return the rules of the index, a section for each stage and below it one for each rule."""
    stages = groupby(registries.index_rules(), key=lambda rule: rule.stage)
    return "\n".join(f"## {stage}\n\n" + "\n".join(map(index_rule, rules)) for stage, rules in stages)


def index_rule(rule: registries.Rule) -> str:
    """Return the section of one rule."""
    more = f":Answer: {rule.answer}\n:Fix: {prose(rule.fix)}\n:Source: {prose(rule.source)}\n"
    return section(f"rule-{rule.code}", code(rule.code), rule.why, level=3) + more


def workflow_rules() -> str:
    """Return a section for each rule for workflows."""
    return "\n".join(section(f"workflow-{one.name}", code(one.name), one.text) for one in registries.workflow_rules())


def layouts() -> str:
    """Return a table of the layouts."""
    return table(("layout", "how it is recognised"), ((code(one.name), cell(one.text)) for one in registries.layouts()))


def statuses() -> str:
    """Return a table of the exit statuses."""
    found = ((str(number), name, cell(meaning)) for number, name, meaning in registries.statuses())
    return table(("status", "name", "meaning"), found)


def states() -> str:
    """Return a table of the states of a release."""
    found = ((one.name, cell(one.text), code(after)) for one, after in registries.states())
    return table(("state", "what it means", "what comes next"), found)


def git_variables() -> str:
    """Return a list of the variables that git gets."""
    return "".join(f"- {code(name)}\n" for name in registries.git_variables())


def hook_variables() -> str:
    """Return a list of the variables that the managers of git's hooks get."""
    return "".join(f"- {code(name)}\n" for name in registries.hook_variables())


def steps() -> str:
    """Return a table of the steps of a release."""
    found = ((code(one.name), reach.lower(), cell(one.text)) for one, reach in registries.steps())
    return table(("step", "reach", "what it does"), found)


def errors() -> str:
    """Return a section for each error."""
    return "\n".join(map(error, registries.errors()))


def error(one: registries.Problem) -> str:
    """Return the section of one error."""
    return (
        section(f"error-{one.code}", code(one.code), one.sentence) + f":Next: {prose(one.hint)}\n:Exit: {one.status}\n"
    )


def section(target: str, title: str, text: str, level: int = 2) -> str:
    """Return a heading with an id of its own, and the text below it."""
    return f"({target})=\n{'#' * level} {title}\n\n{prose(text)}\n\n"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(text: str) -> str:
    """Return a text as code."""
    return f"`{text}`"


def cell(text: str) -> str:
    """Return prose for a cell of a table."""
    return " ".join(prose(text).split()).replace("|", r"\|")


def prose(text: str) -> str:
    """Return a text with what Markdown would take for markup escaped; code in backticks stays."""
    pieces = re.split(r"(`[^`\n]+`)", text)
    return "".join(one if odd else re.sub(r"([\\<>*_\[\]{}$#~^|])", r"\\\1", one) for odd, one in parity(pieces))


def parity(pieces: list[str]) -> Iterable[tuple[int, str]]:
    """Yield pieces with 0 and 1 by turns."""
    return ((number % 2, one) for number, one in enumerate(pieces))


PAGES: dict[str, Callable[[], str]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        sessions,
        tasks,
        settings,
        settings_schema,
        board_schema,
        checks,
        index_rules,
        workflow_rules,
        layouts,
        statuses,
        states,
        git_variables,
        hook_variables,
        steps,
        errors,
    )
}
"""What can be filled in, by the name that a page gives."""
