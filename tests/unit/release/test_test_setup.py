"""How tests run: what was found, with what the settings say."""

from __future__ import annotations

from gonogo.release import tests


def test_what_the_settings_require_stands_beside_what_was_found(tmp_path):
    (tmp_path / "tox.ini").write_text("[testenv]\ndeps = pytest\ncommands = pytest -q\n")
    (tmp_path / "pyproject.toml").write_text('[tool.gonogo]\ntest-requires = ["pytest<9"]\n')
    found = tests.setup(tmp_path)
    assert (found.argv, found.requires) == (("pytest", "-q"), ("pytest", "pytest<9"))
