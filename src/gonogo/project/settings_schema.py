"""The JSON schema of `[tool.gonogo]`, made from the settings' own definition; editors and validators read it."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any

from gonogo.model.meanings import meanings
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
    }


def default(setting: Field[Any]) -> dict[str, Any]:
    """Return the default of a setting, where it is a value of the setting and not empty."""
    if setting.default is MISSING or setting.default in ("", ()):
        return {}
    return {"default": setting.default}
