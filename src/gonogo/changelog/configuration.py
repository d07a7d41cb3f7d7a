"""towncrier's configuration of a project: read by towncrier, and its paths held to bounds."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.changelog.fragments import Rules
from gonogo.model.errors import GonogoError
from gonogo.system import toml
from gonogo.system.text import inside, load

if TYPE_CHECKING:
    from towncrier._settings.load import Config

IGNORED = (".gitignore", ".gitkeep", ".keep", "readme", "readme.md", "readme.rst")
"""Names that towncrier never takes for fragments."""

FOLDER = "changelog.d"  # the folder of fragments where towncrier is not configured


class TowncrierRefused(GonogoError):
    text = "towncrier cannot make the changelog from its table in pyproject.toml or towncrier.toml: {why}"
    hint_text = "correct [tool.towncrier]; see what it makes with: invoke changelog"


class TwoWays(GonogoError):
    text = "{path} has a section {title} for the next release, and {folder} is for fragments: only one can be used"
    hint_text = (
        "write the notes into that section and remove {folder}; or move them into {folder}, remove the section, and "
        "type: gonogo init; towncrier then writes each section, in a style of its own and without a link to compare"
    )


def require_one_way(root: Path, changelog: str) -> None:
    """Raise TwoWays where a changelog with a section for the next release has a folder of fragments beside it.

    The changelog of several packages is in no package, and such a section is not read there.
    """
    from gonogo.changelog.document import Document

    if changelog and ".." not in Path(changelog).parts and (root / changelog).is_file():
        for one in Document(load(root, changelog).content, changelog).waiting[:1]:
            raise TwoWays(path=changelog, title=one.title, folder=FOLDER)


def config(root: Path, changelog: str = "") -> Config:
    """Return towncrier's configuration of a project; its own defaults and `changelog.d` where it has none."""
    from towncrier._settings.load import ConfigError, parse_toml

    tables = [toml.read(root / name) for name in ("towncrier.toml", "pyproject.toml")]
    for table in tables:
        _require_no_package(table)
    try:
        if any("towncrier" in table.get("tool", {}) for table in tables):
            found = _loaded(str(root), *map(repr, tables))
        else:
            require_one_way(root, changelog)
            found = parse_toml(str(root), {"tool": {"towncrier": _standard(changelog)}})
    except (ConfigError, KeyError, TypeError, ValueError, AttributeError, ModuleNotFoundError) as error:
        raise TowncrierRefused(why=getattr(error, "message", "") or repr(error)) from error
    if found is None:
        raise TowncrierRefused(why="there is neither pyproject.toml nor towncrier.toml")
    if isinstance(found.template, str) and not Path(found.template).resolve().is_relative_to(root.resolve()):
        raise TowncrierRefused(why=f"the template {Path(found.template).name} is outside the project")
    return found


@lru_cache(maxsize=64)
def _loaded(root: str, *_tables: str) -> Config | None:
    """Return what towncrier reads in a folder; read again where its files hold other tables."""
    from towncrier._settings.load import load_config

    return load_config(root)


def _require_no_package(table: dict[str, Any]) -> None:
    """Refuse a template inside a package: towncrier would import the package to look for it."""
    own = table.get("tool", {}).get("towncrier", {})
    template = own.get("template", "") if isinstance(own, dict) else ""
    if ":" in str(template) and not str(template).startswith("towncrier:"):
        raise TowncrierRefused(why=f"the template {template} is inside a package; name the file by its path instead")


def _standard(changelog: str) -> dict[str, Any]:
    """Return the configuration that is taken where a project has fragments and no configuration."""
    name = changelog or "CHANGELOG.md"
    title = {"title_format": "## {version} ({project_date})"} if name.endswith(".md") else {}
    return {"directory": FOLDER, "filename": name, "issue_format": "#{issue}", **title}


def rules(found: Config) -> Rules:
    """Return what the project's fragments may be."""
    template = [Path(found.template).name] if isinstance(found.template, str) else []
    ignored = (*IGNORED, *(name.lower() for name in found.ignore or ()), *template)
    silent = {name for name, value in found.types.items() if not value["showcontent"]}
    return Rules(tuple(found.types), silent, ignored, found.start_string, found.filename, found.ignore is not None)


def folders(root: Path, found: Config) -> dict[str, str]:
    """Return each section's folder, as a path from the root; OutsideProject for one that leads elsewhere."""
    base = found.directory if found.directory is not None else f"{found.package_dir}/{found.package}"
    last = "" if found.directory is not None else "newsfragments"
    paths = {name: (Path(base) / section / last).as_posix() for name, section in found.sections.items()}
    for path in paths.values():
        inside(root, path)
    return paths


def title_of(found: Config, version: dict[str, str]) -> str:
    """Return the title line that `title_format` makes; empty where the template writes it."""
    if not found.title_format:
        return ""
    words = {"name": version["name"], "version": version["version"], "project_date": version["date"]}
    return str(found.title_format).format(**words)


def level_of(found: Config) -> int:
    """Return the level of the heading over the version in Markdown."""
    if not found.title_format:
        return 1 if found.title_format == "" else 0
    marks = re.search(r"^#+(?=\s)", found.title_format, re.MULTILINE)
    return len(marks[0]) if marks else 0


def template_of(found: Config) -> tuple[str, str]:
    """Return the template's text and suffix."""
    from importlib import resources

    if isinstance(found.template, tuple):
        package, name = found.template
        return resources.files(package).joinpath(name).read_text(encoding="utf-8"), Path(name).suffix.lower()
    return Path(found.template).read_text(encoding="utf-8"), Path(found.template).suffix.lower()
