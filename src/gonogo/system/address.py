"""Addresses: which may carry a token, how one is shown, and which are this machine itself, reached without a proxy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gonogo.system.pip_settings import configured_certificates

if TYPE_CHECKING:
    from requests import Session


def fault(address: str) -> str:
    """Return why nothing secret may go to an address, or nothing: it is not https, but on loopback, or has secrets."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        return "holds credentials"
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return "is not https, so a token would be sent unencrypted"
    return ""


def masked(text: str) -> str:
    """Return a text with the credentials in its addresses masked."""
    from gonogo.system.secrets import without_credentials

    return without_credentials(text)


NEVER_PROXIED = "127.0.0.1,localhost,::1"


def is_loopback(host: str) -> bool:
    """Return whether a host name is this machine itself."""
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reach(session: Session, address: str) -> None:
    """Keep a session from taking a proxy to this machine; beyond it, let it trust the certificates that pip trusts."""
    if is_loopback(urlsplit(address).hostname or ""):
        session.trust_env = False
        return
    certificates = configured_certificates()
    if certificates and not any(name in os.environ for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")):
        session.verify = certificates


def without_proxy(variables: dict[str, str]) -> dict[str, str]:
    """Return variables that keep other programs from taking a proxy to this machine."""
    given = variables.get("no_proxy") or variables.get("NO_PROXY")
    joined = f"{given},{NEVER_PROXIED}" if given else NEVER_PROXIED
    return {**variables, "no_proxy": joined, "NO_PROXY": joined}
