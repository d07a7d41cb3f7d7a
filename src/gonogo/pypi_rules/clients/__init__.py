"""The clients that send files: each makes of an artifact the form that it would post."""

import os
from importlib import import_module

from gonogo.model.errors import GonogoError
from gonogo.pypi_rules.artifact import Artifact
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.pypi_rules.form import Form
from gonogo.pypi_rules.rule import Fault
from gonogo.pypi_rules.upload import Client, Upload

NAMES = ("twine", "uv")


class UnknownClient(GonogoError):
    text = "there is no upload client {client} here"
    hint_text = "use --for twine or --for uv"


def upload_by(client: str, artifact: Artifact, facts: IndexFacts | None = None) -> Upload:
    """Return the upload that a client makes of an artifact; UnknownClient where there is no such client."""
    if client not in NAMES:
        raise UnknownClient(client=client)
    maker = import_module(f"gonogo.pypi_rules.clients.{client}")
    made: Upload = maker.upload(artifact, facts)
    return made


MARKER = b"Metadata-Version"


def file_fields(artifact: Artifact, python: str) -> Form:
    """Return the form's fields that describe the file: its kind, Python tag and sha256.

    Clients send other digests too; each is of the same bytes, and no rule needs more than one.
    """
    return {
        ":action": ["file_upload"],
        "protocol_version": ["1"],
        "filetype": ["bdist_wheel" if artifact.is_wheel else "sdist"],
        "pyversion": [python],
        "sha256_digest": [artifact.digests["sha256"]],
        **attestations(artifact),
    }


def attestations(artifact: Artifact) -> Form:
    """Return the attestations field, made of the files `<file>.<kind>.attestation` beside the artifact."""
    folder, begin = artifact.path.parent, f"{artifact.filename}."
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries] if artifact.path.name == artifact.filename else []
    beside = sorted(name for name in names if name.startswith(begin) and name.endswith(".attestation"))
    texts = [(folder / name).read_text(encoding="utf-8", errors="replace") for name in beside]
    return {"attestations": ["[" + ",".join(texts) + "]"]} if texts else {}


def without_form(artifact: Artifact, facts: IndexFacts | None, name: str, code: str, message: str) -> Upload:
    """Return the upload of a file from which no form can be made, with the client's fault."""
    made = Upload({}, artifact, facts)
    made.client = Client(name, {code: [Fault(message, where=artifact.filename)]} if code else {})
    return made
