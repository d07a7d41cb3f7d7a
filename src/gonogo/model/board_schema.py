"""The JSON schema of a board as `--json` prints it, made from the board's own classes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

from gonogo.model.board import Board
from gonogo.model.errors import Status
from gonogo.model.verdict import Verdict

SIMPLE = {str: "string", bool: "boolean", float: "number", int: "integer", NoneType: "null"}
"""The JSON types of simple Python types."""


def get_schema() -> dict[str, Any]:
    """Return the JSON schema of what every command prints with `--json`."""
    board = schema_of(Board)
    derived = {"verdict": schema_of(Verdict), "exit_status": schema_of(Status)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gonogo:board",
        **board,
        "properties": {**board["properties"], **derived},
        "required": [*board["required"], *derived],
    }


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the schema of a type: of a simple one, an enum, a tuple, a union, or a dataclass field by field."""
    if kind in SIMPLE:
        return {"type": SIMPLE[kind]}
    if is_dataclass(kind):
        return table_of(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    first, *rest = get_args(kind)
    if rest == [...]:
        return {"type": "array", "items": schema_of(first)}
    return {"anyOf": [schema_of(one) for one in (first, *rest)]}


def table_of(kind: Any) -> dict[str, Any]:
    """Return the schema of a dataclass: an object that has every field, and no other."""
    hints = get_type_hints(kind)
    return {
        "title": kind.__name__,
        "description": " ".join(kind.__doc__.split()),
        "type": "object",
        "properties": {one.name: schema_of(hints[one.name]) for one in fields(kind)},
        "required": [one.name for one in fields(kind)],
        "additionalProperties": False,
    }
