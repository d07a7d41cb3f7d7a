"""Sdists and wheels: build backends, environments, and the store of judged files."""
