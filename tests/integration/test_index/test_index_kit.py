"""Tiny real artifacts, forms as clients send them, and the clients themselves."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import time
import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gonogo.test_index import EmbeddedIndex
from gonogo.test_index.trusted_publishing import GITHUB

UNREACHABLE = "http://127.0.0.1:9/simple/"


def metadata(name: str, version: str) -> str:
    return (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: A tiny package\n"
        "Requires-Python: >=3.8\nDescription-Content-Type: text/plain\n\nTiny.\n"
    )


def wheel(folder: Path, name: str = "tiny", version: str = "1.0", code: str = "", tag: str = "py3-none-any") -> Path:
    info = f"{name}-{version}.dist-info"
    members = {
        f"{name}.py": f"VERSION = '{version}'\n{code}",
        f"{info}/METADATA": metadata(name, version),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = [f"{path},sha256={digest(text)},{len(text)}" for path, text in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    path = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in members.items():
            archive.writestr(zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0)), text)
    return path


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def sdist(folder: Path, name: str = "tiny", version: str = "1.0", code: str = "") -> Path:
    path = folder / f"{name}-{version}.tar.gz"
    members = {"PKG-INFO": metadata(name, version), f"{name}.py": f"VERSION = '{version}'\n{code}"}
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, 0) as zipped,
        tarfile.open(None, "w", zipped) as tar,
    ):
        for member, text in members.items():
            entry = tarfile.TarInfo(f"{name}-{version}/{member}")
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return path


def form(path: Path, **changed: str) -> dict[str, str]:
    parts = path.name.removesuffix(".tar.gz").split("-")
    wheel_like = path.suffix == ".whl"
    fields = {
        ":action": "file_upload",
        "protocol_version": "1",
        "metadata_version": "2.1",
        "name": parts[0],
        "version": parts[1],
        "summary": "A tiny package",
        "requires_python": ">=3.8",
        "description": "Tiny.",
        "description_content_type": "text/plain",
        "filetype": "bdist_wheel" if wheel_like else "sdist",
        "pyversion": "py3" if wheel_like else "source",
        "sha256_digest": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    return {**fields, **changed}


def post(embedded: EmbeddedIndex, path: Path, token: str | None = None, **changed: str) -> requests.Response:
    auth = ("__token__", embedded.token if token is None else token)
    with path.open("rb") as content:
        files = {"content": (path.name, content, "application/octet-stream")}
        return requests.post(
            embedded.index.upload_url,
            data=form(path, **changed),
            files=files,
            auth=auth,
            timeout=20,
            allow_redirects=False,
        )


def page(embedded: EmbeddedIndex, project: str = "tiny", kind: str = "json") -> requests.Response:
    accept = {"Accept": f"application/vnd.pypi.simple.v1+{kind}"}
    return requests.get(f"{embedded.index.simple_url}{project}/", headers=accept, timeout=20)


def shown(embedded: EmbeddedIndex, project: str = "tiny") -> dict[str, dict[str, Any]]:
    answer = page(embedded, project)
    return {one["filename"]: one for one in answer.json()["files"]} if answer.ok else {}


@dataclass
class Provider:
    """Signs identity tokens as GitHub Actions does."""

    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def public_pem(self) -> str:
        encoding, kind = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(encoding, kind).decode()

    def token(self, **changed: Any) -> str:
        claims = {
            "iss": GITHUB,
            "aud": "pypi",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "jti": str(uuid.uuid4()),
            "repository": "Someone/Tiny",
            "repository_owner": "someone",
            "repository_owner_id": "42",
            "job_workflow_ref": "someone/tiny/.github/workflows/publish.yml@refs/tags/v1.0",
            "ref": "refs/tags/v1.0",
            "sha": "0" * 40,
            "event_name": "push",
            "environment": "release",
        }
        whole = {key: value for key, value in {**claims, **changed}.items() if value is not None}
        return jwt.encode(whole, self.key, "RS256")


@dataclass(frozen=True)
class Client:
    """A client program as a subprocess, kept from the machine's own configuration."""

    folder: Path

    def run(self, *argv: str, **extra: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        alone = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "UV_NO_CONFIG": "1",
            "UV_CACHE_DIR": str(self.folder / "uv-cache"),
            "PYTHONWARNINGS": "ignore",
            "NO_PROXY": "127.0.0.1",
        }
        return subprocess.run(
            argv,
            cwd=self.folder,
            env={**kept, **alone, **extra},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def pip(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pip", *argv, "--isolated", "--no-cache-dir")

    def twine(self, embedded: EmbeddedIndex, *files: Path) -> subprocess.CompletedProcess[str]:
        return self.run(
            *(
                sys.executable,
                "-m",
                "twine",
                "upload",
                "--non-interactive",
                "--disable-progress-bar",
                "--verbose",
            ),
            *("--repository-url", embedded.index.upload_url, *map(str, files)),
            TWINE_USERNAME="__token__",
            TWINE_PASSWORD=embedded.token,
        )

    def uv(self, *argv: str, **extra: str) -> subprocess.CompletedProcess[str]:
        uv = pytest.importorskip("uv")
        return self.run(uv.find_uv_bin(), *argv, **extra)
