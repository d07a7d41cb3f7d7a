"""Addresses: of mail and of the web, held to what the index holds them to."""

import email.utils
import re

PLAIN_URL = re.compile(r"https?://[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]+(/[A-Za-z0-9._~/-]*)?(#[a-z0-9-]*)?")
"""Addresses so plain that no parser need be started for them."""

PLAIN_MAIL = re.compile(
    r"[A-Za-z0-9]+([._+-][A-Za-z0-9]+)*@([a-z0-9]+(-[a-z0-9]+)*\.)+(com|org|net|edu|io|dev)", re.ASCII
)
"""Mailboxes so plain that no validator need be started for them; none of these domains is reserved."""

RESERVED = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
"""Top-level domains that are reserved for special use."""

SHORT = 60  # characters below which no part of an address can be too long


QUOTED = re.compile(r'(\\.)|"(?:\\.|[^"\\])*"', re.DOTALL)
ESCAPED = re.compile(r"\\.", re.DOTALL)


def mailbox(value: str) -> str:
    """Return the one e-mail address in a value as today's parseaddr gives it; empty where there is not one.

    >>> mailbox("Ada <ada@example.org>"), mailbox("a@b.org, c@d.org")
    ('ada@example.org', '')
    """
    if getattr(email.utils, "supports_strict_parsing", False):
        return email.utils.parseaddr(value)[1]
    found = email.utils.getaddresses([value])
    plain = QUOTED.sub(lambda match: match[1] or "", value)
    if len(found) != 1 or "[" in found[0][1] or not is_balanced(ESCAPED.sub("", plain)):
        return ""
    return found[0][1]


def is_balanced(text: str) -> bool:
    """Whether every parenthesis is closed."""
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def fault_in(address: str) -> str:
    """Return why an e-mail address is not valid, or an empty string."""
    if len(address) <= SHORT and PLAIN_MAIL.fullmatch(address):
        return ""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        return str(error)
    return ""


def is_reserved(address: str) -> bool:
    """Whether an address is of a domain that no index accepts, whatever version of the validator is installed."""
    return address.rpartition("@")[2].rpartition(".")[2].lower() in RESERVED


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
