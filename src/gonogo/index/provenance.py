"""Provenance (PEP 740): what an index says of who published a file, and the attestations for it, verified."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Served
from gonogo.system import http
from gonogo.system.address import fault

if TYPE_CHECKING:
    from pypi_attestations import Attestation, Provenance

KIND = "application/vnd.pypi.integrity.v1+json"
LIMIT = 4 << 20  # bytes of the provenance of one file at the most
SECONDS = 60.0
LOGGERS = ("sigstore", "tuf")


@dataclass(frozen=True)
class Publisher:
    """Who published a file: the kind of forge, the repository, the workflow and the environment."""

    kind: str
    repository: str
    workflow: str
    environment: str

    def __str__(self) -> str:
        where = f"repository {self.repository}, workflow {self.workflow}, environment {self.environment or '(none)'}"
        return where if self.kind == "GitHub" else f"{self.kind}: {where}"


class NoProvenance(ValueError):
    """What an index serves as provenance is none."""


def read(one: Served) -> Provenance | None:
    """Return the provenance of a served file, None without one; NoProvenance for another form, or CouldNotTell."""
    from pypi_attestations import Provenance

    what = f"the attestations of {one.filename}"
    if not one.provenance:
        return None
    if fault(one.provenance):
        raise CouldNotTell(what=what, why=f"their address {fault(one.provenance)}")
    answer = http.get(one.provenance, what, headers={"Accept": KIND}, limit=LIMIT, seconds=SECONDS)
    if answer.status == 404:
        return None
    try:
        return Provenance.model_validate_json(answer.body)
    except ValueError as error:
        raise NoProvenance(str(error).splitlines()[0]) from error


def publisher_of(bundle: Any) -> Publisher:
    """Return who an attestation bundle is from, as the index says."""
    said = bundle.publisher
    workflow = getattr(said, "workflow", "") or getattr(said, "workflow_filepath", "")
    return Publisher(said.kind, getattr(said, "repository", ""), workflow, getattr(said, "environment", "") or "")


def signature_fault(attestation: Attestation, publisher: Any, filename: str, sha256: str) -> str:
    """Return why an attestation is unsigned, or nothing; newer roots are fetched where the known ones refuse."""
    import sigstore.errors
    from pypi_attestations import AttestationError, Distribution

    for name in LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())
    file = Distribution(name=filename, digest=sha256)
    try:
        attestation.verify(publisher, file, offline=True)
    except (AttestationError, sigstore.errors.Error, OSError) as error:
        first = said(error)
    else:
        return ""
    try:
        attestation.verify(publisher, file)
    except AttestationError as error:
        return said(error)
    except (sigstore.errors.Error, OSError) as error:
        why = f"the roots that are here refuse it ({first}), and newer ones could not be had ({said(error)})"
        raise CouldNotTell(what=f"whether the attestation of {filename} is signed", why=why) from error
    return ""


def said(error: Exception) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
