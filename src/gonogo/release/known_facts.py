"""What the build backend said of a project, kept in git's folder for as long as no file of the project changes."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from gonogo.artifacts import store
from gonogo.git.repository import Git
from gonogo.model.location import Layout, Location
from gonogo.release import build_facts


def read(git: Git, root: Path, template: Callable[[str], str]) -> tuple[Layout, str]:
    """Return what `build_facts.read` does; the backend is asked once for one state of the files."""
    file, key = git.folder / "gonogo" / "build-facts.json", state(git, root)
    known = recalled(file, key)
    if known is None:
        known = build_facts.read(git, root, template)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            store.write_durably(file, json.dumps({"state": key, "name": known[1], "layout": asdict(known[0])}))
    return known


def state(git: Git, root: Path) -> str:
    """Return a digest of all that a build can read: the commit, what differs from it, and the untracked files."""
    from gonogo.artifacts.builder import installed

    top = git.top
    found = [installed("gonogo"), root.resolve().relative_to(top.resolve()).as_posix(), git.resolve("HEAD")]
    found += [git("diff", "--binary", "HEAD")] if found[-1] else build_facts.names(git, "ls-files", "-s")
    for path in build_facts.untracked(git):
        stat = (top / path).lstat()
        found.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\0".join(found).encode("utf-8", "surrogateescape")).hexdigest()


def recalled(file: Path, key: str) -> tuple[Layout, str] | None:
    """Return what is kept for a state of the files; None where that is another, or the file cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["state"] != key:
            return None
        fields = {**kept["layout"], "import_names": tuple(kept["layout"]["import_names"])}
        return Layout(**{**fields, "places": tuple(Location(**one) for one in fields["places"])}), str(kept["name"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
