"""What a project says in `[tool.gonogo]`: read, typed, and every wrong key reported at once."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gonogo.model.errors import GonogoError, counted
from gonogo.model.settings import Settings
from gonogo.project import setting_values as values
from gonogo.system import toml


class WrongSettings(GonogoError):
    text = "{path}: {errors} in [tool.gonogo]"
    hint_text = "correct them in {path}; the reference of the settings describes every key"


def read(root: Path, given: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings of the project in `root`, over those that it is given by the root of several packages.

    WrongSettings lists every wrong key and type at once.
    """
    return Settings(**{**(given or {}), **written(root)})


FOR_ALL = (
    "branch", "remote", "message", "news_exempt", "news_labels", "pythons", "pass_env", "publish", "index", "indexes",
    "scheme", "reproducible", "reproducible_reason", "next_dev", "commits", "changelogs", "forge_releases", "forge",
    "runner",
)  # fmt: skip
"""The settings at the root of several packages that each of them has which does not set them itself."""


def for_all(root: Path, *more: str) -> dict[str, Any]:
    """Return the settings at the root of several packages that hold for each of them."""
    return {field: value for field, value in written(root).items() if field in FOR_ALL or field in more}


def written(root: Path) -> dict[str, Any]:
    """Return what is set in the file of a project, by the fields of Settings; WrongSettings for what is wrong."""
    table = toml.read(root / "pyproject.toml").get("tool", {})
    table = table.get("gonogo", {}) if isinstance(table, Mapping) else {}
    if not isinstance(table, Mapping):
        raise WrongSettings(path="pyproject.toml", errors=counted(1, "error"), details=["tool.gonogo must be a table"])
    found: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in table.items():
        reader = READERS.get(key)
        if reader is None:
            problems.append(unknown(key))
            continue
        try:
            found[field_of(key)] = reader(f"tool.gonogo.{key}", value)
        except values.Wrong as error:
            problems += str(error).splitlines()
    if found.get("reproducible") is False and "reproducible-reason" not in table:
        problems.append('tool.gonogo.reproducible = false needs its reason: reproducible-reason = "..."')
    if problems:
        raise WrongSettings(path="pyproject.toml", errors=counted(len(problems), "error"), details=problems)
    return found


def unknown(key: str) -> str:
    """Return the sentence on an unknown key: the near miss, or all allowed ones."""
    near = difflib.get_close_matches(key, READERS, n=1)
    allowed = f"did you mean {near[0]}?" if near else "allowed: " + ", ".join(sorted(READERS))
    return f"tool.gonogo.{key} is not a setting; {allowed}"


def field_of(key: str) -> str:
    """Return the field of Settings that a key fills."""
    return key.replace("-", "_")


READERS: dict[str, values.Reader] = {
    "branch": values.text,
    "remote": values.text,
    "tag": values.tag,
    "message": values.template,
    "name": values.text,
    "places": values.places,
    "also": values.places,
    "locks": values.paths,
    "changelog": values.inside,
    "news-exempt": values.texts,
    "news-labels": values.texts,
    "artifacts": values.artifacts,
    "pythons": values.texts,
    "tests": values.texts,
    "test-requires": values.texts,
    "test-groups": values.texts,
    "test-extras": values.texts,
    "constraints": values.paths,
    "import-names": values.texts,
    "smoke": values.texts,
    "publish": values.choice(*values.PUBLISH),
    "forge": values.choice(*values.FORGES),
    "runner": values.text,
    "index": values.text,
    "indexes": values.indexes,
    "waivers": values.waivers,
    "hooks": values.hooks,
    "pass-env": values.texts,
    "next-dev": values.truth,
    "scheme": values.scheme,
    "reproducible": values.truth,
    "reproducible-reason": values.text,
    "workspace": values.inside,
    "packages": values.paths,
    "fixed": values.groups,
    "linked": values.groups,
    "propagate": values.choice(*values.PROPAGATE),
    "commits": values.choice(*values.ONE_OR_EACH),
    "changelogs": values.choice(*values.ONE_OR_EACH),
    "forge-releases": values.choice(*values.ONE_OR_EACH),
}
"""Each key of [tool.gonogo] and the function that reads it; the same names as the fields of Settings."""
