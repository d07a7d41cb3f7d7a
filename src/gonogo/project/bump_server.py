"""The child process of `gonogo.project.bump` that holds bump-my-version, and answers one JSON object a line."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click import ClickException

from gonogo.model.errors import GonogoError
from gonogo.system.stand_ins import stand_ins
from gonogo.system.text import load
from gonogo.version.pep440 import parse, three

with stand_ins("pydantic_settings", "rich", "rich_click", "wcmatch"):  # what it has for settings, colours and globs
    import bumpversion.config
    import bumpversion.config.files
    import bumpversion.config.files_legacy
    import bumpversion.config.utils
    import bumpversion.files
    from bumpversion.config.models import FileChange
    from bumpversion.versioning.models import VersionComponentSpec
    from bumpversion.versioning.version_config import VersionConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bumpversion.versioning.models import Version

ANY = r"(?P<release>\S+)"
WHOLE = r"(?P<release>\S(?:[\S\s]*\S)?)"
AS_IT_IS = ("{release}",)  # a scheme that takes a version whole: gonogo works out the target, and nothing is cut


def replaced(text: str, search: str, old: str, new: str) -> str:
    """Return a text in which bump-my-version put the new version for the old one at `search`."""
    config = VersionConfig(WHOLE, AS_IT_IS, search, search, {"release": VersionComponentSpec()})
    change = FileChange(
        parse=WHOLE,
        serialize=AS_IT_IS,
        search=search.replace("{version}", "{current_version}"),
        replace=search.replace("{version}", "{new_version}"),
        regex=False,
        ignore_missing_version=False,
        ignore_missing_file=False,
        filename=__file__,
    )
    file = bumpversion.files.ConfiguredFile(change, config)
    changed = file.get_changed_contents(config.parse(old), config.parse(new), {}, text)
    return text if changed is None else changed


class OwnScheme:
    """A project's own bump-my-version configuration, read by bump-my-version itself, without its hooks and git."""

    def __init__(self, root: Path, path: str) -> None:
        self.root = root
        file = root / path
        legacy = file.suffix == ".cfg"
        read = bumpversion.config.files_legacy.read_ini_file if legacy else bumpversion.config.files.read_toml_file
        given = read(file)
        given["files"] = tabled(given.get("files", []))
        self.own = bool(given.get("parse") or given.get("serialize"))
        whole = {} if self.own else {"parse": ANY, "serialize": AS_IT_IS, "parts": {}}
        settings = bumpversion.config.set_config_defaults(given, **whole)
        settings["parts"] = bumpversion.config.utils.get_all_part_configs(settings)
        self.changes = bumpversion.config.utils.get_all_file_configs(settings)
        if any(change.glob for change in self.changes):
            bumpversion.config.utils.glob = import_module("wcmatch.glob")
        bumpversion.config.utils.resolve_file_paths(self.changes, file.resolve())
        scheme = (settings["parse"], settings["serialize"])
        self.config = VersionConfig(*scheme, settings["search"], settings["replace"], settings["parts"])

    def follow(self, old: str, part: str) -> str:
        """Return the version that follows by one of the project's own parts; empty where it is none of them."""
        if part not in self.config.part_configs:
            return ""
        return self.spelt(self.config.parse(old, raise_error=True).bump(part))

    def spelt(self, version: Version) -> str:
        """Return a version as the project's own scheme writes it."""
        return str(self.config.serialize(version, {}))

    def write(self, old: str, new: str) -> list[str]:
        """Change the project's own files, all or none, and return their paths."""
        versions = [self.config.parse(text, raise_error=True) for text in (old, new)]
        if self.spelt(versions[1]) != new:
            raise ClickException(f"its own parse and serialize make {self.spelt(versions[1])} of {new}")
        files = bumpversion.files.resolve_file_config(list(self._files()), self.config)
        texts = {path: load(self.root, path) for path in dict.fromkeys(map(self._path, files))}
        after = {path: text.content for path, text in texts.items()}
        for file in files:
            path = self._path(file)
            changed = file.get_changed_contents(*versions, self._context(old, new), after[path])
            after[path] = after[path] if changed is None else changed
        for path, text in texts.items():
            text.with_content(after[path]).save()
        return [path for path, text in texts.items() if after[path] != text.content]

    def _files(self) -> Iterator[FileChange]:
        """Yield the files to change, globs resolved, optional ones that are absent left out."""
        for change in self.changes:
            found = bumpversion.config.utils.resolve_glob_files(change) if change.glob else [change]
            yield from (one for one in found if not (one.ignore_missing_file and not Path(one.filename).exists()))

    def _path(self, file: bumpversion.files.ConfiguredFile) -> str:
        """Return a file's path from the root, with `/`; one outside stays absolute, and `load` refuses it."""
        path = Path(file.file_change.filename)
        absolute = path if path.is_absolute() else self.root / path
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else str(path)

    def _context(self, old: str, new: str) -> dict[str, Any]:
        """Return what search and replace may name besides the two versions: their parts."""
        context: dict[str, Any] = {"#": "#", ";": ";"}
        for word, text in (("current", old), ("new", new)):
            numbers = zip(("major", "minor", "patch"), three(parse(text)), strict=True)
            context |= {f"{word}_{name}": number for name, number in numbers}
            version = self.config.parse(text)
            context |= {f"{word}_{name}": version[name].value for name in version}
        return context


def tabled(files: Any) -> list[dict[str, Any]]:
    """Return the files of a configuration as tables; the oldest kind of it is a list of paths, or a line of them."""
    listed = files.split() if isinstance(files, str) else files
    return [{"filename": one} if isinstance(one, str) else one for one in listed]


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one question; what bump-my-version refuses comes back as its sentence."""
    try:
        return {"answer": ANSWERS[question.pop("ask")](**question)}
    except GonogoError as error:
        return {"refused": f"{error.sentence}", "hint": error.hint}
    except ClickException as error:
        return {"refused": error.message}
    except (ValueError, KeyError, TypeError, OSError, AttributeError, IndexError) as error:
        return {"refused": f"{type(error).__name__}: {error}"}


def _own_next(root: str, path: str, old: str, part: str) -> str:
    """Answer with the version that follows by the project's own scheme."""
    return OwnScheme(Path(root), path).follow(old, part)


def _own_write(root: str, path: str, old: str, new: str) -> list[str]:
    """Answer with the paths that were changed by the project's own configuration."""
    return OwnScheme(Path(root), path).write(old, new)


ANSWERS: dict[str, Callable[..., Any]] = {"replace": replaced, "own_next": _own_next, "own_write": _own_write}


def serve() -> None:
    """Answer questions from standard input until it is closed."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
