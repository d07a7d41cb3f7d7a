"""tasks.py: gonogo's tasks, beside those that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.scaffold.change import FileChange, Note, change
from gonogo.scaffold.pymodule import PyModule
from gonogo.scaffold.site import Site, rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "tasks.py"
PREFIX = "gonogo-"


def propose(site: Site) -> Iterator[FileChange | Note]:
    """Propose a tasks.py, or gonogo's tasks added to the collection that is there."""
    if not site.tree.has(PATH):
        yield change(site.root, PATH, rendered("tasks.py.jinja", name=site.name))
        return
    module = PyModule(site.tree.text(PATH), site.tree.module(PATH))
    if module.calls("tasks"):
        return
    clashing = sorted({name.replace("_", "-") for name in module.decorated("task")} & set(site.tasks))
    collection = module.assigned("ns", "namespace")
    values = {"collection": collection or "ns", "new": not collection, "prefix": PREFIX if clashing else ""}
    text = module.with_lines(rendered("tasks_imports.jinja", **values), rendered("tasks_lines.jinja", **values))
    yield change(site.root, PATH, text)
    if clashing:
        names = ", ".join(clashing)
        yield Note(
            f"tasks.py has tasks of its own called {names}",
            f"gonogo's are called {PREFIX}{clashing[0]} and so on",
        )
