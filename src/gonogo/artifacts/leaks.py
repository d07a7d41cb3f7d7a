"""Secrets inside a wheel or sdist: files that are secrets by name, private keys, and tokens as detect-secrets knows."""

import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import IO

PIECE = 1 << 20
OVERLAP = 1 << 13  # bytes of a piece that are searched again with the next one: a key or a token may begin there
MOST = 1 << 30  # unpacked bytes of one artifact that are searched

NAMES = frozenset(
    {".env", ".pypirc", ".netrc", "_netrc", ".pgpass", ".git-credentials", ".dockercfg", ".vault-token", ".my.cnf"}
    | {"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"}
)
PATHS = (".aws/credentials", ".docker/config.json", ".kube/config", ".gem/credentials", ".cargo/credentials.toml")
ENDS = (".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk")
OF_ENVIRONMENT = re.compile(r"\.env\.(?!.*(example|sample|template|dist|defaults?|tests?|schema)$)[\w.-]+")
TESTS = re.compile(r"tests?|testing|test_?data|fixtures|(dummy|mock|fake).*")
TEST_MODULE = re.compile(r"(test_.*|.*_tests?|conftest)\.py")
DOCUMENTATION = re.compile(r"docs?/.*\.(rst|md|txt|ipynb|html)")

DETECTORS = {
    ("github_token", "GitHubTokenDetector"): (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"),
    ("gitlab_token", "GitLabTokenDetector"): (b"glpat-", b"gldt-", b"glsoat-", b"glrt-", b"glptt-", b"glcbt-"),
    ("pypi_token", "PypiTokenDetector"): (b"pypi-AgE",),
    ("aws", "AWSKeyDetector"): (b"AKIA", b"ASIA"),
    ("slack", "SlackDetector"): (b"xox", b"hooks.slack.com/services/T"),
    ("npm", "NpmDetector"): (b":_authToken",),
    ("stripe", "StripeDetector"): (b"k_live_",),
    ("sendgrid", "SendGridDetector"): (b"SG.",),
    ("openai", "OpenAIDetector"): (b"T3BlbkFJ",),
    ("square_oauth", "SquareOAuthDetector"): (b"sq0csp-",),
    ("azure_storage_key", "AzureStorageKeyDetector"): (b"AccountKey=",),
}
"""Detectors of detect-secrets whose tokens have a form of their own: module and class, and how such a token begins."""

MORE = {
    "GitHub Token": (b"github_pat_", re.compile(r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}")),
    "NPM token": (b"npm_", re.compile(r"npm_[0-9A-Za-z]{36}(?!\w)")),
    "Anthropic Token": (b"sk-ant-", re.compile(r"sk-ant-[a-z]+\d+-[\w-]{80,120}")),
    "Hugging Face Token": (b"hf_", re.compile(r"hf_[0-9A-Za-z]{34}(?!\w)")),
    "Docker Token": (b"dckr_pat_", re.compile(r"dckr_pat_[\w-]{27}")),
}
"""Tokens that detect-secrets does not know yet: how they begin, and their form."""

BEFORE, AFTER, AGAIN = 160, 1200, 400
"""Characters before and after the beginning of a token that are shown to a detector, and those shown twice."""

KEY_BEGINS = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
KEY_BODY = re.compile(rb"[A-Za-z0-9+/]{20,}")
PUTTY = re.compile(rb"PuTTY-User-Key-File-\d[\s\S]{0,4000}Private-Lines:")


READABLE = bytes(ord("a") if 0x20 <= byte < 0x7F else 0 for byte in range(256))
SHORTEST = b"a" * 20  # what a run of readable characters becomes that is long enough for a token or a key's first line


Hit = tuple[str, int, bool]  # what was found, its offset or line, and whether it was made up


@dataclass(frozen=True)
class Leak:
    """A secret that was found: what it is, in which member and line (0: the whole file), and whether it may be meant.

    `harmless` is true for what lies among tests or in the text of the documentation, and for a placeholder.
    """

    what: str
    member: str
    line: int = 0
    harmless: bool = False

    @property
    def where(self) -> str:
        """The member, with the line where there is one."""
        return f"{self.member}:{self.line}" if self.line else self.member


class TooMuch(Exception):
    """More bytes than are searched."""


def leaks(path: Path) -> Iterator[Leak]:
    """Yield the secrets of an artifact, the first of a kind in each member; TooMuch beyond the limit."""
    total = 0
    for name, size, stream in members(path):
        total += size
        if total > MOST:
            raise TooMuch
        example = is_example(name)
        if size and is_secret(name):
            yield Leak("is a secret by its name", name, harmless=example)
        seen: set[tuple[str, bool]] = set()
        for what, line, made_up in found(stream):
            if (what, made_up) not in seen:
                yield Leak(f"holds {what}", name, line, example or made_up)
            seen.add((what, made_up))


def members(path: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Yield name, size and content of each file of an archive."""
    if path.name.endswith((".whl", ".zip")):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    with archive.open(info) as stream:
                        yield info.filename, info.file_size, stream
        return
    with tarfile.open(path) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                with closing(content):
                    yield member.name.partition("/")[2] or member.name, member.size, content


def is_secret(name: str) -> bool:
    """Return whether a path is that of a secret."""
    base = name.rpartition("/")[2]
    by_name = base in NAMES or base.endswith(ENDS) or bool(OF_ENVIRONMENT.fullmatch(base))
    return by_name or f"/{name}".endswith(tuple(f"/{path}" for path in PATHS))


def is_example(name: str) -> bool:
    """Return whether a path lies in a folder of tests, is a module of them, or is a page of the documentation."""
    *folders, base = name.lower().split("/")
    of_tests = any(map(TESTS.fullmatch, folders))
    return bool(of_tests or TEST_MODULE.fullmatch(base) or DOCUMENTATION.fullmatch(name.lower()))


def found(stream: IO[bytes]) -> Iterator[Hit]:
    """Yield what is found in a file: what it is, its line, and whether it was made up.

    A piece without a readable run has no secret, and its bytes are no lines.
    """
    data, line, is_text = b"", 1, False
    while piece := stream.read(PIECE):
        kept = data[-OVERLAP:]
        line += data.count(b"\n", 0, len(data) - len(kept)) if is_text else 0
        data = kept + piece
        is_text = SHORTEST in data.translate(READABLE)
        for what, at, made_up in searched(data) if is_text else ():
            yield what, line + data.count(b"\n", 0, at), made_up


def searched(data: bytes) -> Iterator[Hit]:
    """Yield what is found in a piece of a file, one hit of a kind."""
    if b"PRIVATE KEY" in data or b"PuTTY-User-Key-File" in data:
        yield from first(keys(data))
    for (name, detector), beginnings in DETECTORS.items():
        present = [one for one in beginnings if one in data]
        if present:
            kind = getattr(import_module(f"detect_secrets.plugins.{name}"), detector)
            yield from first(tokens(data, kind.secret_type, kind.denylist, present))
    for what, (beginning, form) in MORE.items():
        if beginning in data:
            yield from first(tokens(data, what, (form,), [beginning]))


def first(hits: Iterator[Hit]) -> list[Hit]:
    """Return the first hit that is not made up, else the first one."""
    placeholder: list[Hit] = []
    for hit in hits:
        if not hit[2]:
            return [hit]
        placeholder = placeholder or [hit]
    return placeholder


def keys(data: bytes) -> Iterator[Hit]:
    """Yield the private keys of a piece."""
    for one in (*KEY_BEGINS.finditer(data), *PUTTY.finditer(data)):
        if one.re is PUTTY or is_key(data, one):
            yield "a private key", one.start(), False


def is_key(data: bytes, found: re.Match[bytes]) -> bool:
    """Return whether the first line of a private key is followed by one, and is not the mark alone in a program."""
    body = data[found.end() : found.end() + OVERLAP // 2].partition(b"-----")[0]
    return any(is_random(run.decode("ascii")) for run in KEY_BODY.findall(body))


def is_random(text: str) -> bool:
    """Return whether a text has digits, capitals and small letters, and no name does."""
    return any(map(str.isdigit, text)) and any(map(str.isupper, text)) and any(map(str.islower, text))


def tokens(data: bytes, what: str, forms: Iterable[re.Pattern[str]], beginnings: Iterable[bytes]) -> Iterator[Hit]:
    """Yield the tokens of one kind near the places where one begins."""
    for beginning in beginnings:
        for start, text in windows(data, beginning):
            for form in forms:
                for one in form.finditer(text):
                    if not text[max(one.start() - 1, 0) : one.start()].isalnum():
                        yield f"a secret ({what})", start + one.start(), is_made_up(one[0])


def windows(data: bytes, beginning: bytes) -> Iterator[tuple[int, str]]:
    """Yield the text around each beginning of a token, and where it is; no place is in more than two of them."""
    at = data.find(beginning)
    while at >= 0:
        start = max(at - BEFORE, 0)
        yield start, data[start : at + AFTER].decode("latin-1")
        at = data.find(beginning, at + AFTER - AGAIN)


def is_made_up(token: str) -> bool:
    """Return whether a token is a placeholder: an example by its own word, short, repeated, or counted up.

    >>> is_made_up("AKIAIOSFODNN7EXAMPLE"), is_made_up("ghp_" + "x" * 36), is_made_up("xoxb-1234-1243")
    (True, True, True)
    """
    steps = sum(ord(after) - ord(before) in {0, 1} for before, after in pairwise(token))
    return len(token) < 20 or len(set(token)) < 10 or 2 * steps > len(token) or "example" in token.lower()
