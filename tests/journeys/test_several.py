"""The page on several packages, typed as it is printed: its files written, its commands run, in its order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gonogo.system.pip_settings import pip_index
from gonogo.test_index import EmbeddedIndex, Options, open_index

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "several-packages.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the tests stand outside of the repository")
FENCE = re.compile(r"^```(.*)\n(?::caption: (.+)\n\n)?((?:.*\n)*?)^```$", re.MULTILINE)
HERE = 'publish = "here"\n'
OURS = f'{HERE}index = "ours"\n\n[tool.gonogo.indexes.ours]\nupload = "{{upload}}"\nsimple = "{{simple}}"\n'
"""What the page leaves out: its packages go to the public index."""


def typed(command: str, folder: Path, index: EmbeddedIndex) -> Path:
    """Type one printed command at a terminal, `y` being the answer; return the folder for the next one."""
    if command.startswith("cd "):
        return (folder / command.removeprefix("cd ")).resolve()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "GONOGO_TOKEN_OURS": index.token}
    ours, theirs = os.openpty()
    os.write(ours, b"y\n")
    streams = {"stdin": theirs, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, check=False, **streams)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return folder


def test_the_page_works_as_printed(tmp_path: Path) -> None:
    folder, count = tmp_path, 0
    options = Options(fallback=pip_index, own=("acme-core", "acme-shop"))
    with open_index(tmp_path / "index", options=options) as index:
        where = {"upload": index.index.upload_url, "simple": index.index.simple_url}
        for kind, caption, body in FENCE.findall(PAGE.read_text(encoding="utf-8")):
            if caption:
                (folder / caption).parent.mkdir(parents=True, exist_ok=True)
                (folder / caption).write_text(body.replace(HERE, OURS.format(**where)), encoding="utf-8")
            elif kind == "console":
                for line in body.splitlines():
                    folder, count = typed(line.removeprefix("$ "), folder, index), count + 1
        served = sorted(one.filename for one in index.store.all() if one.filename.endswith(".tar.gz"))
    tags = subprocess.run(["git", "tag"], cwd=tmp_path / "acme.git", capture_output=True, text=True, check=True)
    assert tags.stdout.split() == ["acme-core-2.0.0", "acme-core-2.0.1", "acme-shop-1.0.1"]
    assert served == ["acme_core-2.0.0.tar.gz", "acme_core-2.0.1.tar.gz", "acme_shop-1.0.1.tar.gz"]
    shop = (folder / "packages/shop/pyproject.toml").read_text(encoding="utf-8")
    assert 'dependencies = ["acme-core>=1.0,<3"]' in shop
    assert count > 20
