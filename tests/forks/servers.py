"""The servers that the tests of one process fork from one that has imported what they need."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_cache_path

import gonogo
from backends import remembering
from forks import bump_server, command_forks, hook_forks
from gonogo.artifacts import builder, kept_environments, workshops
from gonogo.checks import reader
from gonogo.project import bump


@contextlib.contextmanager
def forked() -> Iterator[None]:
    """Fork bump servers, hook servers, commands that tests type, and the comparing of sdists."""
    home, source = user_cache_path("gonogo").resolve(), Path(gonogo.__path__[0]).parent
    with (
        pytest.MonkeyPatch.context() as patch,
        bump_server.forks(source) as bumping,
        hook_forks.forks(home) as (serving, copy),
        command_forks.serving(),
    ):
        patch.setattr(bump, "start", bumping)
        patch.setattr(kept_environments, "copy", copy)
        for module in (builder, workshops):
            patch.setattr(module, "serving", serving)
        patch.setattr(reader, "process", command_forks.Comparing())
        patch.setattr(builder, "metadata", remembering(builder.metadata))
        yield
