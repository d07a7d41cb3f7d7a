"""Attestations: judged by the book, kept with their publisher, served again as provenance (PEP 740).

The index also verifies the signature; a test index on loopback cannot, since no log knows its publishers.
"""

from __future__ import annotations

import json
from typing import Any

from gonogo.test_index.form import Form
from gonogo.test_index.refusal import RefusedError
from gonogo.test_index.tokens import Identity
from gonogo.test_index.trusted_publishing import Publisher

REFUSED = "Invalid attestations supplied during upload: "


def provenance(form: Form, who: Identity) -> dict[str, Any] | None:
    """Return the provenance object for an upload, None where it brings no attestations.

    Raises RefusedError (400) where it brings some without a trusted publisher, or what is no JSON.
    """
    text = form.first("attestations")
    if not text:
        return None
    if who.publisher is None:
        why = "Attestations are only supported when using Trusted Publishing"
        raise RefusedError(400, REFUSED + why, "attestations")
    try:
        attestations = json.loads(text)
    except ValueError as error:
        raise RefusedError(400, f"{REFUSED}Malformed attestations", "attestations") from error
    bundle = {"publisher": _described(who.publisher), "attestations": attestations}
    return {"version": 1, "attestation_bundles": [bundle]}


def _described(publisher: Publisher) -> dict[str, Any]:
    return {
        "kind": "GitHub",
        "repository": publisher.repository,
        "workflow": publisher.workflow,
        "environment": publisher.environment or None,
        "claims": None,
    }
