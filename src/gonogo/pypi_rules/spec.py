"""Core metadata, read from the form by packaging: its errors, by field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.description import is_taken
from gonogo.pypi_rules.form import header, raw_metadata
from gonogo.pypi_rules.rule import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packaging.requirements import Requirement

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError, SyntaxError)
"""What packaging lets through on values that it does not foresee; the index breaks on them."""

NEWER = "introduced in metadata version"


@dataclass(frozen=True)
class Parsed:
    """The form's metadata: raw values, unreadable fields, packaging's errors and nested parentheses by header."""

    raw: dict[str, Any]
    unread: tuple[str, ...]
    errors: dict[str, list[str]]
    nested: dict[str, list[int]]

    def faults(self, *headers: str) -> Iterator[Fault]:
        """Yield packaging's errors for some headers, except those about a field's age; and what gonogo cannot judge."""
        for name in headers:
            for message in self.errors.get(name, ()):
                if NEWER not in message:
                    yield Fault(message, where=name, field=name)
            if not is_broken(self.nested):
                yield from (too_nested(name, depth) for depth in self.nested.get(name, ()))


def parse(form: Mapping[str, list[str]]) -> Parsed:
    """Read a form's metadata and have packaging validate it."""
    raw, unread = raw_metadata(form)
    errors = validated(raw)
    for name in accepted(raw) & errors.keys():
        errors[name] = [message for message in errors[name] if NEWER in message]
    errors = {name: messages for name, messages in errors.items() if messages}
    return Parsed(raw, tuple(header(name) for name in unread), errors, nested(raw))


def nesting(text: str) -> int:
    """Return how deep parentheses are within each other; 0 up to the depth that gonogo judges.

    >>> nesting("(" * 60 + ")" * 60), nesting("(a)" * 60), nesting("((a))")
    (60, 0, 0)
    """
    depth = deepest = 0
    for char in text if text.count("(") > limits.NESTING else "":
        depth += {"(": 1, ")": -1}.get(char, 0)
        deepest = max(deepest, depth)
    return deepest if deepest > limits.NESTING else 0


def nested(raw: Mapping[str, Any]) -> dict[str, list[int]]:
    """Return the depths of the values that gonogo does not judge, by header: installed parsers differ in them."""
    values = {"requires-dist": raw.get("requires_dist", ()), "license-expression": [raw.get("license_expression", "")]}
    found = {name: [depth for one in texts if (depth := nesting(one))] for name, texts in values.items()}
    return {name: depths for name, depths in found.items() if depths}


def too_nested(name: str, depth: int) -> Fault:
    """Return the fault of a value whose parentheses gonogo does not judge."""
    what = f"{name} has parentheses {depth} deep, and gonogo judges {limits.NESTING}"
    return Fault(what, name, name, undecided="write it with fewer parentheses")


def is_broken(depths: Mapping[str, list[int]]) -> bool:
    """Whether the index's parser breaks on a requirement, by Python's recursion limit."""
    return max(depths.get("requires-dist", ()), default=0) > limits.RECURSION


def accepted(raw: Mapping[str, Any]) -> frozenset[str]:
    """Return the headers that the index's packaging (26.2) accepts, whatever the installed one says of them."""
    taken = set()
    if "\n" not in raw.get("summary", "\n"):
        taken.add("summary")
    if is_taken(raw.get("description_content_type", "")):
        taken.add("description-content-type")
    return frozenset(taken)


def validated(raw: dict[str, Any]) -> dict[str, list[str]]:
    """Return packaging's errors, by header; the key is empty for one that names no field."""
    from packaging.metadata import ExceptionGroup, InvalidMetadata, Metadata

    errors: dict[str, list[str]] = {}
    depths = nested(raw)
    if is_broken(depths):
        return {"": ["the metadata cannot be read: RecursionError in a marker"]}
    judged = {name: value for name, value in raw.items() if header(name) not in depths}
    try:
        Metadata.from_raw(judged)  # type: ignore[arg-type]
    except ExceptionGroup as group:
        for error in group.exceptions:
            name = error.field if isinstance(error, InvalidMetadata) else ""
            errors.setdefault(name, []).append(str(error))
    except UNREADABLE as error:
        errors.setdefault("", []).append(f"the metadata cannot be read: {error}")
    return errors


@lru_cache(maxsize=limits.VALUES)
def requirement(text: str) -> Requirement | str:
    """Return a requirement, or packaging's words for why it is none."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return "it is nested too deep" if nesting(text) else Requirement(text)
    except InvalidRequirement as error:
        return str(error).splitlines()[0]
    except UNREADABLE as error:
        return f"{type(error).__name__}: {error}"
