"""Uploads: the checks of an index in its own order, then the file is stored; attestations become provenance.

An index also verifies the signature of an attestation (PEP 740). The test index cannot: no transparency log knows its
publishers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.model.index import Served
from gonogo.test_index.errors import RefusedError
from gonogo.test_index.form import Form, reading
from gonogo.test_index.store import Store, StoredFile, normalised
from gonogo.test_index.tokens import Identity, Tokens
from gonogo.test_index.trusted_publishing import Publisher

if TYPE_CHECKING:
    from gonogo.pypi_rules.book import Refusal
    from gonogo.pypi_rules.facts import IndexFacts

Judge = Callable[[Mapping[str, list[str]], str, Path, "IndexFacts"], "Refusal | None"]
"""Checks a form: its fields, the name of its file, a file with its bytes, what the index has already."""

NOT_METADATA = frozenset({":action", "protocol_version", "attestations", "content"})
INVALID_ATTESTATIONS = "Invalid attestations supplied during upload: "


def by_the_rules(form: Mapping[str, list[str]], filename: str, content: Path, known: IndexFacts) -> Refusal | None:
    """Check a form by the rules of PyPI."""
    from gonogo.pypi_rules import book

    return book.refusal(form, filename, content, known)


@dataclass(frozen=True)
class Uploads:
    """Accepts or refuses uploads to a store."""

    store: Store
    tokens: Tokens
    judge: Judge

    def accept(self, environ: Mapping[str, Any]) -> None:
        """Store an upload; RefusedError if an index would refuse it; a file that is stored already changes nothing."""
        who = self.tokens.identify(environ.get("HTTP_AUTHORIZATION", ""))
        with reading(environ, self.store.incoming) as form:
            _require_action(form)
            if not form.filename or not form.sha256:
                raise RefusedError(400, "Upload payload does not have a file.", "content-missing")
            refusal = self.judge(form.fields, form.filename, form.content, facts(form, self.store))
            if refusal is not None:
                raise RefusedError(refusal.status, refusal.message, refusal.code)
            if set(form.filename) & set("/\\\0") or form.filename.startswith("."):
                raise RefusedError(400, "Cannot upload a file with '/' or '\\' in the name.", "filename")
            if not form.first("name") or not form.first("version"):
                raise RefusedError(400, "name: This field is required.", "name")
            if not who.may_upload(normalised(form.first("name"))):
                message = f"Invalid API Token: OIDC scoped token is not valid for project '{form.first('name')}'"
                raise RefusedError(403, message, "token-scope")
            self._store(form, who, provenance(form, who))

    def _store(self, form: Form, who: Identity, attested: dict[str, Any] | None) -> None:
        with self.store.lock:
            stored = self.store.get(form.filename)
            if stored is not None and stored.sha256 == form.sha256:
                return
            if who.publisher is not None and self.store.serial(normalised(form.first("name"))) is None:
                raise RefusedError(400, "Non-user identities cannot create new projects.", "project-missing")
            _require_new(form, self.store)
            self.store.add(_record(form, attested), form.content)


def facts(form: Form, store: Store) -> IndexFacts:
    """Return what the test index knows about an upload's project, for the rules."""
    from gonogo.pypi_rules.facts import IndexFacts

    project = normalised(form.first("name"))
    others = store.projects()
    exists = others.pop(project, None) is not None
    return IndexFacts(
        exists=exists,
        served=tuple(_served(file) for file in store.of(project)),
        status=store.status(project),
        neighbours=tuple(others.values()),
        burnt=store.gone(),
        now=store.clock(),
    )


def _served(file: StoredFile) -> Served:
    yanked = file.yanked is not None
    return Served(
        filename=file.filename, url="", sha256=file.sha256, size=file.size, yanked=yanked, upload_time=file.uploaded
    )


def _require_action(form: Form) -> None:
    action = form.first(":action")
    if action in {"submit", "doc_upload"}:
        raise RefusedError(410, f"{action} is no longer supported by the index.", "action-gone")
    if action != "file_upload":
        raise RefusedError(400, "Unknown protocol version." if not action else "Unsupported :action.", "action")


def _require_new(form: Form, store: Store) -> None:
    """Refuse a name or bytes that some project uses already; the caller holds the store's lock."""
    if form.filename in store.gone():
        message = "This filename was previously used by a file that has since been deleted."
        raise RefusedError(400, f"{message} Use a different version.", "filename-was-never-used")
    for file in store.all():
        if file.filename == form.filename or file.sha256 == form.sha256:
            raise RefusedError(400, f"File already exists ({file.filename!r}).", "filename-is-free")
    siblings = store.release(normalised(form.first("name")), form.first("version"))
    if form.first("filetype") == "sdist" and any(file.filetype == "sdist" for file in siblings):
        raise RefusedError(400, "Only one sdist may be uploaded per release.", "release-has-one-sdist")


def _record(form: Form, attested: dict[str, Any] | None) -> StoredFile:
    from gonogo.pypi_rules.names import parsed_version

    fields = {key: values for key, values in form.fields.items() if key not in NOT_METADATA}
    return StoredFile(
        filename=form.filename,
        name=form.first("name"),
        version=str(parsed_version(form.first("version")) or form.first("version")),
        filetype=form.first("filetype"),
        size=form.size,
        sha256=form.sha256,
        uploaded="",
        serial=0,
        fields=fields,
        provenance=attested,
    )


def provenance(form: Form, who: Identity) -> dict[str, Any] | None:
    """Return the provenance object (PEP 740) for an upload, None if it has no attestations.

    Raises RefusedError (400) for attestations from anyone but a trusted publisher, and for invalid JSON.
    """
    text = form.first("attestations")
    if not text:
        return None
    if who.publisher is None:
        why = "Attestations are only supported when using Trusted Publishing"
        raise RefusedError(400, INVALID_ATTESTATIONS + why, "attestations")
    try:
        attestations = json.loads(text)
    except ValueError as error:
        raise RefusedError(400, f"{INVALID_ATTESTATIONS}Malformed attestations", "attestations") from error
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
