"""Python files of the project, read and never run: where imports end, what is defined, and what is called."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from gonogo.project.tree import Tree


@dataclass(frozen=True)
class PyModule:
    """A Python file's text and its syntax tree, which is never run."""

    text: str
    tree: ast.Module

    def calls(self, name: str) -> bool:
        """Return whether gonogo's function of that name is called anywhere."""
        return self.call(name) is not None

    def prefix(self, name: str) -> str:
        """Return the prefix that gonogo's function is called with, as far as it is written out; empty without one."""
        call = self.call(name)
        if call is None:
            return ""
        named = [one.value for one in call.keywords if one.arg == "prefix"]
        return next(map(self._text, [*named, *call.args]), "")

    def call(self, name: str) -> ast.Call | None:
        """Return the first call of gonogo's function of that name, however it was imported; None without one."""
        spellings = {f"gonogo.{name}", *self._spellings(name)}
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        plain = (call for call in calls if isinstance(call.func, ast.Name | ast.Attribute))
        return next((call for call in plain if ast.unparse(call.func) in spellings), None)

    def _spellings(self, name: str) -> Iterator[str]:
        """Yield how gonogo's function can be called besides, under the names that the file imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (f"{one.asname}.{name}" for one in node.names if one.name == "gonogo" and one.asname)
            elif isinstance(node, ast.ImportFrom) and node.module == "gonogo" and not node.level:
                yield from (one.asname or name for one in node.names if one.name == name)

    def _text(self, node: ast.expr) -> str:
        """Return the text that an expression is: written out, or a name that the file gives one at its top."""
        if isinstance(node, ast.Name):
            given = (one for one in self.tree.body if isinstance(one, ast.Assign))
            values = [one.value for one in given if node.id in map(ast.unparse, one.targets)]
            node = values[-1] if values else node
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""

    def decorated(self, decorator: str) -> Iterator[str]:
        """Yield the names that a decorator gives to the functions under it, else the functions' own."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for given in node.decorator_list:
                    called = given.func if isinstance(given, ast.Call) else given
                    if ast.unparse(called).split(".")[-1] == decorator:
                        yield _name_of(given) or node.name

    def assigned(self, *names: str) -> str:
        """Return the first of the names that the module assigns at its top; empty for none."""
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Name) and target.id in names:
                    return target.id
        return ""

    def imported(self) -> set[str]:
        """Return the top-level names of all modules that it imports."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
        return names

    def with_lines(self, imports: str, last: str) -> str:
        """Return the text with imports after its first ones, and lines at its end or before a main guard."""
        lines = self.text.splitlines()
        end, top = self._end(), self._imports_end()
        kept = [*lines[:end]]
        while kept and not kept[-1].strip():
            kept.pop()
        body = [*kept[:top], *imports.splitlines(), *kept[top:], "", "", *last.splitlines()]
        rest = lines[end:]
        return "\n".join([*body, *(["", "", *rest] if rest else [])]).rstrip("\n") + "\n"

    def _imports_end(self) -> int:
        """Return the number of the last line of the docstring and the first imports."""
        line = 0
        for node in self.tree.body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and not line
            if not docstring and not isinstance(node, ast.Import | ast.ImportFrom):
                break
            line = node.end_lineno or line
        return line

    def _end(self) -> int:
        """Return the number of lines before a last `if __name__ == "__main__":`, else of all."""
        last = self.tree.body[-1] if self.tree.body else None
        guard = isinstance(last, ast.If) and "__name__" in ast.unparse(last.test)
        return last.lineno - 1 if last and guard else len(self.text.splitlines())


def read(tree: Tree, path: str) -> PyModule:
    """Return a Python file of the project; FileUnreadable where it is none."""
    return PyModule(tree.text(path), tree.module(path))


def _name_of(decorator: ast.expr) -> str:
    """Return the text that a decorator is given as `name=`; empty without one."""
    for given in decorator.keywords if isinstance(decorator, ast.Call) else []:
        if given.arg == "name" and isinstance(given.value, ast.Constant) and isinstance(given.value.value, str):
            return given.value.value
    return ""
