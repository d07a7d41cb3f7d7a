"""What the shelf holds already, told to the book; and what no upload may break, whoever judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.model.index import Served
from gonogo.shelf.held import Held, normalised
from gonogo.shelf.refusal import RefusedError

if TYPE_CHECKING:
    from gonogo.pypi_rules.facts import IndexFacts
    from gonogo.shelf.form import Form
    from gonogo.shelf.store import Store


def facts(form: Form, store: Store) -> IndexFacts:
    """Return what the shelf knows about an upload's project, for the book."""
    from gonogo.pypi_rules.facts import IndexFacts

    project = normalised(form.first("name"))
    others = store.projects()
    exists = others.pop(project, None) is not None
    return IndexFacts(
        exists=exists,
        served=tuple(_served(held) for held in store.of(project)),
        status=store.status(project),
        neighbours=tuple(others.values()),
        burnt=store.gone(),
        now=store.clock(),
    )


def _served(held: Held) -> Served:
    return Served(
        filename=held.filename,
        url="",
        sha256=held.sha256,
        size=held.size,
        yanked=held.yanked is not None,
        upload_time=held.uploaded,
    )


def is_held(form: Form, store: Store) -> bool:
    """Return whether this very file, name and bytes, is held already."""
    held = store.get(form.filename)
    return held is not None and held.sha256 == form.sha256


def require_free(form: Form, store: Store) -> None:
    """Raise RefusedError (400) where name or bytes stand for something else already, in any project.

    The store's lock is held by the caller, so that of two uploads at once one wins.
    """
    if form.filename in store.gone():
        message = "This filename was previously used by a file that has since been deleted."
        raise RefusedError(400, f"{message} Use a different version.", "filename-was-never-used")
    for held in store.all():
        if held.filename == form.filename or held.sha256 == form.sha256:
            raise RefusedError(400, f"File already exists ({held.filename!r}).", "filename-is-free")
    siblings = store.release(normalised(form.first("name")), form.first("version"))
    if form.first("filetype") == "sdist" and any(held.filetype == "sdist" for held in siblings):
        raise RefusedError(400, "Only one sdist may be uploaded per release.", "release-has-one-sdist")
