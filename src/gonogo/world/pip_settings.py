"""pip's settings, as far as uv has to be told of them: the index that pip is configured with."""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path

SECTIONS = ("install", "global")


def configured_index() -> str:
    """Return the index that pip is configured with, by its environment or its files; else empty."""
    if os.environ.get("PIP_INDEX_URL"):
        return os.environ["PIP_INDEX_URL"]
    for path in files():
        found = index_in(path)
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


def index_in(path: Path) -> str:
    """Return the index that one of pip's files names; empty where it names none or cannot be read."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        return ""
    for section in SECTIONS:
        found = parser.get(section, "index-url", fallback="")
        if found:
            return found
    return ""
