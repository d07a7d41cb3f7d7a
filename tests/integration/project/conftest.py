"""What the tests of layouts share: the samples, found without a package of tests."""

from __future__ import annotations

from types import ModuleType

import pytest
from tests.samples import layouts


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module of samples."""
    return layouts
