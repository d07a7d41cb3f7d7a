"""The clients that send files: each makes of an artifact the form that it would post."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from gonogo.pypi_rules.artifact import Artifact
    from gonogo.pypi_rules.facts import IndexFacts
    from gonogo.pypi_rules.upload import Upload

NAMES = ("twine", "uv")


class UnknownClient(GonogoError):
    """The upload client is not one that gonogo knows."""

    text = "there is no upload client {client} here"
    hint_text = "use --for twine or --for uv"


def upload_by(client: str, artifact: Artifact, facts: IndexFacts | None = None) -> Upload:
    """Return the upload that a client makes of an artifact; UnknownClient where there is no such client."""
    if client not in NAMES:
        raise UnknownClient(client=client)
    maker = import_module(f"gonogo.pypi_rules.clients.{client}")
    made: Upload = maker.upload(artifact, facts)
    return made
