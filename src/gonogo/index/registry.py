"""What an index says of a project as a whole: whether it has it, its status, its files, and other names."""

from __future__ import annotations

from dataclasses import dataclass

from gonogo.index import page
from gonogo.index import reading as indexes
from gonogo.model.index import Index, Served
from gonogo.system import http


@dataclass(frozen=True)
class Entry:
    """A project as an index has it; `status` is its status marker of PEP 792, `active` unless said."""

    exists: bool
    files: tuple[Served, ...] = ()
    status: str = "active"


def look_up(index: Index, name: str) -> Entry:
    """Return what an index has of a project; CouldNotTell where it cannot be asked."""
    what = f"what the index {index.name} has of {name}"
    answer = indexes.ask(index, name, what)
    if answer.status == 404:
        return Entry(exists=False)
    found = page.read(answer, what)
    return Entry(exists=True, files=found.files, status=found.status)


def names(index: Index) -> tuple[str, ...]:
    """Return the names of all projects of an index; CouldNotTell where it does not list them."""
    indexes.require_safe(index)
    what = f"which names the index {index.name} has"
    headers = {"Accept": page.ACCEPT}
    answer = http.get(index.simple_url, what, headers=headers, limit=indexes.PAGE_LIMIT, seconds=indexes.PAGE_SECONDS)
    return page.names(answer, what)
