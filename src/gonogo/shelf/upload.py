"""An upload, judged in the index's own order and taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.shelf.attestations import provenance
from gonogo.shelf.form import Form, reading
from gonogo.shelf.held import Held, normalised
from gonogo.shelf.precedents import facts, is_held, require_free
from gonogo.shelf.refusal import RefusedError, raise_if
from gonogo.shelf.store import Store
from gonogo.shelf.tokens import Identity, Tokens

if TYPE_CHECKING:
    from gonogo.pypi_rules.book import Refusal
    from gonogo.pypi_rules.facts import IndexFacts

Judge = Callable[[Mapping[str, list[str]], str, Path, "IndexFacts"], "Refusal | None"]
"""What judges a form: its fields, the name of its file, a file with its bytes, what the index has already."""


def by_the_book(form: Mapping[str, list[str]], filename: str, content: Path, known: IndexFacts) -> Refusal | None:
    """Judge a form by the index's own rules."""
    from gonogo.pypi_rules import book

    return book.refusal(form, filename, content, known)


NOT_METADATA = frozenset({":action", "protocol_version", "attestations", "content"})


@dataclass(frozen=True)
class Intake:
    """The counter where uploads are taken in."""

    store: Store
    tokens: Tokens
    judge: Judge

    def take(self, environ: Mapping[str, Any]) -> None:
        """Take an upload in; RefusedError where the index would refuse it; the same file again is nothing."""
        who = self.tokens.identify(environ.get("HTTP_AUTHORIZATION", ""))
        with reading(environ, self.store.incoming) as form:
            _require_action(form)
            _require_file(form)
            raise_if(self.judge(form.fields, form.filename, form.content, facts(form, self.store)))
            _require_sound(form)
            if not who.may_upload(normalised(form.first("name"))):
                message = f"Invalid API Token: OIDC scoped token is not valid for project '{form.first('name')}'"
                raise RefusedError(403, message, "token-scope")
            self._store(form, who, provenance(form, who))

    def _store(self, form: Form, who: Identity, attested: dict[str, Any] | None) -> None:
        with self.store.lock:
            if is_held(form, self.store):
                return
            _require_project(form, who, self.store)
            require_free(form, self.store)
            self.store.add(_held(form, attested), form.content)


def _require_action(form: Form) -> None:
    action = form.first(":action")
    if action in {"submit", "doc_upload"}:
        raise RefusedError(410, f"{action} is no longer supported by the index.", "action-gone")
    if action != "file_upload":
        raise RefusedError(400, "Unknown protocol version." if not action else "Unsupported :action.", "action")


def _require_file(form: Form) -> None:
    if not form.filename or not form.sha256:
        raise RefusedError(400, "Upload payload does not have a file.", "content-missing")


def _require_sound(form: Form) -> None:
    """What the store itself cannot live without, whatever the judge says."""
    if set(form.filename) & set("/\\\0") or form.filename.startswith("."):
        raise RefusedError(400, "Cannot upload a file with '/' or '\\' in the name.", "filename")
    if not form.first("name") or not form.first("version"):
        raise RefusedError(400, "name: This field is required.", "name")


def _require_project(form: Form, who: Identity, store: Store) -> None:
    """A trusted publisher makes no project but the one it is pending for."""
    if who.publisher is not None and store.serial(normalised(form.first("name"))) is None:
        raise RefusedError(400, "Non-user identities cannot create new projects.", "project-missing")


def _held(form: Form, attested: dict[str, Any] | None) -> Held:
    from gonogo.pypi_rules.names import parsed_version

    fields = {key: values for key, values in form.fields.items() if key not in NOT_METADATA}
    return Held(
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
