"""The environment of other programs: the variables of ours that they may see, and the secrets that installers need."""

import os
from collections.abc import Mapping
from functools import lru_cache

from gonogo.system import secrets

ALLOWED = frozenset([
    "ALL_PROXY", "APPDATA", "CC", "CFLAGS", "CI", "COLUMNS", "COMSPEC", "CPPFLAGS", "CURL_CA_BUNDLE", "CXX",
    "CXXFLAGS", "DISPLAY", "FORCE_COLOR", "GNUPGHOME", "GPG_TTY", "HOME", "HTTPS_PROXY", "HTTP_PROXY", "LANG",
    "LANGUAGE", "LD_LIBRARY_PATH", "LDFLAGS", "LOCALAPPDATA", "LOGNAME", "NO_COLOR", "NO_PROXY", "PATH", "PATHEXT",
    "PKG_CONFIG_PATH", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE",
    "PYTHONWARNINGS", "REQUESTS_CA_BUNDLE", "RUSTUP_HOME", "CARGO_HOME", "SHELL", "SSH_AGENT_PID", "SSH_AUTH_SOCK",
    "SSL_CERT_DIR", "SSL_CERT_FILE", "SYSTEMROOT", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER", "USERNAME",
    "USERPROFILE", "all_proxy", "http_proxy", "https_proxy", "no_proxy",
])  # fmt: skip
ALLOWED_PREFIXES = ("LC_", "XDG_", "PIP_", "UV_", "PYENV_", "GITHUB_", "RUNNER_", "COVERAGE_")
REFUSED_PREFIXES = ("UV_PUBLISH_",)

INSTALLERS = ("PIP_", "UV_")  # how the variables of the installers begin, whose secrets only they see
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
"""Proxies, whose addresses may hold credentials that only git and the installers see."""


@lru_cache(maxsize=1024)
def allowed(name: str) -> bool:
    """Return whether a variable of ours may be seen by another program, going by its name."""
    known = name in ALLOWED or name.startswith(ALLOWED_PREFIXES)
    return known and not name.startswith(REFUSED_PREFIXES) and not secrets.is_secret_name(name)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for another program: ours as far as allowed, no secrets or relative PATHs, and `extra`."""
    return {**outward(ours()), **(extra or {})}


def ours() -> tuple[tuple[str, str], ...]:
    """Return our environment, as something that can be compared with what it was before."""
    return tuple(os.environ.items())


@lru_cache(maxsize=2)
def outward(variables: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the part of an environment that another program may see."""
    kept = {name: value for name, value in variables if allowed(name) and not secrets.is_secret(name, value)}
    path = os.pathsep.join(filter(os.path.isabs, kept.get("PATH", os.defpath).split(os.pathsep)))
    return {**kept, "PATH": path}


def installing(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for an installer: what other programs see, and its own secrets."""
    return {**environment(extra), **with_secrets(INSTALLERS), **with_secrets(PROXIES)}


def with_secrets(names: tuple[str, ...]) -> dict[str, str]:
    """Return the variables whose names begin so and which hold a secret that may be handed on."""
    found = {name: value for name, value in os.environ.items() if name.startswith(names)}
    return {
        name: value
        for name, value in found.items()
        if secrets.is_secret(name, value) and not name.startswith(REFUSED_PREFIXES)
    }
