"""entry_points.txt, read as installers read it."""

from __future__ import annotations

import configparser
import re

SCRIPTS = ("console_scripts", "gui_scripts")
NAME = re.compile(r"[\w.-]+")


OBJECT = re.compile(r"[\w.]+\s*:\s*[\w.]+\s*(\[[\w\s,.-]*\])?")
"""A module, a colon, an object in it, and extras: all that a script's entry point may be."""


class Spelled(configparser.ConfigParser):
    """An INI reader that keeps the case of names."""

    def optionxform(self, optionstr: str) -> str:
        """Return a name as it is."""
        return optionstr


def fault_in(data: bytes) -> str:
    """Return what is wrong with an entry_points.txt, or an empty string."""
    parser = Spelled(delimiters=("=",))
    try:
        parser.read_string(data.decode("utf-8"))
        names = [name for section in SCRIPTS if parser.has_section(section) for name in parser[section]]
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    except configparser.Error as error:
        return str(error).splitlines()[0]
    odd = next((name for name in names if not NAME.fullmatch(name)), "")
    return f"{odd!r} is no name for a script" if odd else ""


def odd_scripts(data: bytes) -> list[str]:
    """Return the scripts whose entry point is not an object in a module; none where the file cannot be read."""
    parser = Spelled(delimiters=("=",), interpolation=None)
    try:
        parser.read_string(data.decode("utf-8"))
    except (UnicodeDecodeError, configparser.Error):
        return []
    scripts = [pair for section in SCRIPTS if parser.has_section(section) for pair in parser.items(section)]
    return [f"{name} = {value}" for name, value in scripts if not OBJECT.fullmatch(value)]
