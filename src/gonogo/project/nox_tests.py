"""noxfile.py: what the session of the tests installs and runs, read and never run."""

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise

from gonogo.project.tox_ini import Needs, started
from gonogo.project.tree import Tree

FILE = "noxfile.py"
NAMES = ("tests", "test", "pytest", "unit", "unit_tests", "unittest", "testing")
"""What the session of the tests is called, the most likely first."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def needs(tree: Tree) -> Needs:
    """Return what the session of the tests installs: requirements, `.[extra]` among them, and groups."""
    calls = list(made(session(tree), "install"))
    requires = [word for call in calls for word in requirements(call)]
    groups = [word for call in calls for word in dependency_groups(call)]
    return Needs(tuple(dict.fromkeys(requires)), tuple(dict.fromkeys(groups)))


def command(tree: Tree) -> tuple[str, ...]:
    """Return the pytest command of the session, without coverage's options; empty where it is not written out."""
    for call in made(session(tree), "run"):
        words = [text(one) for one in call.args if not isinstance(one, ast.Starred)]
        if "pytest" in words and None not in words:
            said = [word for word in words if word is not None]
            return started(said, "pytest")
    return ()


def variables(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield the variables that the session sets: `session.env[NAME]`, `session.env.update`, `env=` of its pytest."""
    function = session(tree)
    if function is None or not function.args.args:
        return
    env = f"{function.args.args[0].arg}.env"
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            keys = [
                one.slice for one in node.targets if isinstance(one, ast.Subscript) and ast.unparse(one.value) == env
            ]
            yield from plain((key, node.value) for key in keys)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == f"{env}.update":
            yield from of_arguments(tree, node.args, node.keywords)
    for call in made(function, "run"):
        if "pytest" in map(text, call.args):
            yield from of_arguments(tree, [one.value for one in call.keywords if one.arg == "env"], [])


def of_arguments(tree: Tree, args: list[ast.expr], keywords: list[ast.keyword]) -> Iterator[tuple[str, str]]:
    """Yield the names and values that `dict(...)` would take from arguments, as far as they are written out."""
    for arg in args:
        node = assigned(tree, arg.id) if isinstance(arg, ast.Name) else arg
        if isinstance(node, ast.Dict):
            pairs = list(zip(node.keys, node.values, strict=True))
            yield from of_arguments(tree, [inner for key, inner in pairs if key is None], [])
            yield from plain(pairs)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "dict":
            yield from of_arguments(tree, node.args, node.keywords)
    for one in keywords:
        value = text(one.value)
        if one.arg and value is not None:
            yield one.arg, value


def assigned(tree: Tree, name: str) -> ast.expr | None:
    """Return what the file gives a name at its top; None without that."""
    given = (one for one in tree.module(FILE).body if isinstance(one, ast.Assign))
    return next((one.value for one in given if name in map(ast.unparse, one.targets)), None)


def plain(pairs: Iterable[tuple[ast.expr | None, ast.expr]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of which both are written out."""
    for key, value in pairs:
        name, said = text(key) if key else None, text(value)
        if name is not None and said is not None:
            yield name, said


def session(tree: Tree) -> Function | None:
    """Return the function of the session of the tests; None where there is none."""
    if not tree.has(FILE):
        return None
    found = {one.name: one for one in tree.module(FILE).body if isinstance(one, Function) and is_session(one)}
    return next((found[name] for name in NAMES if name in found), None)


def is_session(function: Function) -> bool:
    """Return whether a function is decorated as a session."""
    bare = (one.func if isinstance(one, ast.Call) else one for one in function.decorator_list)
    return any(ast.unparse(one) in {"nox.session", "session"} for one in bare)


def made(function: Function | None, method: str) -> Iterator[ast.Call]:
    """Yield the calls of a method of the session, such as `session.install(...)`, in the order of the file."""
    if function is None or not function.args.args:
        return
    name = f"{function.args.args[0].arg}.{method}"
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == name:
            yield node


def requirements(call: ast.Call) -> list[str]:
    """Return the requirements that a call of `install` writes out, `-rFILE` for a file; other options are left out."""
    words = [word for word in map(text, call.args) if word]
    files = [f"-r{after}" for word, after in pairwise(words) if word == "-r"]
    files += [word for word in words if word.startswith("-r") and word != "-r"]
    plain = [word for before, word in pairwise(["", *words]) if not word.startswith("-") and before not in {"-r", "-c"}]
    return [*plain, *files]


def dependency_groups(call: ast.Call) -> Iterator[str]:
    """Yield the groups that `*nox.project.dependency_groups(pyproject, "test")` names."""
    for one in call.args:
        inner = one.value if isinstance(one, ast.Starred) else None
        if isinstance(inner, ast.Call) and ast.unparse(inner.func).endswith("dependency_groups"):
            yield from filter(None, map(text, inner.args[1:]))


def text(node: ast.expr) -> str | None:
    """Return the text that a node writes out; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
