"""TOML files, read with errors that name the file, the line and the column."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from gonogo.model.errors import GonogoError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LIMIT = 4_000_000  # bytes of a TOML file that are read at the most


class BrokenToml(GonogoError):
    text = "{path} cannot be read: {why}"
    hint_text = "fix {path} at that line; nothing was changed"


def parse(text: str, where: str) -> dict[str, Any]:
    """Return the tables of a TOML text; BrokenToml names `where`, the line and the column."""
    try:
        return tables(text).copy()
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BrokenToml(path=where, why=str(error) or "nested too deeply") from error


@lru_cache(maxsize=128)
def tables(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text, for reading only: a release asks the same file from many sides."""
    return dict(tomllib.loads(text))


def read(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; an absent file has none."""
    if not path.is_file():
        return {}
    if path.stat().st_size > LIMIT:
        raise BrokenToml(path=path.name, why=f"larger than {LIMIT} bytes")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise BrokenToml(path=path.name, why=error) from error
    return parse(text, path.name)
