"""A double of ssh, by which git reaches a bare repository under the forge's address."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

SETTINGS = ("remote.origin.url", "core.sshCommand", "ssh.variant")
"""What of a repository's settings lets git reach it."""

PROGRAM = """#!/bin/sh
# Stands for ssh: runs the command that git gives for the forge over the bare repository of this test.
for last; do :; done
exec sh -c "$(printf %s "$last" | sed "s#'/{slug}.git'#'{remote}'#")"
"""


ADDRESS = "ssh://git@localhost/someone/demo.git"


def install(folder: Path, remote: Path, slug: str = "someone/demo") -> Path:
    """Write the program into a folder and return its path."""
    program = folder / "ssh"
    program.write_text(PROGRAM.replace("{slug}", slug).replace("{remote}", str(remote)))
    program.chmod(0o755)
    return program


def host(sample: Any, folder: Path, slug: str = "someone/demo") -> None:
    """Let the remote of a sample be on a forge; the program is written into a folder."""
    program = install(folder, sample.remote, slug)
    address = ADDRESS.replace("someone/demo", slug)
    for name, value in zip(SETTINGS, (address, shlex.quote(str(program)), "simple"), strict=True):
        sample.git("config", name, value)
