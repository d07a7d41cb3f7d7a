"""Make the lock files of this folder anew: every dependency with its hashes, none younger than a week (R17, R18).

Run by `nox -s lock`. Words given are handed on to `uv pip compile`, such as `--upgrade-package twine`; without any, all
are upgraded. `--check` makes nothing, and ends with 1 where a lock is not what it would become.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "requirements"
BOTH = ("pyproject.toml", "requirements/build.in")
LOCKS = {
    "dev.txt": (*BOTH, "--group", "dev"),
    "act.txt": ("--group", "act"),
    "docs.txt": (*BOTH, "--group", "docs"),
    "release.txt": (*BOTH, "--extra", "fast"),
    "build.txt": ("requirements/build.in",),
}
COOLDOWN = timedelta(days=7)
FIXED = ("--quiet", "--universal", "--generate-hashes", "--python-version", "3.10", "--no-header", "--no-annotate")


def compiled(name: str, target: Path, words: list[str]) -> None:
    """Write one lock."""
    before = (datetime.now(timezone.utc) - COOLDOWN).strftime("%Y-%m-%dT00:00:00Z")
    argv = [sys.executable, "-m", "uv", "pip", "compile", *FIXED, "--exclude-newer", before, *LOCKS[name], *words]
    subprocess.run([*argv, "--output-file", str(target)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def differs(name: str) -> bool:
    """Return whether a lock would become another one with nothing upgraded."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / name
        target.write_bytes((HERE / name).read_bytes())
        compiled(name, target, [])
        return target.read_bytes() != (HERE / name).read_bytes()


def main(words: list[str]) -> int:
    """Make every lock, or look whether they fit."""
    if words == ["--check"]:
        stale = [name for name in LOCKS if differs(name)]
        sys.stdout.write("".join(f"requirements/{name} does not fit; type: nox -s lock\n" for name in stale))
        return bool(stale)
    for name in LOCKS:
        compiled(name, HERE / name, words or ["--upgrade"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
