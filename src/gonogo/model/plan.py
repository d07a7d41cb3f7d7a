"""The plan of one release: every value that matters, composed once and read from here."""

from dataclasses import dataclass

from gonogo.model.errors import few


@dataclass(frozen=True)
class Raised:
    """A requirement on a package that is released too: as it is written, and as it will be."""

    old: str
    new: str


@dataclass(frozen=True)
class Plan:
    """One release as it is meant: from which commit and branch, which version, tag, message and notes.

    `base` is a commit id; `notes` is the changelog section in the changelog's own markup; `dirty` lists
    uncommitted paths, which are not in the release; `concluded` says what was read from the tags and not from settings.
    `beside` lists the tags of the other packages that are released with it, which land and are pushed as one, its own
    among them where they share it; `raised`
    lists the requirements that follow a new version of one of them. `together` says what is released with it, itself
    among that, for the title of a section in a changelog of several packages. `whole` names the release on the forge,
    if that is of several packages.
    """

    name: str
    base: str
    branch: str
    old: str
    new: str
    tag: str
    message: str
    notes: str = ""
    fragments: tuple[str, ...] = ()
    dirty: tuple[str, ...] = ()
    allow_empty: bool = False
    concluded: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    raised: tuple[Raised, ...] = ()
    together: str = ""
    whole: str = ""

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag of the release: those of the other packages, then its own."""
        return tuple(dict.fromkeys((*self.beside, self.tag)))

    @property
    def shares_tag(self) -> bool:
        """Whether other packages of the release have the same tag."""
        return self.tag in self.beside

    @property
    def label(self) -> str:
        """What a user reads of its tags."""
        return few(self.tags)
