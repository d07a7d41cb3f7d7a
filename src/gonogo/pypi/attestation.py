"""Attestations, as far as they can be judged without the publisher's identity."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

PREFIX = "Invalid attestations supplied during upload: "


def kinds() -> frozenset[str]:
    """Return the predicates that the index takes: of publishing (PEP 740) and of provenance (SLSA)."""
    from pypi_attestations import AttestationType

    return frozenset(kind.value for kind in AttestationType)


def listed(text: str) -> list[Any]:
    """Return the list that the form's field holds; empty where it holds none."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def shape_fault(text: str) -> str:
    """Return why a field is not a list of attestation objects, or an empty string."""
    from pypi_attestations import Attestation

    try:
        found = json.loads(text)
        if not isinstance(found, list):
            return "Malformed attestations: not a list"
        for one in found:
            Attestation.model_validate(one)
    except (ValueError, RecursionError) as error:
        return f"Malformed attestations: {str(error).splitlines()[0]}"
    return ""


def statements(text: str) -> list[dict[str, Any]]:
    """Return the statements that the attestations sign; those that cannot be read are left out."""
    found = []
    for one in listed(text):
        try:
            statement = json.loads(base64.b64decode(one["envelope"]["statement"], validate=True))
        except (ValueError, KeyError, TypeError, binascii.Error):
            continue
        if isinstance(statement, dict):
            found.append(statement)
    return found


def subject(statement: dict[str, Any]) -> tuple[str, str]:
    """Return the file name and sha256 that a statement is about; empty strings where it says none."""
    try:
        first = statement["subject"][0]
        return str(first["name"]), str(first["digest"]["sha256"])
    except (KeyError, IndexError, TypeError):
        return "", ""
