"""A project, as gonogo found it: what it says of itself and what its layout shows."""

from dataclasses import dataclass, field
from pathlib import Path

from gonogo.model.location import Layout, Location
from gonogo.model.padding import padded
from gonogo.model.settings import Settings


@dataclass(frozen=True)
class Prefixes:
    """What `gonogo.sessions(prefix=...)` and `gonogo.tasks(prefix=...)` are given; empty for none."""

    sessions: str = ""
    tasks: str = ""


@dataclass(frozen=True)
class Project:
    """One releasable package: `root` holds its `pyproject.toml`, `version` is what its places say now.

    `version` is empty where it comes from the tag alone. `changelog_kind` is a file of `gonogo.changelog`.
    `prefixes` stand before the names of gonogo's sessions and tasks in it. `widths` are the least digits of each number
    of a version, as the tags write them.
    """

    root: Path
    name: str
    version: str
    layout: Layout
    tag_template: str
    branch: str
    remote: str
    changelog_kind: str
    changelog: str
    settings: Settings
    prefixes: Prefixes = field(default_factory=Prefixes)
    widths: tuple[int, ...] = ()

    @property
    def present(self) -> str:
        """The version that the next one follows; before the first release of a version that lives in the tag, 0.0.0."""
        return self.version or "0.0.0"

    @property
    def places(self) -> tuple[Location, ...]:
        """Every place of the version: the layout's own, then those that the settings add."""
        return (*self.layout.places, *self.settings.places)

    def spelt(self, version: str) -> str:
        """Return a version as the project spells it: with its numbers padded, where the newest tags pad them."""
        return padded(version, self.widths)

    def tag_for(self, version: str) -> str:
        """Return the name of the tag for a version."""
        return self.tag_template.format(version=self.spelt(version), name=self.name)

    def message_for(self, version: str) -> str:
        """Return the message of the commit and the tag of a version."""
        return self.settings.message.format(version=self.spelt(version), name=self.name)
