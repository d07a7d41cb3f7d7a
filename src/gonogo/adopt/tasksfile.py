"""tasks.py: gonogo's tasks, beside those that are there."""

from collections.abc import Iterator

from gonogo.adopt.change import FileChange, Note, change
from gonogo.adopt.site import Site, rendered
from gonogo.project import python_source
from gonogo.project.python_source import PyModule

PATH = "tasks.py"
PREFIX = "gonogo-"


def propose(site: Site) -> Iterator[FileChange | Note]:
    """Propose a tasks.py, or gonogo's tasks added to the collection that is there."""
    if not site.tree.has(PATH):
        yield change(site.root, PATH, rendered("tasks.py.jinja", name=site.name))
        return
    module = python_source.read(site.tree, PATH)
    if module.calls("tasks"):
        return
    clashing = clashes(site, module)
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


def clashes(site: Site, module: PyModule) -> list[str]:
    """Return the names that tasks of the project share with gonogo's."""
    return sorted({name.replace("_", "-") for name in module.decorated("task")} & set(site.tasks))


def prefix(site: Site) -> str:
    """Return what stands before the names of gonogo's tasks, or will stand there."""
    if not site.tree.has(PATH):
        return ""
    module = python_source.read(site.tree, PATH)
    if module.calls("tasks"):
        return module.prefix("tasks")
    return PREFIX if clashes(site, module) else ""
