"""Which files a release has: the sdist and the wheel made here, or the sdist and wheels made elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from gonogo.artifacts import builder
from gonogo.model.errors import GonogoError
from gonogo.project.tree import Tree

MADE_ELSEWHERE = "tool.cibuildwheel"  # the table of a project whose platform wheels are built elsewhere


class NoWheelsThere(GonogoError):
    text = "there is no wheel in {folder}"
    hint_text = "give the folder into which cibuildwheel or auditwheel wrote the wheels: --wheels wheelhouse"


class OtherWheel(GonogoError):
    text = "{filename} is {theirs}, but this release is {ours}"
    hint_text = "build the wheels from the release commit, and put only these into the folder of --wheels"


def wanted(root: Path, said: Sequence[str]) -> tuple[str, ...]:
    """Return which kinds are built here: as set, else both, or the sdist where cibuildwheel makes the wheels."""
    if said:
        return tuple(said)
    return builder.BOTH[:1] if Tree(root).table(MADE_ELSEWHERE) else builder.BOTH


def build(
    source: Path, out: Path, epoch: int, said: Sequence[str], how: builder.How = builder.USUAL
) -> tuple[Path, ...]:
    """Build what is wanted of a clean clone into `out`, as `builder.build` does; return the files, the sdist first."""
    return builder.build(source, out, epoch, how, wanted(source, said))


def handed(folder: Path, sdist: Path) -> tuple[Path, ...]:
    """Return the wheels in a folder, by name; NoWheelsThere, and OtherWheel for one of another project or version."""
    found = tuple(sorted(folder.glob("*.whl")))
    if not found:
        raise NoWheelsThere(folder=folder)
    ours = identity(sdist)
    for path in found:
        if identity(path) != ours:
            raise OtherWheel(filename=path.name, theirs=" ".join(identity(path)), ours=" ".join(ours))
    return found


def identity(path: Path) -> tuple[str, str]:
    """Return the name and version inside an artifact, in canonical spelling."""
    from packaging.utils import canonicalize_name, canonicalize_version

    inside = builder.metadata_of(path)
    return canonicalize_name(inside.name), canonicalize_version(inside.version, strip_trailing_zero=False)
