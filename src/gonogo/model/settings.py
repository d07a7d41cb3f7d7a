"""Settings: what a project says in `[tool.gonogo]`, typed and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from gonogo.model.index import Index
from gonogo.model.location import Place

Argv = tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """The table `[tool.gonogo]`; each field is a key there with `-` for `_`, and has a default.

    `tag` and `message` are templates over `{version}` and `{name}`. `publish` says from where files go
    to the index: `ci` (a workflow does it after the push), `here`, or `nowhere`; `index` names the index.
    `waivers` maps a check's name to the written reason for leaving it out. `artifacts` are the kinds that are
    built here; empty means what is found. `hooks` maps `before-STEP` or `after-STEP` to argv lists.
    """

    branch: str = ""
    remote: str = ""
    tag: str = ""
    message: str = "Release {version}"
    name: str = ""
    places: tuple[Place, ...] = ()
    also: tuple[Place, ...] = ()
    locks: tuple[str, ...] = ()
    changelog: str = ""
    artifacts: tuple[str, ...] = ()
    pythons: tuple[str, ...] = ()
    tests: Argv = ()
    test_requires: tuple[str, ...] = ()
    test_groups: tuple[str, ...] = ()
    test_extras: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    import_names: tuple[str, ...] = ()
    smoke: Argv = ()
    publish: str = "ci"
    index: str = "pypi"
    indexes: tuple[Index, ...] = ()
    waivers: dict[str, str] = field(default_factory=dict)
    hooks: dict[str, tuple[Argv, ...]] = field(default_factory=dict)
    pass_env: tuple[str, ...] = ()
    next_dev: bool = False
    scheme: str = ""
    workspace: str = ""
