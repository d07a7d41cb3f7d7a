"""bump-my-version, in a child process: started early, asked late, given the target version each time."""

from __future__ import annotations

import json
import re
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from gonogo.model.errors import NoGo, Undecided
from gonogo.model.location import Location
from gonogo.model.padding import in_form_of
from gonogo.project.locations import Spot, find, lookup, read, require_all
from gonogo.system import toml
from gonogo.system.children import known
from gonogo.system.environment import environment
from gonogo.system.text import load
from gonogo.version.pep440 import is_version, parse, spelling_named

SECONDS = 30.0  # how long one answer may take; a regular expression of a project's own may never end

START = (
    "import gc, sys; gc.disable(); sys.path.append({folder!r}); from gonogo.project.bump_server import serve; serve()"
)

PINS = ("project.dependencies", "project.optional-dependencies", "build-system.requires", "dependency-groups")
"""Keys of pyproject.toml which no version change may touch."""


class BumpRefused(NoGo):
    text = "bump-my-version cannot change {old} to {new}: {why}"
    hint_text = "fix its configuration, [tool.bumpversion]; try it: bump-my-version replace --dry-run -v"


class BumperSilent(Undecided):
    text = "bump-my-version gave no answer: {why}"
    hint_text = "check that `import bumpversion.files` works, and that no pattern in [tool.bumpversion] backtracks"


class PinTouched(NoGo):
    text = "{path} would change a dependency: {entries}"
    hint_text = 'give that file an exact `search` in [tool.bumpversion], e.g. version = "{{current_version}}"'


@dataclass(frozen=True)
class OwnConfig:
    """A project's own configuration of bump-my-version; one with a scheme makes the next version itself."""

    path: str
    has_scheme: bool
    places: tuple[Location, ...] = ()


