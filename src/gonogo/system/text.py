"""Text files of a project: opened only inside it, and written back with their line ends, mark and mode."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from gonogo.model.errors import GonogoError
from gonogo.system import activity

LIMIT = 32_000_000  # bytes of a text file that are read at the most
BOM = b"\xef\xbb\xbf"

KEPT_OUT = (".git", ".github/workflows", ".gitlab-ci.yml", ".circleci")
"""Folders and files that a release never writes into."""


class OutsideProject(GonogoError):
    text = "{path} is not a file that a release may touch: {why}"
    hint_text = (
        "put a plain file there; or name another one, as a path from the project's root, in [tool.gonogo]: "
        "changelog, places, also or locks"
    )


class FileMissing(GonogoError):
    text = "{path} is not there"
    hint_text = "fix the path in the settings, or restore the file"


class NotText(GonogoError):
    text = "{path} is not UTF-8 text: {why}"
    hint_text = "save it as UTF-8, or leave it out of the settings"


@dataclass(frozen=True)
class Text:
    """A file's text with plain line ends, as `newline` and `bom` say; mixed ones stay as they are."""

    path: Path
    content: str
    newline: str = "\n"
    bom: bool = False

    def with_content(self, content: str) -> Text:
        """Return the same file with another text."""
        return replace(self, content=content)

    def save(self) -> None:
        """Write the file in place; its mode stays."""
        content = self.content if self.newline == "\n" else self.content.replace("\n", self.newline)
        activity.record(self.path.name, self.path)
        with self.path.open("wb") as stream:
            stream.write((BOM if self.bom else b"") + content.encode("utf-8"))


def inside(root: Path, relative: str) -> Path:
    """Return a project file's path; OutsideProject for absolute ones, `..`, `~`, backslashes, links, `.git`, CI."""
    pure = PurePosixPath(relative)
    why = _why_not(pure, relative)
    if why:
        raise OutsideProject(path=relative, why=why)
    path = root
    for part in pure.parts:
        path = path / part
        if path.is_symlink():
            raise OutsideProject(path=relative, why=f"{part} is a link")
    return path


def _why_not(pure: PurePosixPath, relative: str) -> str:
    """Return why a path is refused by its spelling alone, or nothing."""
    if not relative or not relative.isprintable() or "\\" in relative:
        return "it is not a plain path"
    if pure.is_absolute() or ".." in pure.parts or relative[0] == "~" or ":" in pure.parts[0]:
        return "it points out of the project"
    lowered = PurePosixPath(relative.lower())
    for kept_out in KEPT_OUT:
        if lowered.is_relative_to(kept_out):
            return f"{kept_out} is never written to"
    return ""


def load(root: Path, relative: str) -> Text:
    """Return a text file of the project; FileMissing, NotText or OutsideProject say why not."""
    path = inside(root, relative)
    if not path.exists():
        raise FileMissing(path=relative)
    if not path.is_file():
        raise OutsideProject(path=relative, why="it is not a file")
    if path.stat().st_size > LIMIT:
        raise NotText(path=relative, why=f"larger than {LIMIT} bytes")
    return decoded(path, path.read_bytes(), relative)


def decoded(path: Path, raw: bytes, shown: str) -> Text:
    """Return the text of a file's bytes."""
    bom = raw.startswith(BOM)
    try:
        content = raw[len(BOM) if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(path=shown, why=f"byte {error.start} is none of UTF-8") from error
    if "\0" in content:
        raise NotText(path=shown, why="it holds a NUL character")
    uniform = "\r\n" in content and content.count("\r\n") == content.count("\n") == content.count("\r")
    return Text(path, content.replace("\r\n", "\n") if uniform else content, "\r\n" if uniform else "\n", bom)
