"""Which findings of check-wheel-contents are advice: those that many sound wheels have."""

from __future__ import annotations

import pytest

from gonogo.checks.wheel_contents_sound import harmless


@pytest.mark.parametrize(
    ("code", "members", "advice"),
    [
        ("W002", ["demo/a.py", "demo/b.py"], True),
        ("W004", ["rich/_unicode_data/unicode10-0-0.py"], True),
        ("W004", ["demo-stubs/__init__.pyi"], True),
        ("W004", ["demo-1/__init__.py"], False),
        ("W004", ["top-level.py"], False),
        ("W004", ["demo/data-1.py", "top-level.py"], False),
        ("W003", ["_demo_version.pyi"], True),
        ("W003", ["_demo_version.pyi", "README.txt"], False),
        ("W001", ["demo/__pycache__/a.pyc"], False),
    ],
)
def test_only_what_sound_wheels_have_is_advice(code: str, members: list[str], *, advice: bool) -> None:
    assert harmless(code, members) is advice
