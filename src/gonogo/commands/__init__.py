"""The engine: the only rooms that decide. Floor 3 of the house."""
