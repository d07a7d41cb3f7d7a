"""The site: the project into which `init` writes, with what has been found out about it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gonogo.project.tree import Tree


@dataclass(frozen=True)
class Site:
    """A project's folder, name and changelog, the names that gonogo's sessions and tasks would take, and how many
    releases there have been; the version that is written, empty where the tag says it.

    `typed` is what its noxfile shows behind `nox -s`.
    """

    root: Path
    name: str
    changelog_kind: str
    changelog: str
    sessions: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    releases: int = 0
    version: str = ""
    typed: str = "build tests check publish verify"

    @cached_property
    def tree(self) -> Tree:
        """The project's files."""
        return Tree(self.root)


def rendered(template: str, **values: object) -> str:
    """Return a template of this package with its values filled in."""
    from importlib import resources

    import jinja2

    text = (resources.files(__package__) / "templates" / template).read_text(encoding="utf-8")
    template_of = jinja2.Template(text, keep_trailing_newline=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return str(template_of.render(values))
