"""pip's settings that other programs need: its index, and the certificates that it trusts."""

import configparser
import os
import sys
from pathlib import Path

SECTIONS = ("install", "global")


def configured_index() -> str:
    """Return the index that pip is configured with, by its environment or its files; else empty."""
    return configured("index-url")


def configured_certificates() -> str:
    """Return the file of certificates that pip is configured to trust; else empty."""
    return configured("cert")


def way_out() -> dict[str, str]:
    """Return the variables that keep pip's certificates and proxy where it is set to read no file."""
    found = {f"PIP_{key.upper()}": configured(key) for key in ("cert", "proxy")}
    return {name: value for name, value in found.items() if value}


def configured(key: str) -> str:
    """Return one of pip's settings, by its environment or its files; else empty."""
    variable = "PIP_" + key.replace("-", "_").upper()
    if os.environ.get(variable):
        return os.environ[variable]
    for path in files():
        found = value_in(path, key)
        if found:
            return found
    return ""


def files() -> list[Path]:
    """Return the files that pip reads, the strongest first."""
    from platformdirs import site_config_path, user_config_path

    given = os.environ.get("PIP_CONFIG_FILE", "")
    if given == os.devnull:
        return []
    name = "pip.ini" if os.name == "nt" else "pip.conf"
    system = Path("/etc") / name if os.name == "posix" else site_config_path("pip") / name
    user = [user_config_path("pip", appauthor=False) / name, Path.home() / ".pip" / name]
    return [*([Path(given)] if given else []), Path(sys.prefix) / name, *user, system]


def value_in(path: Path, key: str) -> str:
    """Return what one of pip's files says of a setting; empty where it says nothing or cannot be read."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        return ""
    for section in SECTIONS:
        found = parser.get(section, key, fallback="")
        if found:
            return found
    return ""


def pip_index() -> str:
    """Return the simple URL of the index that pip installs from."""
    return configured_index() or _default()


def _default() -> str:
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    return PYPI_SIMPLE_ENDPOINT
