"""Attestations, as far as they can be judged without the publisher's identity."""

import json
from typing import Any

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.upload import Upload

STATEMENT = "https://in-toto.io/Statement/v1"
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
            Attestation.model_validate_json(json.dumps(one))
    except (ValueError, RecursionError) as error:
        return f"Malformed attestations: {str(error).splitlines()[0]}"
    return ""


def payloads(text: str) -> list[object]:
    """Return what the attestations sign, as JSON; None for one whose statement is no JSON.

    Nothing is returned where the field is not a list of attestation objects.
    """
    if not text or shape_fault(text):
        return []
    from pypi_attestations import Attestation

    found: list[object] = []
    for one in listed(text):
        try:
            found.append(Attestation.model_validate_json(json.dumps(one)).statement)
        except (ValueError, RecursionError):
            found.append(None)
    return found


def statements(text: str) -> list[dict[str, Any]]:
    """Return the statements that the attestations sign; those that cannot be read are left out."""
    return [one for one in payloads(text) if isinstance(one, dict)]


def statement_fault(payload: object, filename: str, sha256: str) -> str:
    """Return why a statement says nothing of a file (in-toto, Statement v1), or an empty string."""
    if not isinstance(payload, dict) or payload.get("_type") != STATEMENT:
        return f"the statement is not a JSON object of the type {STATEMENT}"
    subjects = payload.get("subject")
    if not isinstance(subjects, list) or len(subjects) != 1:
        return "the statement must have exactly one subject"
    name, digest = named(subjects[0])
    if not is_same_file(name, filename):
        return f"the subject is {name!r}"
    return "" if digest == sha256 else f"the subject {name!r} has another digest than the file"


def named(subject: object) -> tuple[str, str]:
    """Return the file name and sha256 that a subject gives; empty strings where it gives none."""
    try:
        return str(subject["name"]), str(subject["digest"]["sha256"])  # type: ignore[index]
    except (KeyError, TypeError):
        return "", ""


def is_same_file(name: str, filename: str) -> bool:
    """Whether two names are of one distribution file: equal once parsed, so that 1.0 and 1.0.0 are one.

    >>> is_same_file("demo-1.0.0.tar.gz", "demo-1.0.tar.gz"), is_same_file("demo-1.1.tar.gz", "demo-1.0.tar.gz")
    (True, False)
    """
    from packaging.utils import parse_sdist_filename, parse_wheel_filename

    parse: Any = parse_wheel_filename if filename.endswith(".whl") else parse_sdist_filename
    try:
        return bool(parse(name) == parse(filename))
    except ValueError:
        return name == filename


@rule(Stage.ATTESTATIONS + 10, "PEP 740", ok="a list of attestation objects", bad="{}")
def attestations_are_whole(upload: Upload) -> Faults:
    """The attestations are not a list of attestation objects in JSON. The index verifies each and serves it beside the
    file.
    Fix: make them again with pypi-attestations or the publish action.
    """
    text = upload.one("attestations")
    why = shape_fault(text) if text else ""
    if why:
        yield Fault(f"{PREFIX}{why}", "attestations")


@rule(Stage.ATTESTATIONS + 20, "PEP 740", ok="one attestation", bad="[]")
def attestations_are_one_or_two(upload: Upload) -> Faults:
    """The list of attestations is empty or has more than two. The index accepts one of each kind that it knows.
    Fix: send one for publishing and at most one for provenance.
    """
    text = upload.one("attestations")
    count = len(listed(text))
    if text and not shape_fault(text) and not 0 < count <= limits.ATTESTATIONS:
        yield Fault(f"{PREFIX}A file may have one or two attestations, not {count}", "attestations")


@rule(Stage.ATTESTATIONS + 30, "PEP 740", ok="one publish attestation", bad="two publish attestations")
def attestations_are_of_known_kinds(upload: Upload) -> Faults:
    """An attestation's predicate is neither the publish predicate nor SLSA provenance, or two have the same. The index
    would not know what they say.
    Fix: send one of each kind at most.
    """
    given = [str(statement.get("predicateType")) for statement in statements(upload.one("attestations"))]
    for kind in sorted(set(given) - kinds() if given else ()):
        yield Fault(f"{PREFIX}Attestation with unsupported predicate type: {kind}", "attestations")
    for kind in sorted({kind for kind in given if given.count(kind) > 1}):
        yield Fault(f"{PREFIX}Multiple attestations with the same predicate type ({kind})", "attestations")


@rule(Stage.ATTESTATIONS + 40, "PEP 740", ok="a subject with this name and digest", bad="a subject with another digest")
def attestations_are_of_this_file(upload: Upload) -> Faults:
    """An attestation names another file or another digest than the one that is sent, or more than one, or none. They
    would prove nothing about it.
    Fix: make it again for these bytes.
    """
    for payload in payloads(upload.one("attestations")):
        why = statement_fault(payload, upload.filename, upload.digests["sha256"])
        if why:
            yield Fault(f"{PREFIX}Could not verify the uploaded artifact: {why}", "attestations")
