"""The index that pip is configured with, read from where pip reads it.

Source: pip's user guide, «Configuration»: the environment before a virtual environment's file, that before
the user's, that before the machine's; `PIP_CONFIG_FILE` decides over these files, and as the null device
turns them off.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

SECTIONS = ("install", "global")
KEYS = ("index-url", "index_url")


def pip_index(environ: Mapping[str, str] = os.environ) -> str:
    """Return the simple URL of the index that pip installs from."""
    given = environ.get("PIP_INDEX_URL", "").strip()
    return given or _configured(environ) or _default()


def _configured(environ: Mapping[str, str]) -> str:
    parsers = [_parsed(path) for path in config_files(environ)]
    urls = (_index_url(parser, section) for section in SECTIONS for parser in parsers)
    return next((url for url in urls if url), "")


def config_files(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the files that pip reads, the one that decides first."""
    named = environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return
    if named:
        yield Path(named)
    name = "pip.ini" if os.name == "nt" else "pip.conf"
    yield Path(sys.prefix, name)
    yield from _users(name, environ)
    yield from _machines(name)


def _users(name: str, environ: Mapping[str, str]) -> Iterator[Path]:
    import platformdirs

    home = environ.get("HOME") or environ.get("USERPROFILE") or ""
    xdg = environ.get("XDG_CONFIG_HOME", "")
    yield (
        Path(xdg, "pip", name)
        if xdg
        else platformdirs.user_config_path("pip", appauthor=False, roaming=True) / name
    )
    if home:
        yield Path(home, "pip" if os.name == "nt" else ".pip", name)


def _machines(name: str) -> Iterator[Path]:
    import platformdirs

    if os.name == "posix":
        yield Path("/etc", name)
    folders = platformdirs.site_config_dir("pip", appauthor=False, multipath=True)
    yield from (Path(folder, name) for folder in folders.split(os.pathsep))


def _parsed(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    with suppress(OSError, UnicodeDecodeError, configparser.Error):
        parser.read_string(path.read_text("utf-8"), str(path))
    return parser


def _index_url(parser: configparser.RawConfigParser, section: str) -> str:
    found = (parser.get(section, key, fallback="").strip() for key in KEYS)
    return next((url for url in found if url), "")


def _default() -> str:
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    return PYPI_SIMPLE_ENDPOINT
