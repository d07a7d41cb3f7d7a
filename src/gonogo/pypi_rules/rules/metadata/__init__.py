"""Core metadata, as the index reads it from the form."""