def start() -> subprocess.Popen[str]:
    """Start the child process."""
    folder = str(Path(__file__).parents[2])
    return known(
        subprocess.Popen(
            [sys.executable, "-I", "-c", START.format(folder=folder)],
            env=environment({"PYDANTIC_DISABLE_PLUGINS": "1"}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    )


class Bumper:
    """The child process; `with Bumper() as bumper:` starts it without waiting for its imports."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child = start()

    def __enter__(self) -> Bumper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, whether it was asked or not."""
        self._child.kill()
        self._child.communicate()

    def next(self, root: Path, old: str, part: str) -> str:
        """Return the version that follows by the project's own scheme; empty where the part is none of its own."""
        own = live_config(root, old)
        path = own.path if own else ""
        return str(self._ask("own_next", old, f"its {part}", root=str(root), path=path, part=part))

    def write(self, root: Path, places: Sequence[Location], old: str, new: str) -> list[str]:
        """Write the new version at every place, and where the project's own configuration says; return the
        paths.

        Nothing is written unless every place says the old version. Each place is read back.
        Raises PlaceMissing, PlaceAmbiguous, PlaceMismatch, PinTouched, BumpRefused, OutsideProject.
        """
        own = live_config(root, old)
        every = tuple(dict.fromkeys((*places, *(own.places if own else ()))))
        require_all(root, every, old)
        changed = self._write_own(root, own, old, new) if own else []
        for place in every:
            changed += self._write_place(find(root, place, every), new)
        require_all(root, every, new)
        return sorted(set(changed))

    def _write_own(self, root: Path, own: OwnConfig, old: str, new: str) -> list[str]:
        """Let the project's own configuration change its files."""
        before = pins(root)
        paths = self._ask("own_write", old, new, root=str(root), path=own.path, new=new)
        on_purpose = searches(root)
        touched = [entry for entry in pins(root) - before if not names(on_purpose, entry)]
        if touched:
            raise PinTouched(path="pyproject.toml", entries=", ".join(sorted(touched)))
        return [str(path) for path in paths]

    def _write_place(self, spot: Spot, new: str) -> list[str]:
        """Let bump-my-version replace the version at one location; nothing where it is there already."""
        written = in_form_of(spot.raw, spelling_named(spot.place.spelling).write(new))
        if spot.raw == written:
            return []
        replaced = self._ask("replace", spot.raw, written, text=spot.raw, search="{version}", new=written)
        if replaced != written:
            raise BumpRefused(old=spot.raw, new=written, why=f"it wrote {replaced}")
        spot.replaced(written).save()
        return [spot.place.path]

    def _ask(self, what: str, old: str, new_shown: str, **fields: str) -> Any:
        """Return the child's answer to one question."""
        line = self._exchange(json.dumps({"ask": what, "old": old, **fields}) + "\n")
        if "refused" in line:
            raise BumpRefused(old=old, new=new_shown, why=line["refused"])
        return line["answer"]

    def _exchange(self, line: str) -> dict[str, Any]:
        """Send a line and return the answer; BumperSilent where none comes in time."""
        stdin, stdout = self._child.stdin, self._child.stdout
        if stdin is None or stdout is None or stdin.closed:
            raise BumperSilent(why="it was ended already")
        try:
            stdin.write(line)
            stdin.flush()
        except BrokenPipeError as error:
            raise BumperSilent(why=self._last_words()) from error
        if not select.select([stdout], [], [], self._seconds)[0]:
            raise BumperSilent(why=f"within {self._seconds:.0f} s")
        answer = stdout.readline()
        if not answer:
            raise BumperSilent(why=self._last_words())
        return dict(json.loads(answer))

    def _last_words(self) -> str:
        """Return the last line that a dead child wrote to its standard error."""
        lines = self._child.communicate()[1].strip().splitlines()
        return lines[-1] if lines else "it ended"


def write(root: Path, places: Sequence[Location], old: str, new: str) -> list[str]:
    """Write the new version at every place, as `Bumper.write` does, with a child of its own."""
    with Bumper() as bumper:
        return bumper.write(root, places, old, new)


def pins(root: Path) -> Counter[str]:
    """Return the dependencies that pyproject.toml names, each as often as it stands there."""
    tables = toml.read(root / "pyproject.toml")
    return Counter(entry for key in PINS for entry in _strings(lookup(tables, key)))


def searches(root: Path) -> tuple[str, ...]:
    """Return the texts around the version that the project's own configuration of bump-my-version searches for."""
    own = own_config(root)
    if own is None:
        return ()
    content = load(root, own.path).content
    if own.path.endswith(".cfg"):
        from configparser import RawConfigParser

        parser = RawConfigParser(strict=False)
        parser.read_string(content)
        found = [parser[name].get("search", "") for name in parser.sections() if name.startswith("bumpversion:")]
    else:
        files = lookup(toml.parse(content, own.path), "tool.bumpversion.files")
        found = [str(one.get("search", "")) for one in files or () if isinstance(one, dict)]
    return tuple(filter(None, found))


def names(searched: Sequence[str], entry: str) -> bool:
    """Return whether one of the texts that are searched for names a requirement's package."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        name = canonicalize_name(Requirement(entry).name)
    except InvalidRequirement:
        return False
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", canonicalize_name(text)) for text in searched)


def _strings(value: Any) -> list[str]:
    """Return every text inside nested lists and tables."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]


def own_config(root: Path) -> OwnConfig | None:
    """Return the project's own configuration of bump-my-version from the file that it would read, or None."""
    for path in (".bumpversion.cfg", ".bumpversion.toml", "setup.cfg", "pyproject.toml"):
        if (root / path).is_file():
            found = _from_ini(root, path) if path.endswith(".cfg") else _from_toml(root, path)
            if found is not None:
                return found
    return None


def live_config(root: Path, old: str) -> OwnConfig | None:
    """Return the project's own configuration, unless it was left behind and makes no releases any more."""
    own = own_config(root)
    return own if own and not left_behind(root, own, old) else None


def left_behind(root: Path, own: OwnConfig, old: str) -> str:
    """Return the lower version that a configuration still names after a final release; else nothing."""
    said = read(root, own.places[0]) if own.places else ""
    is_old = bool(said and old) and is_version(said) and not parse(old).is_prerelease and parse(said) < parse(old)
    return said if is_old else ""


def _from_toml(root: Path, path: str) -> OwnConfig | None:
    """Return the configuration in a TOML file, or None."""
    table = lookup(toml.parse(load(root, path).content, path), "tool.bumpversion")
    if not isinstance(table, dict):
        return None
    places = (Location(path, key="tool.bumpversion.current_version"),) if "current_version" in table else ()
    return OwnConfig(path, bool(table.get("parse") or table.get("serialize")), places)


def _from_ini(root: Path, path: str) -> OwnConfig | None:
    """Return the configuration in an INI file of the older kind, or None."""
    content = load(root, path).content
    if "bumpversion]" not in content:
        return None
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(content)
    except Error as error:
        raise BumpRefused(old="the version", new="another", why=f"{path}: {error.message}") from error
    section = parser["bumpversion"] if parser.has_section("bumpversion") else {}
    lines = [line for line in content.splitlines() if line.startswith("current_version")]
    places = (Location(path, search=lines[0].partition(section["current_version"])[0] + "{version}"),) if lines else ()
    return OwnConfig(path, bool({"parse", "serialize"} & set(section)), places)
