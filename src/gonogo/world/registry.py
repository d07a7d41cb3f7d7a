"""What an index says of a project as a whole: whether it has it, its status, its files, and other names."""

from __future__ import annotations

from dataclasses import dataclass

from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index, Served
from gonogo.world import fetching
from gonogo.world import index as indexes


@dataclass(frozen=True)
class Entry:
    """A project as an index has it; `status` is its status marker of PEP 792, `active` unless said."""

    exists: bool
    files: tuple[Served, ...] = ()
    status: str = "active"


def look_up(index: Index, name: str) -> Entry:
    """Return what an index has of a project; CouldNotTell where it cannot be asked."""
    from pypi_simple import ACCEPT_ANY, PyPISimple

    indexes.require_safe(index)
    address = PyPISimple(index.simple_url).get_project_url(name)
    what = f"what the index {index.name} has of {name}"
    headers = {"Accept": ACCEPT_ANY}
    answer = fetching.get(
        address, what, headers=headers, limit=indexes.PAGE_LIMIT, seconds=indexes.PAGE_SECONDS
    )
    if answer.status == 404:
        return Entry(exists=False)
    page = indexes.page(answer, name, what)
    status = getattr(page.status, "value", page.status) or "active"
    return Entry(exists=True, files=tuple(indexes.served(page)), status=str(status))


def names(index: Index) -> tuple[str, ...]:
    """Return the names of all projects of an index; CouldNotTell where it does not list them."""
    import json

    from pypi_simple import ACCEPT_ANY, IndexPage

    indexes.require_safe(index)
    what = f"which names the index {index.name} has"
    headers = {"Accept": ACCEPT_ANY}
    answer = fetching.get(
        index.simple_url, what, headers=headers, limit=indexes.PAGE_LIMIT, seconds=indexes.PAGE_SECONDS
    )
    try:
        if answer.kind.endswith("+json"):
            return tuple(IndexPage.from_json_data(json.loads(answer.body)).projects)
        return tuple(IndexPage.from_html(answer.body).projects)
    except Exception as error:
        raise CouldNotTell(what=what, why=f"its list cannot be read ({type(error).__name__})") from error
