"""setuptools: the version in setup.cfg or setup.py, behind `attr` or `file`, from setuptools-scm, or by Incremental."""

import ast
import re

from gonogo.model.location import Layout, Location
from gonogo.project import find_version, import_names, setup_files
from gonogo.project.layouts import layout
from gonogo.project.tree import Tree


def dynamic_table(tree: Tree, name: str) -> Layout | None:
    """Recognise `[tool.setuptools.dynamic]` in pyproject.toml, or `version = attr:` and `file:` in setup.cfg."""
    kind, said = source(tree)
    if not kind:
        return None
    place = layout.in_file(tree, said, "version") if kind == "file" else attribute(tree, said)
    return layout.placed(tree, name, place)


def source(tree: Tree) -> tuple[str, str]:
    """Return `attr` or `file` and what it names; two empty texts where neither is said."""
    table = tree.table("tool.setuptools.dynamic").get("version", {})
    for kind in ("attr", "file"):
        said = table.get(kind) if isinstance(table, dict) else None
        said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, str):
            return kind, said
    match = re.fullmatch(r"(attr|file):\s*(\S+)", cfg_version(tree))
    return (match[1], match[2]) if match else ("", "")


def attribute(tree: Tree, said: str) -> Location:
    """Return the place of the literal behind `package.module.name`; for a function, of the module's `__version__`."""
    module, _, name = said.rpartition(".")
    path = import_names.located(tree, module)
    if not path:
        raise find_version.VersionPlaceUnclear(path=f"{module.replace('.', '/')}.py", why=f"no file for {said}")
    function = any(isinstance(one, ast.FunctionDef) and one.name == name for one in tree.module(path).body)
    return layout.in_file(tree, path, "__version__" if function else name)


def setup_cfg(tree: Tree, name: str) -> Layout | None:
    """Recognise a literal `version` in `[metadata]` of setup.cfg."""
    version = cfg_version(tree)
    if not version or version.startswith(("attr:", "file:")):
        return None
    place = find_version.at(tree, "setup.cfg", version, start_of(tree.text("setup.cfg"), version))
    return layout.placed(tree, name, place, version=version)


def cfg_version(tree: Tree) -> str:
    """Return `version` in `[metadata]` of setup.cfg; empty without one."""
    return tree.setup_cfg.get("metadata", "version", fallback="").strip()


def start_of(text: str, version: str) -> int:
    """Return where the version stands in the section `[metadata]`; VersionPlaceUnclear without one."""
    section, start = "", 0
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            section = line.strip()
        elif section == "[metadata]" and re.match(r"version\s*[=:]", line, re.IGNORECASE):
            return text.find(version, start)
        start += len(line)
    raise find_version.VersionPlaceUnclear(path="setup.cfg", why="[metadata] has no line that begins with version")


def setup_py(tree: Tree, name: str) -> Layout | None:
    """Recognise `setup(version=...)` in setup.py."""
    if tree.table("tool.setuptools.dynamic").get("version") or cfg_version(tree):
        return None
    given = setup_files.keyword(tree, "version")
    return None if given is None else layout.placed(tree, name, place_of(tree, given))


def place_of(tree: Tree, given: ast.expr) -> Location:
    """Return the place of what setup() is given: its literal, or that of a name in setup.py."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return find_version.at(tree, "setup.py", given.value, find_version.offset(tree, "setup.py", given))
    place = find_version.last_assigned(tree, "setup.py", given.id) if isinstance(given, ast.Name) else None
    if place is None:
        raise find_version.VersionPlaceUnclear(path="setup.py", why="version= is computed")
    return place


def scm(tree: Tree, name: str) -> Layout | None:
    """Recognise setuptools-scm, required and with no version written anywhere."""
    if not asked_for(tree) or tree.table("tool.setuptools.dynamic").get("version") or cfg_version(tree):
        return None
    return layout.tagged(tree, name) if setup_files.keyword(tree, "version") is None else None


def asked_for(tree: Tree) -> bool:
    """Return whether the project asks for setuptools-scm."""
    requires = tree.table("build-system").get("requires", [])
    words = [
        *(requires if isinstance(requires, list) else []),
        *setup_files.lines(tree, "options", "setup_requires"),
    ]
    required = any(re.match(r"(setuptools|vcs)[-_.](scm|versioning)\b", str(word), re.IGNORECASE) for word in words)
    return required or setup_files.keyword(tree, "use_scm_version") is not None


def incremental_file(tree: Tree, name: str) -> Layout:
    """Return the layout with the call in the first `_version.py` of the project's packages."""
    homes = [import_names.located(tree, one).removesuffix("__init__.py") for one in import_names.find(tree)]
    paths = [f"{home}_version.py" for home in homes if home and tree.has(f"{home}_version.py")]
    if not paths:
        raise find_version.VersionPlaceUnclear(path="_version.py", why="no package of the project has that file")
    return layout.placed(tree, name, layout.in_file(tree, paths[0], "__version__"))


def incremental_used(tree: Tree) -> bool:
    """Return whether Incremental gives the version: by its table, as Hatchling's source, or in setup.py."""
    if tree.table("tool.hatch.version").get("source") == "incremental":
        return True
    given = setup_files.keyword(tree, "use_incremental")
    asked = isinstance(given, ast.Constant) and given.value is True
    return setup_files.used(tree) and (asked or ("incremental" in tree.table("tool") and tree.dynamic))
