"""The embedded index: a package index on loopback that answers as the real one does. Floor 2 of the house."""

from gonogo.shelf.faults import Fault, Faults, Scenario, scenarios
from gonogo.shelf.log import Request
from gonogo.shelf.shelf import Shelf, open_shelf
from gonogo.shelf.trust import Publisher, Trust

__all__ = ["Fault", "Faults", "Publisher", "Request", "Scenario", "Shelf", "Trust", "open_shelf", "scenarios"]
