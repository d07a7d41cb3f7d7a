"""Attestations sent along."""
