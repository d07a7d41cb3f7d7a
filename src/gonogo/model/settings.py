"""Settings: what a project says in `[tool.gonogo]`, typed and frozen."""

from dataclasses import dataclass, field

from gonogo.model.index import Index
from gonogo.model.location import Location

Argv = tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """The table `[tool.gonogo]`; each field is a key there with `-` for `_`, and has a default.

    The text below a field is what the reference and the JSON schema say of it. It names the default, unless that is a
    value of the setting.
    """

    branch: str = ""
    """The branch that releases are made from. Default: the remote's default branch."""

    remote: str = ""
    """The remote to push to. Default: the upstream remote of the branch, otherwise `origin`, otherwise the only one."""

    tag: str = ""
    """The template of tags, over `{version}` and `{name}`. Default: as the existing tags, otherwise `v{version}`."""

    message: str = "Release {version}"
    """The message of commit and tag, a template over `{version}` and `{name}`."""

    name: str = ""
    """The name of the package. Default: from the metadata."""

    places: tuple[Location, ...] = ()
    """Further locations of the version: `{path, key}` or `{path, search}`, and `spelling` if it is not PEP 440.
    Default: found by the layout."""

    also: tuple[Location, ...] = ()
    """Other files that mention the version and change with it, such as an example in a README. Default: none."""

    locks: tuple[str, ...] = ()
    """Lock files that get the new version. Default: those that are recognised."""

    changelog: str = ""
    """The path of the changelog: a file, or a folder with a file for each version. Default: found by its name."""

    news_exempt: tuple[str, ...] = (
        ".*", "doc/", "docs/", "test/", "tests/", "requirements/", "*.lock", "noxfile.py", "tasks.py",
    )  # fmt: skip
    """Paths whose change needs no note for the next release, as patterns of `.gitignore`."""

    news_labels: tuple[str, ...] = ("skip-news",)
    """Labels with which a pull request needs no note."""

    artifacts: tuple[str, ...] = ()
    """What is built here: `["sdist", "wheel"]`, or `["sdist"]`. Default: both; only the sdist if
    `[tool.cibuildwheel]` is used."""

    pythons: tuple[str, ...] = ()
    """The Pythons that `tests` runs on. Default: the Python that Nox runs on."""

    tests: Argv = ()
    """The command that runs the tests, as a list. Default: found: pytest, tox or unittest."""

    test_requires: tuple[str, ...] = ()
    """Requirements of the tests, beside those that are found. Default: none."""

    test_groups: tuple[str, ...] = ()
    """Dependency groups that the tests need. Default: found by their names."""

    test_extras: tuple[str, ...] = ()
    """Extras of the package that the tests need. Default: found by their names."""

    constraints: tuple[str, ...] = ()
    """Constraint files for what the tests install, with hashes or without. Default: the lock that is found, one of
    `uv.lock`, `pylock.toml`, `pdm.lock` and `poetry.lock`."""

    import_names: tuple[str, ...] = ()
    """The names that `verify` imports. Default: from the wheel."""

    smoke: Argv = ()
    """A command that `verify` runs in the clean environment, as a list. Default: none."""

    publish: str = "ci"
    """Who publishes after the push: `ci` (a workflow does), `here` (this machine does) or `nowhere`."""

    forge: str = ""
    """The forge of the remote: `github`, `gitlab` or `forgejo` (Gitea too). Default: as the name of its host shows."""

    runner: str = ""
    """The label of the machines that run the workflows; on GitLab, the tag of a runner. Default: what the forge offers
    to everybody; `docker` on a Forgejo of your own."""

    index: str = "pypi"
    """The index that releases go to: `pypi`, `testpypi`, or a name from `indexes`."""

    indexes: tuple[Index, ...] = ()
    """Further indexes, by name, each with the addresses `upload` and `simple`, both https. Default: none."""

    waivers: dict[str, str] = field(default_factory=dict)
    """Checks to leave out, each with the written reason, which every board shows. `tests` leaves out the
    tests; rows of `gonogo doctor` are named as on its board. Default: none."""

    hooks: dict[str, tuple[Argv, ...]] = field(default_factory=dict)
    """Commands to run before or after a step: `before-STEP` or `after-STEP`, each a list of lists. Default: none."""

    pass_env: tuple[str, ...] = ()
    """Environment variables that the tests may see. Default: none."""

    next_dev: bool = False
    """Whether `status` suggests `invoke next-dev` after a verified release."""

    scheme: str = ""
    """The version scheme: `pep440`, or a calendar such as `YYYY.MM.MICRO`, `YY.MM.MICRO`, `YY.N.P` or `YYYY.MM.DD`.
    Default: from the current version and the dates of the tags."""

    reproducible: bool = True
    """Whether other machines build the same bytes: if CI builds other bytes than the tag names, that is NO-GO. If it is
    false, `reproducible-reason` says why."""

    reproducible_reason: str = ""
    """Why builds differ, if `reproducible` is false; every board shows it. Default: none."""

    workspace: str = ""
    """The folder of the package, in a repository of several packages. Default: none."""

    packages: tuple[str, ...] = ()
    """The folders of the packages, as patterns, in the file at the top of a repository of several. Default: the members
    of uv's or Hatch's workspace, otherwise found."""

    fixed: tuple[tuple[str, ...], ...] = ()
    """Lists of packages that always have the same version, each released with any other of its list. Default: none."""

    linked: tuple[tuple[str, ...], ...] = ()
    """Lists of packages: those of one list that are released together get the same version. Default: none."""

    propagate: str = "release"
    """What happens to a package whose requirement excludes the new version of another one: `release` raises the
    requirement and releases a patch of it too, `refuse` refuses the release."""

    commits: str = "one"
    """The release commits of several packages: `one` for all of them, or one for `each`."""

    changelogs: str = "each"
    """The changelogs of several packages: one in `each`, or `one` of the repository, which `changelog` at the root
    names."""

    forge_releases: str = "each"
    """The releases on the forge of several packages that are released together: one for `each` tag, or `one` for all of
    them, at the last of their tags."""

    @property
    def excused(self) -> dict[str, str]:
        """The checks that are left out, each with its reason: those that are waived, and one that no build can meet."""
        return self.waivers if self.reproducible else {**self.waivers, "bytes_match_tag": self.reproducible_reason}
