"""A double of ssh, by which git reaches a bare repository under the forge's address."""

from __future__ import annotations

from pathlib import Path

ADDRESS = "ssh://git@localhost/someone/demo.git"

PROGRAM = """#!/bin/sh
# Stands for ssh: runs the command that git gives for the forge over the bare repository of this test.
for last; do :; done
exec sh -c "$(printf %s "$last" | sed "s#'/someone/demo.git'#'{remote}'#")"
"""


def install(folder: Path, remote: Path) -> Path:
    """Write the program into a folder and return its path."""
    program = folder / "ssh"
    program.write_text(PROGRAM.replace("{remote}", str(remote)))
    program.chmod(0o755)
    return program
