"""Attestations: taken from the form's field, checked for shape, kept to be served again (PEP 740).

The index also verifies the signature; a shelf on loopback cannot, since no log knows its publishers.
"""

from __future__ import annotations

import json
from typing import Any

from gonogo.shelf.form import Form
from gonogo.shelf.refusal import RefusedError
from gonogo.shelf.tokens import Identity
from gonogo.shelf.trust import Publisher

SLSA = "https://slsa.dev/provenance/v1"
"""The second predicate that the index takes; the first is pypi-attestations' own."""

MOST = 2
"""Attestations that a file may have."""


def provenance(form: Form, who: Identity) -> dict[str, Any] | None:
    """Return the provenance object for an upload, None where it brings no attestations.

    Raises RefusedError (400) for what is not 1 or 2 attestations of a trusted publisher about this very file.
    """
    text = form.first("attestations")
    if not text:
        return None
    if who.publisher is None:
        raise _refused("Attestations are only supported when using Trusted Publishing")
    found = [_checked(one, form) for one in _listed(text)]
    predicates = [one["predicateType"] for one in found]
    if len(set(predicates)) != len(predicates):
        raise _refused("Multiple attestations for the same predicate type")
    return {
        "version": 1,
        "attestation_bundles": [{"publisher": _described(who.publisher), "attestations": _listed(text)}],
    }


def _listed(text: str) -> list[Any]:
    try:
        listed = json.loads(text)
    except ValueError as error:
        raise _refused("Malformed attestations: invalid JSON") from error
    if not isinstance(listed, list):
        raise _refused("Malformed attestations: a list was expected")
    if not listed:
        raise _refused("Malformed attestations: an empty attestation set is not permitted")
    if len(listed) > MOST:
        raise _refused(f"A maximum of {MOST} attestations per file are supported")
    return listed


def _checked(one: Any, form: Form) -> dict[str, Any]:
    """Return the statement of one attestation that is whole and speaks of this file."""
    from pydantic import ValidationError
    from pypi_attestations import Attestation, AttestationType

    try:
        statement = Attestation.model_validate(one).statement
        subjects = [(subject["name"], subject["digest"]["sha256"]) for subject in statement["subject"]]
        predicate = statement["predicateType"]
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise _refused("Malformed attestations: not an attestation object") from error
    if (form.filename, form.digests["sha256"]) not in subjects:
        raise _refused("Verification failed: subject does not match distribution name and digest")
    if predicate not in {AttestationType.PYPI_PUBLISH_V1.value, SLSA}:
        raise _refused(f"Unknown attestation type: {predicate}")
    return dict(statement)


def _described(publisher: Publisher) -> dict[str, Any]:
    return {
        "kind": "GitHub",
        "repository": publisher.repository,
        "workflow": publisher.workflow,
        "environment": publisher.environment or None,
        "claims": None,
    }


def _refused(why: str) -> RefusedError:
    return RefusedError(400, f"Invalid attestations supplied during upload: {why}", "attestations")
