"""Templates of the files of CI: their environment, and texts as YAML scalars."""

import io
import shlex
import sys
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from gonogo.system import toml


def rendered(folders: tuple[str, ...], files: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Return files, path to text: each made from the template that is named, out of the first folder that has it."""
    return {path: templates(folders).get_template(name).render(values) for path, name in files.items()}


def chosen_of(files: Mapping[str, str], chosen: Collection[str], root: Path) -> dict[str, str]:
    """Return those of the files to choose that are named, or are in a project already, path to template."""
    return {path: name for path, name in files.items() if path in chosen or (root / path).is_file()}


def pins(folder: str) -> dict[str, Any]:
    """Return the runner and the actions of a provider, each by what it is pinned to."""
    text = (resources.files("gonogo.ci") / "templates" / folder / "pins.toml").read_text(encoding="utf-8")
    return toml.parse(text, "pins.toml")


@cache
def templates(folders: tuple[str, ...]) -> Any:
    """Return the environment of templates; its marks are << >> and <% %>, since GitHub's own are ${{ }}."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader("gonogo.ci", f"templates/{one}") for one in folders]),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(("html",)),
    )
    environment.filters |= {"yaml": plain, "quoted": quoted, "expression": expression, "shell": shlex.quote}
    return environment


@lru_cache(1024, typed=True)
def plain(value: str) -> str:
    """Return a text as a YAML scalar on one line, with quotes where YAML asks for them."""
    from ruamel.yaml import YAML

    stream = io.StringIO()
    yaml = YAML()
    yaml.width = sys.maxsize
    yaml.dump(value, stream)
    return stream.getvalue().removesuffix("...\n").rstrip("\n")


def expression(value: str) -> str:
    """Return a condition as a YAML scalar; marked as an expression where YAML reads its first character as a tag."""
    return f"${{{{ {value} }}}}" if value.startswith("!") else plain(value)


def quoted(value: str) -> str:
    """Return a text as a YAML scalar in double quotes."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return plain(DoubleQuotedScalarString(value))
