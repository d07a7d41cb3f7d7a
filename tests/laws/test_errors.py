"""Every error has a code of its own, says what to do next, and reads as its golden text does.

After a change that is meant: `GOLDEN=write python -m pytest tests/laws/test_errors.py`.
"""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
from pathlib import Path

import gonogo
from gonogo.model.errors import GonogoError, Status, shown
from gonogo.system.secrets import redacted

GOLDEN = Path(__file__).parents[1] / "golden" / "errors.txt"
STARTED_BY_HAND = (
    "gonogo.test_index.__main__",
    "gonogo.artifacts.hook_server",
    "gonogo.artifacts.inspector",
    "gonogo.project.bump_server",
)


def every_error() -> list[type[GonogoError]]:
    for found in pkgutil.walk_packages(gonogo.__path__, "gonogo."):
        if found.name not in STARTED_BY_HAND:
            importlib.import_module(found.name)
    return sorted(
        (one for one in GonogoError.kinds() if one.__module__.startswith("gonogo.")), key=lambda one: one.__name__
    )


def rendered(kind: type[GonogoError]) -> str:
    error = kind(**{name: f"<{name}>" for name in kind.field_names()})
    return f"{error.code} ({error.status.name})\n  {error.sentence}\n  next: {error.hint}\n"


ERRORS = every_error()


def test_there_are_errors_to_examine():
    assert len(ERRORS) > 50


def test_every_error_says_what_is_wrong_and_what_to_do_next():
    errors = [kind(**{name: f"<{name}>" for name in kind.field_names()}) for kind in ERRORS]
    saying = [one for one in errors if one.sentence and one.hint and one.status is not Status.GO]
    assert saying == errors


def test_every_public_class_has_a_docstring_unless_it_is_an_error_whose_text_says_it():
    for path in sorted(Path(gonogo.__file__).parent.rglob("*.py")):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(one, ast.ClassDef) and not one.name.startswith("_") and not ast.get_docstring(one):
                assert one.name in {kind.__name__ for kind in ERRORS if "text" in vars(kind)}, f"{path}: {one.name}"


def test_no_two_errors_share_a_code():
    codes = [rendered(kind).partition(" ")[0] for kind in ERRORS]
    assert len(codes) == len(set(codes))


def test_errors_read_as_their_golden_texts():
    text = "\n".join(rendered(kind) for kind in ERRORS)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_secret_in_a_field_of_any_error_never_reaches_the_output():
    secret = "pypi-AgEIcHlwaS5vcmcCJDU2"  # noqa: S105 - no secret, shaped like one
    field = f"https://user:{secret}@host/ {secret}"
    errors = [kind(**dict.fromkeys(kind.field_names(), field)) for kind in ERRORS]
    assert [one for one in errors if secret in redacted(f"{one.sentence} {one.hint}")] == []
    assert any(secret in one.sentence for one in errors), "what is masked was there"


def test_control_characters_are_escaped_and_long_values_cut():
    assert shown("a\x1b[31m\u202eb") == "a\\x1b[31m\\u202eb"
    assert len(shown("x" * 1000)) <= 201
