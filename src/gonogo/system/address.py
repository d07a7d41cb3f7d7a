"""Addresses: which may carry a token, and how one is shown."""

from __future__ import annotations

from urllib.parse import urlsplit

from gonogo.system.loopback import is_loopback


def fault(address: str) -> str:
    """Return why nothing secret may go to an address, or nothing: it is not https, but on loopback, or has secrets."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        return "holds credentials"
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return "is not https, so that a token would go out in clear"
    return ""


def masked(text: str) -> str:
    """Return a text with the credentials in its addresses masked."""
    from gonogo.system.secrets import without_credentials

    return without_credentials(text)
