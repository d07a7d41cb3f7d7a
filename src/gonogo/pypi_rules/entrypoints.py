"""entry_points.txt, read as installers read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from configparser import ConfigParser

SCRIPTS = ("console_scripts", "gui_scripts")
NAME = re.compile(r"[\w.-]+")


OBJECT = re.compile(r"[\w.]+\s*:\s*[\w.]+\s*(\[[\w\s,.-]*\])?")
"""A module, a colon, an object in it, and extras: all that a script's entry point may be."""


def reader(*, plain: bool = False) -> ConfigParser:
    """Return an INI reader that keeps the case of names; a `plain` one leaves `%` as it is."""
    from configparser import BasicInterpolation, ConfigParser, Interpolation

    parser = ConfigParser(delimiters=("=",), interpolation=Interpolation() if plain else BasicInterpolation())
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    return parser


def fault_in(data: bytes) -> str:
    """Return what is wrong with an entry_points.txt, or an empty string."""
    from configparser import Error

    parser = reader()
    try:
        parser.read_string(data.decode("utf-8"))
        names = [name for section in SCRIPTS if parser.has_section(section) for name in parser[section]]
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    except Error as error:
        return str(error).splitlines()[0]
    odd = next((name for name in names if not NAME.fullmatch(name)), "")
    return f"{odd!r} is no name for a script" if odd else ""


def odd_scripts(data: bytes) -> list[str]:
    """Return the scripts whose entry point is not an object in a module; none where the file cannot be read."""
    from configparser import Error

    parser = reader(plain=True)
    try:
        parser.read_string(data.decode("utf-8"))
    except (UnicodeDecodeError, Error):
        return []
    scripts = [pair for section in SCRIPTS if parser.has_section(section) for pair in parser.items(section)]
    return [f"{name} = {value}" for name, value in scripts if not OBJECT.fullmatch(value)]
