"""Nox shows every word that is logged; what gonogo's libraries log of their steps is not among it."""

from __future__ import annotations

import logging

import pytest

from gonogo.cli import sessions


@pytest.mark.parametrize("library", ["griffe", "twine", "urllib3"])
def test_what_a_library_logs_of_its_steps_is_not_shown(library, monkeypatch):
    monkeypatch.setattr(sessions, "all_sessions", tuple)
    logger = logging.getLogger(library)
    before = logger.level
    try:
        sessions.register()
        assert not logger.isEnabledFor(logging.WARNING)
        assert logger.isEnabledFor(logging.ERROR)
    finally:
        logger.setLevel(before)
