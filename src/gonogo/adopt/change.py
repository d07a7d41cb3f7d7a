"""Changes: a file as it is and as it would be, and notes on what could not be found out."""

import difflib
from dataclasses import dataclass, replace
from pathlib import Path

from gonogo.model.errors import shown
from gonogo.system.text import Text, load


@dataclass(frozen=True)
class FileChange:
    """One file: its path in the project, its text now (None where there is none) and its text afterwards."""

    path: str
    before: Text | None
    after: str

    @property
    def is_change(self) -> bool:
        """Whether anything would be different afterwards."""
        return self.before is None or self.before.content != self.after

    @property
    def diff(self) -> str:
        """The change as a unified diff, control characters escaped."""
        old = self.before.content.splitlines() if self.before else []
        lines = difflib.unified_diff(
            old,
            self.after.splitlines(),
            fromfile=f"a/{self.path}" if self.before else "/dev/null",
            tofile=f"b/{self.path}",
            lineterm="",
        )
        return "\n".join(_plain(line) for line in lines)

    def text(self, root: Path) -> Text:
        """Return the text to write, with the line ends and the mark that the file has now."""
        if self.before is None:
            return Text(root / self.path, self.after)
        return replace(self.before, content=self.after)


@dataclass(frozen=True)
class Note:
    """Something that gonogo cannot know or leaves to the user: what it is, and where to set it."""

    what: str
    fix: str


def change(root: Path, path: str, after: str) -> FileChange:
    """Return the change of a file to a text; OutsideProject and NotText for files that cannot be changed."""
    present = (root / path).exists() or (root / path).is_symlink()
    return FileChange(path, load(root, path) if present else None, after)


def _plain(line: str) -> str:
    """Return a line of a diff, its control characters escaped and its length kept."""
    return line if line.replace("\t", " ").isprintable() else line[:1] + shown(line[1:])
