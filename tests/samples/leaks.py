"""Tokens and keys of a real form that were never issued; put together when asked for, so that no file holds one."""

from __future__ import annotations

import base64
import os
import string

ALPHABET = string.ascii_letters + string.digits


def of(alphabet: str, length: int) -> str:
    return "".join(alphabet[byte % len(alphabet)] for byte in os.urandom(length))


def github() -> str:
    return "ghp" + "_" + of(ALPHABET, 36)


TOKENS = {
    "GitHub": github,
    "GitHub, fine-grained": lambda: "github" + "_pat_" + of(ALPHABET, 22) + "_" + of(ALPHABET, 59),
    "GitLab": lambda: "glpat" + "-" + of(ALPHABET, 20),
    "PyPI": lambda: "pypi-" + "AgEIcHlwaS5vcmc" + of(ALPHABET, 120),
    "AWS": lambda: "AK" + "IA" + of(string.ascii_uppercase + string.digits, 16),
    "Slack": lambda: "xo" + "xb-" + of(string.digits, 12) + "-" + of(string.digits, 13) + "-" + of(ALPHABET, 24),
    "npm": lambda: "npm" + "_" + of(ALPHABET, 36),
    "Stripe": lambda: "sk" + "_live_" + of(ALPHABET, 24),
    "SendGrid": lambda: "S" + "G." + of(ALPHABET, 22) + "." + of(ALPHABET, 43),
    "Hugging Face": lambda: "hf" + "_" + of(ALPHABET, 34),
}


def private_key(kind: str = "OPENSSH ") -> bytes:
    body = base64.b64encode(os.urandom(400))
    lines = b"\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    begin, end = (b"-----%s %sPRIVATE KEY-----" % (word, kind.encode()) for word in (b"BEGIN", b"END"))
    return b"\n".join((begin, lines, end, b""))
