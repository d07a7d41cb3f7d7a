"""Addresses: of mail and of the web, held to what the index holds them to."""

from __future__ import annotations

import re

PLAIN_URL = re.compile(r"https?://[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]+(/[A-Za-z0-9._~/-]*)?(#[a-z0-9-]*)?")
"""Addresses so plain that no parser need be started for them."""


def fault_in(address: str) -> str:
    """Return why an e-mail address is not valid, or an empty string."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        return str(error)
    return ""


def is_web_address(url: str) -> bool:
    """Whether the index takes a value for an address: scheme http or https, and parts that RFC 3986 allows.

    >>> is_web_address("https:foo"), is_web_address("ftp://a"), is_web_address("http://a:99999/")
    (True, False, False)
    """
    if PLAIN_URL.fullmatch(url):
        return True
    from rfc3986 import uri_reference  # type: ignore[import-untyped]
    from rfc3986.exceptions import RFC3986Exception  # type: ignore[import-untyped]
    from rfc3986.validators import Validator  # type: ignore[import-untyped]

    validator = Validator().allow_schemes("http", "https").require_presence_of("scheme")
    validator.check_validity_of("scheme", "host", "port", "path", "query")
    try:
        validator.validate(uri_reference(url).normalize())
    except (RFC3986Exception, ValueError):
        return False
    return True
