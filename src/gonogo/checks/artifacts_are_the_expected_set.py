"""The artifacts are one sdist and its wheels, all of this project, version and commit, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

from gonogo.artifacts.expected import wanted
from gonogo.artifacts.store import digest
from gonogo.checks.reader import Reader
from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding

NEEDS = frozenset({"artifacts", "tree"})
OWN = frozenset({"manifest.json", "verdicts.json"})
FIX = "build again with: nox -s build -- --fresh"
HAND_ON = "add wheels that were built on other machines with: nox -s build -- --wheels FOLDER"


def check(reader: Reader) -> Examined:
    """Compare the set of files, their names, their bytes and their commit with what a release has."""
    parts = (of_numbers, of_names, of_bytes, of_commit, of_folder)
    findings = tuple(finding for part in parts for finding in part(reader))
    return Examined(len(reader.files), findings, ", ".join(path.name for path in reader.files))


def of_numbers(reader: Reader) -> Iterator[Finding]:
    """Find that there is not exactly one sdist, or no wheel, which is advice where the sdist alone is meant."""
    if len(reader.sdists) != 1:
        names = ", ".join(path.name for path in reader.sdists) or "none"
        yield Finding("not-one-sdist", f"a release has one sdist, but there are: {names}", fix=FIX)
    if not reader.wheels:
        meant = "wheel" not in wanted(reader.tree, reader.project.settings.artifacts)
        what = "there is no wheel, so everybody would have to build"
        yield Finding("no-wheel", what, fix=HAND_ON if meant else FIX, blocking=not meant)


def of_names(reader: Reader) -> Iterator[Finding]:
    """Find files whose names are of another project, or not spelt as the index wants them."""
    from packaging.utils import canonicalize_name

    stem = canonicalize_name(reader.project.name).replace("-", "_")
    for path in reader.files:
        name, inside = shown(path.name), canonicalize_name(reader.metadata[path.name].name)
        if not path.name.startswith(f"{stem}-"):
            yield Finding("other-name", f"{name} is not named {stem}-{reader.version}…", name, FIX)
        elif inside != canonicalize_name(reader.project.name):
            yield Finding("other-project", f"{name} holds metadata of {shown(inside)}", name, FIX)
        if not path.name.endswith((".whl", ".tar.gz")):
            yield Finding("other-kind", f"{name} is neither a wheel nor a .tar.gz", name, FIX)


def of_bytes(reader: Reader) -> Iterator[Finding]:
    """Find files that are not those which were built: by size and sha256."""
    for artifact, path in reader.artifacts:
        if path.is_symlink() or path.stat().st_size != artifact.size or digest(path) != artifact.sha256:
            what = f"{artifact.filename} is not the file that was built"
            yield Finding("changed-after-build", what, artifact.filename, FIX)


def of_commit(reader: Reader) -> Iterator[Finding]:
    """Find a manifest of another commit."""
    if reader.manifest.commit != reader.commit:
        theirs, ours = shown(reader.manifest.commit)[:12], reader.commit[:12]
        yield Finding("other-commit", f"they were built from commit {theirs}, the release is {ours}", fix=FIX)


def of_folder(reader: Reader) -> Iterator[Finding]:
    """Find what else lies beside the files: a stale wheel, a signature, a folder."""
    folders: set[Path] = {path.parent for path in reader.files}
    listed = {path.name for path in reader.files} | OWN
    for folder in sorted(folders):
        for path in sorted(folder.iterdir()):
            if path.name not in listed and not path.name.startswith("."):
                name = shown(path.name)
                yield Finding("foreign-file", f"{name} is beside the artifacts, and is not an artifact", name, FIX)
