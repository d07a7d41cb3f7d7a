"""Core metadata, read from the form by packaging: its errors, by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gonogo.pypi_rules.contenttype import is_taken
from gonogo.pypi_rules.form import header, raw_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packaging.requirements import Requirement

    from gonogo.pypi_rules.rule import Fault

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError, SyntaxError)
"""What packaging lets through on values that it does not foresee; the index breaks on them."""

NEWER = "introduced in metadata version"


@dataclass(frozen=True)
class Parsed:
    """The form's metadata: raw values, fields that cannot be read, and packaging's errors by header."""

    raw: dict[str, Any]
    unread: tuple[str, ...]
    errors: dict[str, list[str]] = field(default_factory=dict)

    def faults(self, *headers: str) -> Iterator[Fault]:
        """Yield packaging's errors for some headers, those about a field's age apart."""
        from gonogo.pypi_rules.rule import Fault

        for name in headers:
            for message in self.errors.get(name, ()):
                if NEWER not in message:
                    yield Fault(message, where=name, field=name)


def parse(form: Mapping[str, list[str]]) -> Parsed:
    """Read a form's metadata and have packaging validate it."""
    raw, unread = raw_metadata(form)
    errors = validated(raw)
    for name in let_pass(raw) & errors.keys():
        errors[name] = [message for message in errors[name] if NEWER in message]
    errors = {name: messages for name, messages in errors.items() if messages}
    return Parsed(raw, tuple(header(name) for name in unread), errors)


def let_pass(raw: Mapping[str, Any]) -> frozenset[str]:
    """Return the headers that the index's packaging (26.2) takes, whatever a newer one installed here says of them."""
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
    try:
        Metadata.from_raw(raw)  # type: ignore[arg-type]
    except ExceptionGroup as group:
        for error in group.exceptions:
            name = error.field if isinstance(error, InvalidMetadata) else ""
            errors.setdefault(name, []).append(str(error))
    except UNREADABLE as error:
        errors.setdefault("", []).append(f"the metadata cannot be read: {error}")
    return errors


def requirement(text: str) -> Requirement | str:
    """Return a requirement, or packaging's words for why it is none."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return Requirement(text)
    except InvalidRequirement as error:
        return str(error).splitlines()[0]
    except UNREADABLE as error:
        return f"{type(error).__name__}: {error}"
