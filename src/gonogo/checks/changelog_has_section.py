"""The changelog has a section for this version."""

from gonogo.changelog import notes_of
from gonogo.checks.reader import Reader
from gonogo.model.verdict import Examined, Finding
from gonogo.version.pep440 import parse

NEEDS = frozenset({"tree"})


def check(reader: Reader) -> Examined:
    """Look for the version's section; a commit without a tag, and a development version, may still lack it."""
    changelog = reader.project.changelog
    if reader.project.changelog_kind == "none":
        return Examined(1, note="the project keeps no changelog")
    if notes_of(reader.project, reader.version, reader.tree).strip():
        return Examined(1, note=f"{changelog} has a section for {reader.version}")
    what = f"{changelog} has no section for {reader.version}"
    fix = "release with invoke bump, which writes it; or write it yourself and commit it"
    needed = bool(reader.tag) and not parse(reader.version).is_devrelease
    return Examined(1, (Finding("no-section", what, changelog, fix, needed),))
