"""The index that pip installs from: the configured one, else PyPI."""

from __future__ import annotations

from gonogo.system.pip_settings import configured_index


def pip_index() -> str:
    """Return the simple URL of the index that pip installs from."""
    return configured_index() or _default()


def _default() -> str:
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    return PYPI_SIMPLE_ENDPOINT
