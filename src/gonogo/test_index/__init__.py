"""The embedded index: a package index on loopback that answers as the real one does. Floor 2 of the house."""

from gonogo.test_index.faults import Fault, Faults, Scenario, scenarios
from gonogo.test_index.log import Request
from gonogo.test_index.embedded import EmbeddedIndex, open_index
from gonogo.test_index.trusted_publishing import Publisher, Trust

__all__ = ["Fault", "Faults", "Publisher", "Request", "Scenario", "EmbeddedIndex", "Trust", "open_index", "scenarios"]
