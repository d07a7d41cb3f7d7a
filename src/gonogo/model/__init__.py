"""Values: frozen, without input or output, clock or environment."""
