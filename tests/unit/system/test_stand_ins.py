"""Stand-ins: nothing of a package is imported for what never uses it, and nobody else sees them."""

from __future__ import annotations

import importlib
import sys

import pytest

from gonogo.system.stand_ins import StandIn, stand_ins


def test_a_package_and_its_modules_are_stood_in_for_while_inside():
    with stand_ins("nowhere_to_be_found"):
        module = importlib.import_module("nowhere_to_be_found.inner")
        assert isinstance(module, StandIn)
        assert issubclass(type("Own", (module.Base,), {}), module.Base.__mro__[-1])
        assert module.Base("any", word="s") is not None
    assert not [name for name in sys.modules if name.startswith("nowhere_to_be_found")]
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nowhere_to_be_found")


def test_a_package_that_is_imported_already_stays_itself():
    import json

    with stand_ins("json"):
        assert importlib.import_module("json.tool").main is not None
    assert sys.modules["json"] is json


def test_what_python_looks_for_is_not_there():
    with pytest.raises(AttributeError):
        _ = StandIn("one").__wrapped__
