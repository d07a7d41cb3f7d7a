"""Hands: one file per outside thing. Floor 1 of the house."""
