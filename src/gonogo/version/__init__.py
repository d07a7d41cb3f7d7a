"""Versions: PEP 440, CalVer and other spellings; pure."""
