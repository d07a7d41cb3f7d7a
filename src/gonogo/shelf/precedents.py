"""Rules that follow from what the shelf holds already: a file's name, bytes, age and siblings.

One function a rule, in the index's own order of judgement; each returns the refusal's message, or nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from gonogo.shelf.form import Form
from gonogo.shelf.held import normalised
from gonogo.shelf.refusal import RefusedError
from gonogo.shelf.store import Store

OPEN_DAYS = 14
"""Days after a release's first file in which further files may be added."""

_LOOKS_ALIKE = str.maketrans({"l": "1", "i": "1", "o": "0", ".": None, "_": None, "-": None})


def lookalike(name: str) -> str:
    """Return a name as the index compares names of projects: without separators, l and i as 1, o as 0."""
    return name.lower().translate(_LOOKS_ALIKE)


def name_is_not_too_similar(form: Form, store: Store) -> str:
    """A new project's name must not look like another's."""
    name = form.first("name")
    if normalised(name) in store.names:
        return ""
    if lookalike(name) in {lookalike(other) for other in store.names}:
        return (
            f"The name '{name}' is too similar to an existing project. "
            "See the help page on project names for more information."
        )
    return ""


def digest_is_that_of_the_bytes(form: Form, store: Store) -> str:  # noqa: ARG001 - every rule takes both
    """Each digest that the client sent is that of the bytes that came."""
    from gonogo.shelf.digests import FIELDS, digests_of

    sent = {name: form.first(key).lower() for name, key in FIELDS.items() if form.first(key)}
    missing = [name for name in sent if name not in form.digests]
    if missing:
        form.digests.update(digests_of(form.content, missing))
    if any(form.digests[name] != digest for name, digest in sent.items()):
        return "The digest supplied does not match a digest calculated from the uploaded file."
    return ""


def name_holds_no_other_bytes(form: Form, store: Store) -> str:
    """A file name stands for one content for ever, and a content for one file name."""
    for held in store.all():
        if held.filename == form.filename or held.sha256 == form.digests["sha256"]:
            digest = held.digests.get("blake2b_256") or held.sha256
            return (
                f"File already exists ('{held.filename}', with hash '{digest}'). "
                "See the help page on file name reuse for more information."
            )
    return ""


def name_is_not_used_up(form: Form, store: Store) -> str:
    """The name of a deleted file is never given again."""
    if form.filename in store.gone:
        return (
            "This filename has already been used, use a different version. "
            "See the help page on file name reuse for more information."
        )
    return ""


def release_is_open(form: Form, store: Store) -> str:
    """Files are added to a release within 14 days of its first file."""
    times = [held.uploaded for held in store.release(normalised(form.first("name")), form.first("version"))]
    if not times:
        return ""
    first = datetime.strptime(min(times), "%Y-%m-%dT%H:%M:%S.%f%z")
    if store.clock() - first > timedelta(days=OPEN_DAYS):
        return (
            f"Cannot upload new files to release {form.first('version')} of {form.first('name')}, "
            f"which was created more than {OPEN_DAYS} days ago. Create a new release instead."
        )
    return ""


def sdist_is_the_only_one(form: Form, store: Store) -> str:
    """A release has one sdist."""
    siblings = store.release(normalised(form.first("name")), form.first("version"))
    if form.first("filetype") == "sdist" and any(held.filetype == "sdist" for held in siblings):
        return "Only one sdist may be uploaded per release."
    return ""


RULES = (
    name_is_not_too_similar,
    digest_is_that_of_the_bytes,
    name_is_not_used_up,
    name_holds_no_other_bytes,
    release_is_open,
    sdist_is_the_only_one,
)


def require_none_broken(form: Form, store: Store) -> None:
    """Raise RefusedError for the first rule that what is held breaks."""
    for rule in RULES:
        message = rule(form, store)
        if message:
            raise RefusedError(400, message, rule.__name__.replace("_", "-"))


def is_held(form: Form, store: Store) -> bool:
    """Return whether this very file, name and bytes, is held already."""
    held = store.get(form.filename)
    return held is not None and held.sha256 == form.digests.get("sha256")
