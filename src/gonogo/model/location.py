"""Places: where a project's version is written, and how it is spelt there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Location:
    """One location in one file that holds the version.

    Either `key` (a dotted TOML path such as `project.version`) or `search` (literal text around the
    placeholder `{version}`, which must match exactly once) says where. `spelling` is `pep440`,
    `cargo` (`1.3.0-rc.1` for `1.3.0rc1`), `incremental` (`1, 3, 0, release_candidate=1`) or `hex`. `path` is relative
    to the project, with `/`.
    """

    path: str
    key: str = ""
    search: str = ""
    spelling: str = "pep440"


@dataclass(frozen=True)
class Layout:
    """What a layout module found: its name, build backend, where the version lives, and the code's folders.

    `from_tag` is true where the version is taken from the git tag, so that there is no place to bump: the clone
    is tagged before it is built.
    """

    name: str
    backend: str
    places: tuple[Location, ...] = ()
    from_tag: bool = False
    import_names: tuple[str, ...] = ()
