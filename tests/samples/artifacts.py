"""A forge of sdists and wheels: sound ones, and the same with one thing changed."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

HEADERS: dict[str, Any] = {
    "Metadata-Version": "2.4",
    "Name": "demo",
    "Version": "1.0",
    "Summary": "A demonstration.",
    "Author-email": "Ada <ada@example.org>",
    "License-Expression": "MIT",
    "License-File": "LICENSE",
    "Classifier": ["Programming Language :: Python :: 3"],
    "Requires-Python": ">=3.10",
    "Requires-Dist": ["packaging>=24"],
    "Project-URL": ["Source, https://example.org/demo"],
    "Description-Content-Type": "text/markdown",
}
BODY = "# demo\n\nA demonstration.\n"
FLIT = {
    "pyproject.toml": """
        [build-system]
        requires = ["flit_core>=3.11"]
        build-backend = "flit_core.buildapi"
        [project]
        name = "tiny"
        dynamic = ["version", "description"]
        """,
    "tiny.py": '"""A tiny module."""\n__version__ = "0.9"\n',
}
"""The files of a small package that flit builds."""

WHEEL = "demo-1.0-py3-none-any.whl"
SDIST = "demo-1.0.tar.gz"
WHEEL_FILE = "Wheel-Version: 1.0\nGenerator: forge\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
EPOCH = (2026, 1, 1, 0, 0, 0)


def metadata(headers: dict[str, Any] | None = None, body: str = BODY) -> bytes:
    """Return a metadata file; a header of the value None is left out, a list repeats it."""
    lines = []
    for name, value in {**HEADERS, **(headers or {})}.items():
        values = value if isinstance(value, list) else [value]
        lines += [f"{name}: {one}" for one in values if one is not None]
    return ("\n".join(lines) + "\n\n" + body).encode("utf-8", "surrogateescape")


def record(files: dict[str, bytes], own: str) -> bytes:
    """Return the RECORD of files, itself without a hash."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        writer.writerow([name, f"sha256={digest}", len(data)])
    writer.writerow([own, "", ""])
    return text.getvalue().encode()


def wheel_files(
    name: str = WHEEL, headers: dict[str, Any] | None = None, body: str = BODY, **more: Any
) -> dict[str, bytes]:
    """Return a wheel's members; `files` adds to them or, with None, takes away; RECORD lists them all."""
    info = "-".join(name.split("-")[:2]) + ".dist-info"
    files: dict[str, bytes | None] = {
        "demo/__init__.py": b'"""A demonstration."""\n',
        f"{info}/METADATA": metadata(headers, body),
        f"{info}/WHEEL": WHEEL_FILE.encode(),
        f"{info}/licenses/LICENSE": b"MIT\n",
    }
    files |= more.get("files", {})
    kept = {path: data for path, data in files.items() if data is not None}
    if f"{info}/RECORD" not in files:
        kept[f"{info}/RECORD"] = record(kept, f"{info}/RECORD")
    return kept


def wheel(
    folder: Path, name: str = WHEEL, headers: dict[str, Any] | None = None, body: str = BODY, **more: Any
) -> Path:
    """Write a wheel; `edit` changes its bytes; `compress`, `comment` and `extra` are each member's."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, content in wheel_files(name, headers, body, **more).items():
            info = zipfile.ZipInfo(path, EPOCH)
            info.compress_type = more.get("compress", zipfile.ZIP_DEFLATED)
            info.external_attr = more.get("modes", {}).get(path, 0o100644) << 16
            info.comment = more.get("comment", b"")
            info.extra = more.get("extra", b"")
            archive.writestr(info, content)
    target = folder / more.get("as_name", name)
    target.write_bytes(more.get("edit", bytes)(data.getvalue()))
    return target


def sdist_files(headers: dict[str, Any] | None = None, body: str = BODY, **more: Any) -> dict[str, bytes]:
    """Return an sdist's members; `files` adds to them or, with None, takes away."""
    files: dict[str, bytes | None] = {
        "demo-1.0/PKG-INFO": metadata(headers, body),
        "demo-1.0/LICENSE": b"MIT\n",
        "demo-1.0/pyproject.toml": b"[build-system]\n",
        "demo-1.0/src/demo/__init__.py": b'"""A demonstration."""\n',
    }
    files |= more.get("files", {})
    return {path: data for path, data in files.items() if data is not None}


def sdist(
    folder: Path, name: str = SDIST, headers: dict[str, Any] | None = None, body: str = BODY, **more: Any
) -> Path:
    """Write an sdist; `members` are further ones, `edit` changes the tar's bytes, `finish` the file's."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, content in sdist_files(headers, body, **more).items():
            info = tarfile.TarInfo(path)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for member in more.get("members", ()):
            archive.addfile(member)
    target = folder / name
    packed = gzip.compress(more.get("edit", bytes)(data.getvalue()), mtime=0)
    target.write_bytes(more.get("finish", bytes)(packed))
    return target


def zip_sdist(folder: Path, name: str = "demo-1.0.zip", **more: Any) -> Path:
    """Write an sdist as a zip."""
    target = folder / name
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in sdist_files(**more).items():
            archive.writestr(zipfile.ZipInfo(path, EPOCH), content)
    return target


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """Return an empty tar member of a kind."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info
