"""The file before it is opened."""
