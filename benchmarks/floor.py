"""The floor of a release: its fastest parts, overlapped in one process, with tests, checks and read-back.

It knows the sample project. `release` runs it in a fresh copy, with the variables of an index in the environment.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import tarfile
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NAME = "gonogo-bench-sample"
MODULE = NAME.replace("-", "_")
HOOKS = "import hatchling.build as b; b.build_sdist('dist'); b.build_wheel('dist')"


def main() -> None:
    """Build beside making the environments, check beside the tests; then upload, compare and install."""
    with ThreadPoolExecutor() as pool:
        testing, installing = pool.submit(environment, "t", "pytest"), pool.submit(environment, "v")
        run(environment("b", "hatchling"), "-c", HOOKS)
        files = sorted(Path("dist").iterdir(), reverse=True)
        checking = pool.submit(check, files)
        run("uv", "pip", "install", "--quiet", "--no-deps", "--python", testing.result(), str(files[-1]))
        run(testing.result(), "-m", "pytest", "-q", "tests")
        checking.result()
        for path in files:
            upload(path)
        page = urllib.request.urlopen(f"{os.environ['SIMPLE']}{NAME}/").read().decode()  # noqa: S310 - a loopback index
        if any(digest(path) not in page for path in files):
            raise SystemExit("the index serves other files")
        index = ("--default-index", os.environ["SIMPLE"], "--refresh-package", NAME)
        run("uv", "pip", "install", "--quiet", "--python", installing.result(), *index, NAME)
        run(installing.result(), "-c", f"import {MODULE}")


def environment(folder: str, *packages: str) -> str:
    """Make an environment with packages and return its Python."""
    run("uv", "venv", "--quiet", folder)
    python = f"{folder}/bin/python"
    if packages:
        run("uv", "pip", "install", "--quiet", "--python", python, *packages)
    return python


def metadata(path: Path) -> str:
    """Return the metadata of an sdist or a wheel."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(f"{MODULE}-1.0.0.dist-info/METADATA").decode()
    with tarfile.open(path) as sdist:
        found = sdist.extractfile(f"{MODULE}-1.0.0/PKG-INFO")
        return found.read().decode() if found else ""


def check(files: list[Path]) -> None:
    """Check files as `twine check` does: their metadata can be read, and their descriptions rendered."""
    from packaging.metadata import Metadata
    from readme_renderer import markdown

    for path in files:
        if not markdown.render(Metadata.from_email(metadata(path)).description or ""):
            raise SystemExit(f"{path} has no description that can be rendered")


def upload(path: Path) -> None:
    """Send a file in a form with its metadata."""
    fields = {":action": "file_upload", "protocol_version": "1", "sha256_digest": digest(path)}
    fields["filetype"] = "bdist_wheel" if path.suffix == ".whl" else "sdist"
    fields["pyversion"] = "py3" if path.suffix == ".whl" else "source"
    headers = re.findall(r"^([A-Z][\w-]*): (.*)$", metadata(path).partition("\n\n")[0], re.MULTILINE)
    fields |= {key.lower().replace("-", "_"): value for key, value in headers}
    parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    head = f'--b\r\nContent-Disposition: form-data; name="content"; filename="{path.name}"\r\n\r\n'
    body = "".join([*parts, head]).encode() + path.read_bytes() + b"\r\n--b--\r\n"
    account = base64.b64encode(f"__token__:{os.environ['TOKEN']}".encode()).decode()
    said = {"Authorization": f"Basic {account}", "Content-Type": "multipart/form-data; boundary=b"}
    urllib.request.urlopen(urllib.request.Request(os.environ["UPLOAD"], body, said)).close()  # noqa: S310 - loopback


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*words: str) -> None:
    """Run a program."""
    subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
