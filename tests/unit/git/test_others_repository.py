"""A repository that git does not trust is not said to be none."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gonogo.git.repository import Git, OthersRepository


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_another_user_is_reported_with_the_way_to_trust_it(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    root.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    for path in (root, root / ".git"):
        shutil.chown(path, 12345, 12345)

    with pytest.raises(OthersRepository) as caught:
        _ = Git(root).top
    assert f"safe.directory {root}" in caught.value.hint
