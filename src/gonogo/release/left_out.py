"""Folders that are left out of a temporary clone: in a large tree, its checkout is most of what a bump does."""

import re
from itertools import chain
from pathlib import Path

from gonogo import changelog
from gonogo.git.work_tree import index_size
from gonogo.model.plan import Plan
from gonogo.release.contexts import Context

LARGE = 200_000  # bytes of git's index from which a tree is large: some two thousand files
PLAIN = {"hatchling.build": "hatchling", "flit_core.buildapi": "flit"}
"""Backends that read the code's folder and those that pyproject.toml names, and how their requirement begins."""

SETTINGS = frozenset({"hatch.toml", "hatch_build.py", "setup.py", "setup.cfg", "towncrier.toml", "MANIFEST.in"})
"""Files beside pyproject.toml that may name a folder."""

ANYWHERE = re.compile(r"hook|glob|\*\*|backend-path")  # what in pyproject.toml may lead into any folder
NAME = re.compile(r"[\w.-]+")


def folders(plan: Plan, context: Context) -> tuple[str, ...]:
    """Return the top folders of a large tree that no hook and no backend reads while a release is prepared."""
    project = context.project
    whole = index_size(context.git) < LARGE or project.settings.hooks or context.subfolder.name
    if whole or has_hooks(context.git.hooks):
        return ()
    lines = [line for line in context.git("ls-tree", "-z", plan.base).split("\0") if line]
    listed = {name: head.split(" ")[1] for head, _, name in (line.partition("\t") for line in lines)}
    said = context.git("show", f"{plan.base}:pyproject.toml") if "pyproject.toml" in listed else ""
    if not is_plain(said, project.layout.backend) or any(one in SETTINGS or "bumpversion" in one for one in listed):
        return ()
    places = (place.path for place in (*project.places, *project.settings.also))
    named = chain(places, plan.fragments, changelog.folders(project), (project.changelog, *project.settings.locks))
    code = (name.replace(".", "/") for name in project.layout.import_names)
    used = {path.partition("/")[0] for path in (*named, *code)} | {"src"}
    return tuple(one for one, kind in listed.items() if kind == "tree" and one not in used and is_unnamed(one, said))


def has_hooks(folder: Path) -> bool:
    """Return whether a folder of git's hooks holds one that is more than a sample."""
    return folder.is_dir() and any(path.suffix != ".sample" for path in folder.iterdir())


def is_plain(said: str, backend: str) -> bool:
    """Return whether a pyproject.toml requires a backend that is known, without plugins, and leads into no folder."""
    from gonogo.system import toml

    required = toml.parse(said, "pyproject.toml").get("build-system", {}).get("requires", ())
    own = PLAIN.get(backend, "")
    return (
        bool(own) and all(one.startswith(own) for one in required) and len(required) == 1 and not ANYWHERE.search(said)
    )


def is_unnamed(folder: str, said: str) -> bool:
    """Return whether settings do not name a folder whose name can be given to git as it is."""
    return bool(NAME.fullmatch(folder)) and folder not in said
