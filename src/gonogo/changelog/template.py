"""Rendering notes with towncrier: its own templates by its own code, a project's template in a sandbox."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.changelog.configuration import TowncrierRefused, level_of, template_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from towncrier._settings.load import Config

SECONDS = 30.0  # seconds that a project's template may take
Notes = dict[str, dict[tuple[str, str, int], str]]


class _Taken(dict[str, str]):
    """The data of a version, which keeps what towncrier made of the notes."""

    kept: dict[str, Any]

    def take(self, **values: Any) -> str:
        """Keep the values that a template is given."""
        self.kept = values
        return ""


_TAKE = (
    "{{ versiondata.take(render_title=render_title, sections=sections, definitions=definitions, underlines=underlines,"
    " top_underline=top_underline, issues_by_category=issues_by_category, header_prefix=header_prefix) }}"
)
_SHOW = "{{ versiondata.text }}"


def render(found: Config, notes: Notes, version: dict[str, str]) -> str:
    """Return the notes as the configured template renders them, without a title that `title_format` makes."""
    from jinja2 import TemplateError
    from towncrier._builder import split_fragments

    template, suffix = template_of(found)
    fragments = split_fragments(notes, found.types, all_bullets=found.all_bullets)
    try:
        if isinstance(found.template, tuple):
            return _by_towncrier(found, template, suffix, fragments, version)
        taken = _Taken(version)
        _by_towncrier(found, _TAKE, suffix, fragments, taken)
        text = sandboxed(template, {**taken.kept, "versiondata": version, "all_bullets": found.all_bullets})
        return _by_towncrier(found, _SHOW, suffix, {}, {"text": text})
    except (TemplateError, KeyError, IndexError) as error:
        raise TowncrierRefused(why=repr(error)) from error


def _by_towncrier(
    found: Config,
    template: str,
    suffix: str,
    fragments: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]],
    version: Mapping[str, str],
) -> str:
    """Return what towncrier makes of fragments with a template, wrapped as it is configured."""
    from towncrier._builder import render_fragments

    return str(
        render_fragments(
            template,
            found.issue_format,
            fragments,
            found.types,
            found.underlines[1:],
            found.wrap,
            version,
            top_underline=found.underlines[0],
            all_bullets=found.all_bullets,
            render_title=found.title_format == "",
            md_header_level=level_of(found) if suffix == ".md" else 1,
        )
    )


def sandboxed(template: str, values: dict[str, Any]) -> str:
    """Return what a template of a project makes, rendered in a process with limits; TowncrierRefused says why not."""
    from gonogo.changelog import sandbox
    from gonogo.system.process import CommandTimedOut, run

    asked = json.dumps({"template": template, "values": values, "seconds": sandbox.CPU_SECONDS})
    try:
        done = run([sys.executable, "-I", sandbox.__file__], Path(sandbox.__file__).parent, text=asked, seconds=SECONDS)
    except CommandTimedOut as error:
        raise TowncrierRefused(why=f"the template takes more than {SECONDS:.0f} seconds") from error
    if done.code == sandbox.REFUSED:
        raise TowncrierRefused(why=f"the template is refused: {done.stderr}")
    if done.code:
        raise TowncrierRefused(why=f"the template takes more than {sandbox.CPU_SECONDS} seconds or too much memory")
    return done.stdout
