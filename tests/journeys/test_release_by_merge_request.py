"""`invoke release --pr`, typed, in a project on GitLab and in one on Forgejo: one request, updated when typed again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.doubles import forgejo, gitlab, ssh


@pytest.mark.parametrize("module", [gitlab, forgejo], ids=["gitlab", "forgejo"])
def test_it_is_opened_with_notes_and_board_and_updated(sample: Any, module: Any, tmp_path: Path) -> None:
    ssh.host(sample, tmp_path, module.SLUG)
    with module.open_forge() as forge:
        token = {"GITLAB_TOKEN": gitlab.TOKEN} if module is gitlab else {"FORGEJO_TOKEN": forgejo.TOKEN}
        server = "CI_SERVER_URL" if module is gitlab else "GITHUB_SERVER_URL"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environ = {**os.environ, **forge.environ, **token, server: "http://localhost", "PATH": path}
        shown = [typed(sample, environ), typed(sample, environ)]
        (request,) = forge.state.requests if module is gitlab else forge.state.pulls

    page = request.get("web_url") or request["html_url"]
    assert f"opened {page}" in shown[0]
    assert f"updated {page}" in shown[1]
    assert request["title"] == sample.remote_git("log", "-1", "--format=%s", "release/1.1.0")
    text = request.get("description") or request["body"]
    assert "- A new thing." in text
    assert "| tests" in text


def typed(sample: Any, environ: dict[str, str]) -> str:
    words = ["invoke", "release", "--part", "minor", "--pr", "--yes"]
    done = subprocess.run(words, cwd=sample.folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
