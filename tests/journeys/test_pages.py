"""Pages that lead through a release, typed as they are printed: their files written, their commands run, in order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.system.pip_settings import pip_index
from gonogo.test_index import Options, open_index

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the tests stand outside of the repository")
FENCE = re.compile(r"^```(.*)\n(?::caption: (.+)\n\n)?((?:.*\n)*?)^```$", re.MULTILINE)
HERE = 'publish = "here"\n'
OURS = f'{HERE}index = "ours"\n\n[tool.gonogo.indexes.ours]\nupload = "{{upload}}"\nsimple = "{{simple}}"\n'
"""What a page leaves out: its packages go to the public index."""


def typed(command: str, folder: Path) -> Path:
    """Type one printed command at a terminal, `y` being the answer; return the folder for the next one."""
    if command.startswith("cd "):
        return (folder / command.removeprefix("cd ")).resolve()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ours, theirs = os.openpty()
    os.write(ours, b"y\n")
    streams = {"stdin": theirs, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, check=False, **streams)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return folder


def walk(page: str, folder: Path, written: Callable[[str], str] = str) -> tuple[Path, int]:
    """Do all that a page prints; return the folder in which it ends, and the number of its commands."""
    count = 0
    for kind, caption, body in FENCE.findall((DOCS / page).read_text(encoding="utf-8")):
        if caption:
            (folder / caption).parent.mkdir(parents=True, exist_ok=True)
            (folder / caption).write_text(written(body), encoding="utf-8")
        elif kind == "console":
            for line in body.splitlines():
                folder, count = typed(line.removeprefix("$ "), folder), count + 1
    return folder, count


def tags(repository: Path) -> list[str]:
    return subprocess.run(["git", "tag"], cwd=repository, capture_output=True, text=True, check=True).stdout.split()


def test_the_tutorial(tmp_path: Path) -> None:
    folder, count = walk("tutorial/first-release.md", tmp_path)
    assert tags(folder) == tags(tmp_path / "hello.git") == ["v0.2.0"]
    assert count > 15


def test_several_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = Options(fallback=pip_index, own=("acme-core", "acme-shop"))
    with open_index(tmp_path / "index", options=options) as index:
        monkeypatch.setenv("GONOGO_TOKEN_OURS", index.token)
        where = {"upload": index.index.upload_url, "simple": index.index.simple_url}
        page = "how-to/several-packages.md"
        folder, count = walk(page, tmp_path, lambda body: body.replace(HERE, OURS.format(**where)))
        served = sorted(one.filename for one in index.store.all() if one.filename.endswith(".tar.gz"))
    assert tags(tmp_path / "acme.git") == ["acme-core-2.0.0", "acme-core-2.0.1", "acme-shop-1.0.1"]
    assert served == ["acme_core-2.0.0.tar.gz", "acme_core-2.0.1.tar.gz", "acme_shop-1.0.1.tar.gz"]
    shop = (folder / "packages/shop/pyproject.toml").read_text(encoding="utf-8")
    assert 'dependencies = ["acme-core>=1.0,<3"]' in shop
    assert count > 20
