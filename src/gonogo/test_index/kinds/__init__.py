"""Kinds of faults, one a file: what happens (`act`), on which requests (`ON`), and scenarios with it."""
