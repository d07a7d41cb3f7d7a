"""Core metadata, read from the form by packaging: its errors, by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.compared import licences
from gonogo.pypi_rules.description import is_taken
from gonogo.pypi_rules.form import header, raw_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packaging.requirements import Requirement

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError, SyntaxError)
"""What packaging lets through on values that it does not foresee; the index breaks on them."""

NEWER = "introduced in metadata version"


PLAINER = "write it in a plainer way; the index may read it, and gonogo cannot tell"
DIFFERENT = "versions of packaging read it differently"
DOUBTFUL = {
    "requires_python": re.compile(r"===\s*(,|$)"),
    "requires_dist": re.compile(r"===\s*([,;)]|$)"),
    "license_expression": re.compile(r"licenseref-([\s()]|$)", re.IGNORECASE),
    "license_files": re.compile(r"^[A-Za-z]:(?![/\\])"),
}
"""Values of fields which the index's packaging (26.2) accepts and later ones (seen up to 26.4) refuse."""


@dataclass(frozen=True)
class Parsed:
    """The form's metadata: raw values, unreadable fields, packaging's errors and gonogo's doubts, by header."""

    raw: dict[str, Any]
    unread: tuple[str, ...]
    errors: dict[str, list[str]]
    doubts: dict[str, list[str]]


def parse(form: Mapping[str, list[str]]) -> Parsed:
    """Read a form's metadata and have packaging validate it."""
    raw, unread = raw_metadata(form)
    plain, doubts = without_doubts(raw)
    return Parsed(raw, tuple(header(name) for name in unread), validated(plain), doubts)


def without_doubts(raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the metadata without the values whose verdict depends on the installed packaging, and why, by header."""
    plain, doubts = dict(raw), {}
    for name in DOUBTFUL.keys() & raw.keys():
        values = raw[name] if isinstance(raw[name], list) else [raw[name]]
        reasons = [why for value in values if (why := doubt(name, value))]
        if reasons:
            doubts[header(name.replace("files", "file"))] = reasons
            kept = [value for value in values if not doubt(name, value) or nesting(value) > limits.RECURSION]
            plain.pop(name)
            plain |= {name: kept} if kept and isinstance(raw[name], list) else {}
    return plain, doubts


def doubt(name: str, value: str) -> str:
    """Return why gonogo cannot judge a value of a field, or an empty string."""
    depth = nesting(value)
    if limits.NESTING < depth <= limits.RECURSION:
        return f"parentheses {depth} deep, and gonogo judges {limits.NESTING}"
    return f"{value!r}: {DIFFERENT}" if DOUBTFUL[name].search(value) else ""


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


def accepted(raw: Mapping[str, Any]) -> frozenset[str]:
    """Return the headers that the index's packaging (26.2) accepts, whatever the installed one says of them."""
    summary, kind = raw.get("summary", "\n"), raw.get("description_content_type", "")
    given = {"summary": "\n" not in summary, "description-content-type": is_taken(kind)}
    return frozenset(name for name, is_accepted in given.items() if is_accepted)


def validated(raw: dict[str, Any]) -> dict[str, list[str]]:
    """Return packaging's errors, by header; the key is empty for one that names no field."""
    from packaging.metadata import ExceptionGroup, InvalidMetadata, Metadata

    if any(nesting(one) > limits.RECURSION for one in raw.get("requires_dist", ())):
        return {"": ["the metadata cannot be read: RecursionError in a marker"]}
    errors: dict[str, list[str]] = {}
    try:
        Metadata.from_raw(raw)  # type: ignore[arg-type]
    except ExceptionGroup as group:
        for error in group.exceptions:
            name = error.field if isinstance(error, InvalidMetadata) else ""
            errors.setdefault(name, []).append(str(error))
    except UNREADABLE as error:
        errors.setdefault("", []).append(f"the metadata cannot be read: {error}")
    for name in accepted(raw) & errors.keys():
        errors[name] = [message for message in errors[name] if NEWER in message]
    return {name: messages for name, messages in errors.items() if messages}


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


def unknown_licences(expression: str) -> list[str]:
    """Return the identifiers of a licence expression that are in no list of the index.

    >>> unknown_licences("MIT OR (GPL-2.0+ WITH No-Such-exception) AND LicenseRef-mine")
    ['No-Such-exception']
    """
    names = [one for one in re.split(r"[\s()]+", expression) if one.lower() not in {"", "and", "or", "with"}]
    plain = (one for one in names if not one.lower().startswith("licenseref-"))
    return [one for one in plain if one.lower().removesuffix("+") not in licences()]
