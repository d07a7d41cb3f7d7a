"""Notices: what around a release changes how it goes, and is therefore named in its plan."""

from __future__ import annotations

import os

from gonogo.git.repository import Git
from gonogo.system.address import masked

VARIABLES = (
    "TWINE_",
    "UV_PUBLISH_",
    "PIP_",
    "SSL_CERT_",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "SOURCE_DATE_EPOCH",
)
"""Beginnings of the names of variables that change where a release is sent or what it holds."""

SETTINGS = ("core.hookspath", "core.fsmonitor", "core.sshcommand", "credential.", "url.", "alias.push", "alias.commit")
"""Beginnings of the settings with which git runs other programs or goes elsewhere."""


def notices(git: Git) -> tuple[str, ...]:
    """Return a sentence each on the variables and on git's settings that play a part, without their values."""
    variables = sorted(name for name in os.environ if name.upper().startswith(VARIABLES))
    settings = sorted({masked(key) for key in git.settings() if key.startswith(SETTINGS)})
    named = (("set in the environment", variables), ("set in git", settings))
    return tuple(f"{what}: {', '.join(names)}" for what, names in named if names)
