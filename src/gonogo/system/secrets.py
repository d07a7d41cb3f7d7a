"""What a secret is, and how text is masked where it leaves gonogo: output, files, annotations of CI.

The value that is sent on is never changed. A secret is the value of a variable whose name says so, the password in
an address, a token that gonogo was given while it ran, and anything in the form of a known kind of token.
"""

from __future__ import annotations

import base64
import dataclasses
import html
import json
import os
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gonogo.model.board import Board, Row

_NAMES = re.compile(
    r"TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|PRIVATE|CREDENTIAL|KEY$|AUTH$|(?:^|_)(?:PAT|PWD)(?:_|$)"
    r"|^UV_INDEX_.*_USERNAME$",
    re.IGNORECASE,
)
_PLAIN_NAMES = frozenset({"PWD", "OLDPWD"})  # variables with the name of a secret that hold none

_SHAPES = re.compile(
    r"pypi-[A-Za-z0-9_\-]{8,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{30,}"
    r"|gl(?:pat|dt|soat|rt|ptt|cbt)-[\w-]{16,}|dckr_pat_[\w-]{20,}|sk-ant-[\w-]{20,}|sk-[\w-]{16,80}T3BlbkFJ[\w-]{16,}"
    r"|\bA(?:KI|SI)A[A-Z0-9]{16}\b|\bxox[abprs]-[\w-]{10,}|hooks\.slack\.com/services/T[\w/]{20,}"
    r"|\b[rs]k_live_\w{16,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|sq0csp-[\w-]{30,}|AccountKey=[A-Za-z0-9+/=]{40,}"
    r"|(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"
    r"|X190b2tlbl9fO[A-Za-z0-9+/_=-]{8,}"
)
"""Tokens by their form: of every service whose tokens are searched for in artifacts, a JWT, base64 of `__token__:...`.

Wider than the forms that stop a release: what is masked for nothing costs less than a token that is shown.
"""

_KEY_BLOCK = re.compile(r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)(?:(?!-----)[\s\S])+(-----END)?")
_HEADER = re.compile(
    r"\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|private-token|job-token)"
    r"""(\\?["']?\s{0,5}[:=]\s{0,5}\\?["']?)(?:(?:basic|bearer|token|digest|negotiate)\s{1,5})?[^\s"'\\,]+""",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"([?&](?:access_token|auth|token|api_?key|key|password|secret|sig|signature|private_token)=)[^&\s\"'#]+",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"""(?<=:)((?:\\?/){2})[^/\s"'<>\\]+@|(%3A%2F%2F)(?:(?!%2F|%40)[^\s&"'/])+%40""", re.IGNORECASE
)
_GIVEN = re.compile(r"://([^/\s@:]*)(?::([^/\s]*))?@")

CUT = "…"  # what stands where a long value was cut off
SHORTEST = 8  # characters from which a value, or what a cut has left of it, counts as a secret
_given: set[str] = set()  # tokens that this run was given otherwise than by a variable


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Return whether a variable of this name holds a secret."""
    return name not in _PLAIN_NAMES and bool(_NAMES.search(name))


def is_secret(name: str, value: str) -> bool:
    """Return whether a variable holds a secret: by its name, or since its value is an address with credentials."""
    return is_secret_name(name) or ("://" in value and bool(_IN_ADDRESS.search(value)))


def remember(value: str | None) -> None:
    """Mask a token from now on that came from a keyring, a file or another program."""
    if value and len(value) >= SHORTEST:
        _given.add(value)


def discreet(board: Board) -> Board:
    """Return a board with the secrets in its texts masked: before it is folded, coloured or quoted."""
    mask = partial(masked, secrets=secret_values())
    return dataclasses.replace(
        board,
        title=mask(board.title),
        rows=tuple(masked_row(row, mask) for row in board.rows),
        next_command=mask(board.next_command),
        text=mask(board.text),
    )


def discreet_row(row: Row) -> Row:
    """Return a row with the secrets in its texts masked."""
    return masked_row(row, partial(masked, secrets=secret_values()))


def masked_row(row: Row, mask: Callable[[str], str]) -> Row:
    """Return a row with all its texts masked."""
    findings = tuple(
        dataclasses.replace(one, what=mask(one.what), where=mask(one.where), fix=mask(one.fix), why=mask(one.why))
        for one in row.findings
    )
    return dataclasses.replace(row, name=mask(row.name), note=mask(row.note), findings=findings)


def redacted(text: str) -> str:
    """Return a text with tokens, passwords, headers that carry them and the credentials in addresses masked."""
    return masked(text, secret_values()) if text else ""


@lru_cache(maxsize=256)
def masked(text: str, secrets: tuple[str, ...]) -> str:
    """Return a text with these secrets masked, and with everything that has the form of one."""
    for value in secrets:
        for form in forms(value):
            text = text.replace(form, "***")
        if CUT in text:
            text = without_pieces(text, value)
    text = _HEADER.sub(r"\1\2***", _SHAPES.sub("***", text))
    return _PARAMETER.sub(r"\1***", _KEY_BLOCK.sub(r"\1***\2", without_credentials(text)))


def without_credentials(text: str) -> str:
    """Return a text with the credentials in its addresses masked, percent-encoded and JSON-escaped ones too."""
    return _IN_ADDRESS.sub(lambda found: f"{found[1]}***@" if found[1] else f"{found[2]}***%40", text)


def without_pieces(text: str, value: str) -> str:
    """Return a text with what a cut has left of a secret masked: its beginning or its end."""
    for length in range(len(value) - 1, SHORTEST - 1, -1):
        text = text.replace(value[:length] + CUT, f"***{CUT}").replace(CUT + value[-length:], f"{CUT}***")
    return text


def secret_values() -> tuple[str, ...]:
    """Return the secrets of the environment and those that were given, the longest first."""
    found = set(_given)
    for name, value in os.environ.items():
        if is_secret_name(name):
            found.add(value)
        elif "://" in value:
            found.update(credentials(value))
    return tuple(sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True))


def credentials(address: str) -> Iterator[str]:
    """Yield what is secret in the addresses of a text: the password, or the user where there is none alone."""
    for user, password in _GIVEN.findall(address):
        yield from (password or user, unquote(password or user))


@lru_cache(maxsize=256)
def forms(value: str) -> tuple[str, ...]:
    """Return the spellings in which a secret may be echoed: as it is, escaped, percent-encoded, in hex and base64."""
    raw = value.encode("utf-8", "surrogateescape")
    escaped = (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1])
    percent = (quote(raw, safe=""), quote(raw), quote_plus(raw))
    found = {value, *escaped, *percent, html.escape(value), raw.hex(), *encoded(raw)}
    return tuple(sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True))


def encoded(raw: bytes) -> Iterator[str]:
    """Yield what every base64 of a text that holds these bytes has in it, wherever they begin and whatever follows.

    >>> all(any(one in base64.b64encode(user + b":hunter2-hunter2").decode() for one in encoded(b"hunter2-hunter2"))
    ...     for user in (b"u", b"us", b"use", b"__token__"))
    True
    """
    for before in range(3):
        whole = (len(raw) + before) % 3 == 0
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode(b"\0" * before + raw).decode("ascii").rstrip("=")
            yield text[(0, 2, 3)[before] : None if whole else -1]
