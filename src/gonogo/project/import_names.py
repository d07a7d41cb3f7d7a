"""What a project's distribution lets one import, seen from its folders and its backend's tables."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from gonogo.project import setup_files
from gonogo.project.tree import Tree, strings

NOT_CODE = """
bench benchmark benchmarks bin build ci conftest contrib debian dist doc docs documentation dodo etc example
examples ext extras htmlcov infra launcher make manage newsfragments node_modules notebooks noxfile
profiling release requirements sandbox scripts setup site
task tasks test testing tests tool tools tox typing_tests utils
venv version
"""
"""Names in a project's top folder that are not its code: those of setuptools' discovery, and a few more."""


def find(tree: Tree) -> tuple[str, ...]:
    """Return the top-level import names: by a backend's table, else by a build, else by `src`, else by the folders."""
    for said in (*SAID, of_build):
        names = [name for name in said(tree) if name]
        if names:
            return tops(tree, (one for name in names for one in opened(tree, name)))
    return discovered(tree)


def opened(tree: Tree, name: str) -> list[str]:
    """Return a name; for one that stands for a namespace package, the regular packages inside it."""
    folders = (tree.root / base / name.replace(".", "/") for base in bases(tree))
    folder = next((one for one in folders if one.is_dir()), None)
    if folder is None or located(tree, name):
        return [name]
    return [f"{name}.{one.partition('.')[2]}" for one in inside(folder)] or [name]


def tops(tree: Tree, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that no other name holds, `a` before `a.b`; of a namespace its first regular packages."""
    listed = sorted({name.removesuffix("-stubs") for name in names if is_name(name.removesuffix("-stubs"))})
    regular = [name for name in listed if "." not in name or located(tree, name)]
    return tuple(name for name in regular if not any(name.startswith(f"{other}.") for other in regular))


def is_name(name: str) -> bool:
    """Return whether a text is a dotted import name."""
    return all(part.isidentifier() for part in name.split("."))


def located(tree: Tree, name: str) -> str:
    """Return the path of the file that an import name stands for; empty where none is found."""
    stem = name.replace(".", "/")
    for base in bases(tree):
        for path in (f"{base}{stem}/__init__.py", f"{base}{stem}.py"):
            if tree.has(path):
                return path
    return ""


def bases(tree: Tree) -> tuple[str, ...]:
    """Return the folders that may hold the code, with `/` at the end, the likeliest first."""
    said = [*setup_files.folders(tree)]
    root = tree.table("tool.uv.build-backend").get("module-root")
    said += [root] if isinstance(root, str) else []
    python = tree.table("tool.maturin").get("python-source")
    said += [python] if isinstance(python, str) else []
    listed = [*said, "src", "lib", "python", "."]
    return tuple(dict.fromkeys("" if base.strip("./") == "" else base.strip("./") + "/" for base in listed))


def of_setuptools(tree: Tree) -> list[str]:
    """Return the names that setuptools' tables, setup.cfg and setup.py list."""
    return setup_files.listed(tree)


def of_hatch(tree: Tree) -> list[str]:
    """Return the names of the packages in Hatch's wheel target."""
    target = tree.table("tool.hatch.build.targets.wheel")
    paths = [*strings(target.get("packages")), *strings(target.get("only-include"))]
    names = [PurePosixPath(path).name for path in paths]
    return [name.removesuffix(".py") for name in names if name not in {"src", "tests"}]


def of_flit(tree: Tree) -> list[str]:
    """Return the module's name in flit's table."""
    return strings([tree.table("tool.flit.module").get("name"), tree.table("tool.flit.metadata").get("module")])


def of_poetry(tree: Tree) -> list[str]:
    """Return the packages in poetry's table."""
    packages = tree.table("tool.poetry").get("packages", [])
    included = [one.get("include") for one in packages if isinstance(one, dict)] if isinstance(packages, list) else []
    return [path.removesuffix(".py").strip("/").replace("/", ".") for path in strings(included) if "*" not in path]


def of_uv(tree: Tree) -> list[str]:
    """Return the module names in uv's table."""
    named = tree.table("tool.uv.build-backend").get("module-name", [])
    return strings([named] if isinstance(named, str) else named)


def of_maturin(tree: Tree) -> list[str]:
    """Return the module that maturin's table names."""
    return [name.split(".")[0] for name in strings([tree.table("tool.maturin").get("module-name")])]


def of_scikit_build(tree: Tree) -> list[str]:
    """Return the packages in scikit-build-core's table."""
    packages = tree.table("tool.scikit-build").get("wheel", {}).get("packages", [])
    paths = packages if isinstance(packages, list) else list(packages)
    return [PurePosixPath(path).name for path in strings(paths)]


def of_build(tree: Tree) -> list[str]:
    """Return the names that the build backend gave."""
    return [*tree.built.imported]


SAID: tuple[Callable[[Tree], list[str]], ...] = (
    of_setuptools,
    of_hatch,
    of_flit,
    of_poetry,
    of_uv,
    of_maturin,
    of_scikit_build,
)
"""Each backend's way to say which packages there are; a table that is absent says none."""


def discovered(tree: Tree) -> tuple[str, ...]:
    """Return the import names that the folders show; the project's own name in any case."""
    for base in bases(tree):
        folder = tree.root / base
        inner = [name for name in packages(folder) if not setup_files.excluded(tree, name)] if base else []
        if inner:
            return tops(tree, inner)
    flat = [name for name in packages(tree.root) if name.split(".")[0] not in NOT_CODE.split()]
    kept = [name for name in flat if not setup_files.excluded(tree, name)]
    own = [name for name in kept if alike(name, tree.name)]
    regular = [name for name in kept if (tree.root / name / "__init__.py").is_file()]
    return tops(tree, own or regular or kept) or tuple(filter(is_name, [own_name(tree.name)]))


def packages(folder: Path) -> list[str]:
    """Return the modules and packages in a folder; of a namespace package the regular ones inside."""
    names: list[str] = []
    for path in sorted(folder.glob("*")):
        if path.suffix in {".py", ".pyi"} and path.is_file():
            names.append(path.stem)
        elif path.is_dir() and path.name.isidentifier() and path.name != "__pycache__":
            names += [path.name] if (path / "__init__.py").is_file() else inside(path)
    return names


def inside(folder: Path) -> list[str]:
    """Return the regular packages one level inside a namespace package, by dotted name."""
    found = [path.parent.name for path in sorted(folder.glob("*/__init__.py"))]
    return [f"{folder.name}.{name}" for name in found if name.isidentifier()]


def alike(name: str, project: str) -> bool:
    """Return whether an import name is the project's name but for case and joints."""
    plain = own_name(project).lower()
    return name.lower() == plain or name.lower().replace("_", "") == plain.replace("_", "")


def own_name(project: str) -> str:
    """Return a project's name as an import name would be spelt."""
    return re.sub(r"[-.]+", "_", project)
