"""The archive's framing and members."""
