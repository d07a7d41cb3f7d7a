"""The environment that git is given: nothing of ours that moves it elsewhere, no prompt, plain messages."""

import os
from collections.abc import Mapping
from functools import lru_cache

from gonogo.system.environment import PROXIES, environment, ours, with_secrets

PASSED = (
    "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_AUTHOR_DATE",
    "GIT_COMMITTER_DATE", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_TRACE2_EVENT",
)  # fmt: skip
"""Variables of git's that a user sets for one command."""

HOOK_SWITCHES = (
    "SKIP", "PRE_COMMIT_ALLOW_NO_CONFIG", "PRE_COMMIT_HOME", "HUSKY", "LEFTHOOK", "LEFTHOOK_EXCLUDE",
    "OVERCOMMIT_DISABLE",
)  # fmt: skip
"""Variables with which a user leaves out hooks of pre-commit, Husky, Lefthook and Overcommit for one command."""

TRANSPORTS = "file:git:http:https:ssh"  # what git may use; none runs a program that an address names, as `ext::`


def variables(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for git: no GIT_* from outside, no prompt, plain messages, history as it is."""
    return {**outward(ours()), **(extra or {})}


@lru_cache(maxsize=2)
def outward(ours: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the part of our environment that git may see, and what is set for it."""
    fixed = {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C.UTF-8",
        "GIT_PAGER": "cat",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_ALLOW_PROTOCOL": TRANSPORTS,
    }
    settings = {name: value for name, value in ours if name in (*PASSED, *HOOK_SWITCHES)}
    return {**environment(), **with_secrets(PROXIES), **settings, **fixed}
