"""Python files of the project that gain lines: where imports end, what is defined, and what is called."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class PyModule:
    """A Python file's text and its syntax tree, which is never run."""

    text: str
    tree: ast.Module

    def calls(self, name: str) -> bool:
        """Return whether `gonogo.NAME()` is called anywhere."""
        calls = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return any(isinstance(func, ast.Attribute) and ast.unparse(func) == f"gonogo.{name}" for func in calls)

    def decorated(self, decorator: str) -> Iterator[str]:
        """Yield the names of the functions under a decorator.

        The name that it is given, else the function's.
        """
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


def _name_of(decorator: ast.expr) -> str:
    """Return the text that a decorator is given as `name=`; empty without one."""
    for given in decorator.keywords if isinstance(decorator, ast.Call) else []:
        if given.arg == "name" and isinstance(given.value, ast.Constant) and isinstance(given.value.value, str):
            return given.value.value
    return ""
