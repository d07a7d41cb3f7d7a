"""Values: frozen, without input or output, clock or environment. Floor 0 of the house."""
