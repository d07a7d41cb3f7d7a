"""The embedded index: a package index on loopback that answers as PyPI does, for rehearsals and tests."""

from gonogo.test_index.embedded import EmbeddedIndex, Options, open_index
from gonogo.test_index.faults import Fault, Faults
from gonogo.test_index.scenarios import SCENARIOS, Scenario
from gonogo.test_index.server import Request
from gonogo.test_index.trusted_publishing import Publisher, Trust

__all__ = [
    "SCENARIOS", "EmbeddedIndex", "Fault", "Faults", "Options", "Publisher", "Request", "Scenario", "Trust",
    "open_index",
]  # fmt: skip
