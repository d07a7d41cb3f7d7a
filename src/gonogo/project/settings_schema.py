"""The JSON schema of `[tool.gonogo]`, made from the settings' own definition; editors and validators read it."""

import ast
import inspect
from dataclasses import MISSING, Field, fields
from itertools import pairwise
from typing import Any

from gonogo.model.settings import Settings
from gonogo.project.setting_values import SCHEMAS
from gonogo.project.settings import READERS, field_of

ID = "urn:gonogo:settings"


def get_schema(tool: str = "gonogo") -> dict[str, Any]:
    """Return the JSON schema of the table `[tool.gonogo]`, as validate-pyproject asks for it."""
    known = {one.name: one for one in fields(Settings)}
    texts = meanings(Settings)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ID,
        "title": f"[tool.{tool}]",
        "description": "The settings of gonogo; every key has a default.",
        "type": "object",
        "properties": {
            key: {**SCHEMAS[reader], "description": texts[field_of(key)], **default(known[field_of(key)])}
            for key, reader in READERS.items()
        },
        "additionalProperties": False,
        "if": {"required": ["reproducible"], "properties": {"reproducible": {"const": False}}},
        "then": {"required": ["reproducible-reason"]},
    }


def default(setting: Field[Any]) -> dict[str, Any]:
    """Return the default of a setting, where it is a value of the setting and not empty."""
    if setting.default is MISSING or setting.default in ("", ()):
        return {}
    return {"default": list(setting.default) if isinstance(setting.default, tuple) else setting.default}


def meanings(kind: type) -> dict[str, str]:
    """Return the text that stands below each name in a class's body, in one line."""
    (body,) = (one.body for one in ast.parse(inspect.getsource(kind)).body if isinstance(one, ast.ClassDef))
    found = {}
    for one, text in pairwise(body):
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            for target in targets(one):
                found[target] = " ".join(str(text.value.value).split())
    return found


def targets(statement: ast.stmt) -> list[str]:
    """Return the names that a statement gives a value to."""
    if isinstance(statement, ast.AnnAssign):
        return [ast.unparse(statement.target)]
    return [ast.unparse(one) for one in statement.targets] if isinstance(statement, ast.Assign) else []
