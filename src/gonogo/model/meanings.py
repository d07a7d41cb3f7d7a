"""Meanings: the text below each field of a class, or below each member of an enum."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise


def meanings(kind: type) -> dict[str, str]:
    """Return the text that stands below each name in a class's body, in one line."""
    (body,) = (one.body for one in ast.parse(inspect.getsource(kind)).body if isinstance(one, ast.ClassDef))
    found = {}
    for one, text in pairwise(body):
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            for target in targets(one):
                found[target] = " ".join(str(text.value.value).split())
    return found


def targets(statement: ast.stmt) -> list[str]:
    """Return the names that a statement gives a value to."""
    if isinstance(statement, ast.AnnAssign):
        return [ast.unparse(statement.target)]
    return [ast.unparse(one) for one in statement.targets] if isinstance(statement, ast.Assign) else []
