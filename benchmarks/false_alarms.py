"""False alarms: the newest sdist and wheel of well-known packages, which the index took, through `inspect`.

Run it as `python -m benchmarks.false_alarms [FOLDER]`; what is in FOLDER already is not fetched again.
It prints each refusal and the figures. Two files a package, less than 130 in all, are fetched, one at a
time. As twine sends them, a refusal is a false alarm; uv sends License-File under metadata older than 2.4,
which the index refuses.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gonogo.commands.inspect import Question, inspect
from gonogo.model.verdict import Verdict
from gonogo.system.pip_settings import pip_index

LARGEST = 40 << 20
"""Bytes of a file above which another is taken."""

BY_BACKEND = {
    "setuptools": "setuptools requests boto3 simplejson pytz docutils tornado lxml psutil regex wrapt",
    "hatchling": "hatchling attrs black jsonschema httpx virtualenv tox filelock urllib3 nox towncrier",
    "flit": "flit-core packaging wheel idna click flask jinja2 typing-extensions tomli build",
    "poetry": "poetry-core rich tomlkit pendulum mdformat",
    "pdm": "pdm-backend findpython fastapi",
    "meson": "numpy contourpy pandas",
    "maturin": "pydantic-core cryptography rpds-py orjson ruff nh3",
    "scikit-build": "cmake ninja pyzmq",
    "others": "cffi pyyaml markupsafe greenlet sqlalchemy pillow grpcio protobuf aiohttp mypy coverage",
}


def chosen(name: str, index: str) -> Iterator[Any]:
    """Yield the newest sdist and one of the newest wheels of a project, the compiled one before the pure."""
    from packaging.version import InvalidVersion, Version
    from pypi_simple import PyPISimple

    def version(package: Any) -> Version:
        try:
            return Version(package.version or "0")
        except InvalidVersion:
            return Version("0")

    with PyPISimple(index) as client:
        packages = client.get_project_page(name, timeout=30).packages
    newest = max(version(one) for one in packages if not version(one).is_prerelease and not one.is_yanked)
    for kind in ("sdist", "wheel"):
        ours = [one for one in packages if version(one) == newest and one.package_type == kind]
        ours = [one for one in ours if (one.size or 0) < LARGEST]
        ours.sort(key=lambda one: "linux" in one.filename)
        yield from ours[-1:]


def fetch(folder: Path) -> None:
    """Fetch what is not in the folder yet, one file at a time."""
    from pypi_simple import PyPISimple

    index = pip_index()
    with PyPISimple(index) as client:
        for name in " ".join(BY_BACKEND.values()).split():
            if (folder / f".{name}").exists():
                continue
            for package in chosen(name, index):
                client.download_package(package, folder / package.filename, timeout=60)
            (folder / f".{name}").touch()


def main() -> int:
    """Fetch, judge and print."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    fetch(folder)
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    refused: Counter[str] = Counter()
    for client in ("twine", "uv"):
        started = time.monotonic()
        advice: Counter[str] = Counter()
        for path in files:
            (row,) = inspect([path], Question(client)).rows
            advice.update(finding.code for finding in row.findings if not finding.blocking)
            if row.verdict is not Verdict.GO:
                refused[client] += 1
                for finding in row.findings:
                    if finding.blocking:
                        print(f"  {client} {path.name}: {finding.code}: {finding.what} ({finding.where})")
        seconds = time.monotonic() - started
        print(f"{client}: {len(files)} files in {seconds:.1f} s, advice {advice.most_common()}")
    print(f"{len(files)} files: {refused['twine']} false alarms; {refused['uv']} refused if uv sent them")
    return 1 if refused["twine"] else 0


if __name__ == "__main__":
    sys.exit(main())
