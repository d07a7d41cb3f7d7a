"""Secrets are masked where text leaves gonogo, never in the value that is sent on."""

from __future__ import annotations

import os
import re

SHAPES = re.compile(
    r"pypi-[A-Za-z0-9_\-]{8,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"
)
IN_URL = re.compile(r"(?<=://)[^/\s]+@")
SECRET_NAMES = re.compile(r"TOKEN|PASSWORD|SECRET|API_?KEY", re.IGNORECASE)


def redacted(text: str) -> str:
    """Return a text with tokens, passwords and the credentials in URLs masked."""
    for value in secret_values():
        text = text.replace(value, "***")
    return IN_URL.sub("***@", SHAPES.sub("***", text))


def secret_values() -> list[str]:
    """Return the values of environment variables whose names speak of secrets, the longest first."""
    found = {value for name, value in os.environ.items() if SECRET_NAMES.search(name) and len(value) >= 8}
    return sorted(found, key=len, reverse=True)
