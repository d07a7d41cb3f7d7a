"""The bill of materials of a release: the file that is in the released commit, as it goes beside the files."""

from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo.index.reading import version_in
from gonogo.model.manifest import Manifest, distribution
from gonogo.model.plan import Plan
from gonogo.release import group
from gonogo.release.contexts import Context


def path_of(name: str) -> str:
    """Return the path of a project's bill of materials, from its folder."""
    return f"sboms/{canonicalize_name(name)}.cdx.json"


def of_release(plan: Plan, context: Context, manifest: Manifest, folder: Path) -> list[Path]:
    """Write the bills of materials in a released commit to a folder, each under the name of its package's release."""
    written = []
    for name, version, root in packages(plan, context, manifest):
        done = context.git.run("show", f"{manifest.commit}:{(root / path_of(name)).as_posix()}")
        if not done.code:
            target = folder / f"{name}-{version}.cdx.json"
            target.write_text(done.stdout, encoding="utf-8")
            written.append(target)
    return written


def packages(plan: Plan, context: Context, manifest: Manifest) -> Iterator[tuple[str, str, Path]]:
    """Yield each package that is announced with a plan: its canonical name, version and folder in the repository."""
    if not plan.whole:
        yield canonicalize_name(plan.name), plan.new, context.subfolder
        return
    versions = {distribution(one.filename): str(version_in(one.filename)) for one in manifest.artifacts}
    for one in group.read(context.repo).members:
        if one.name in versions:
            yield one.name, versions[one.name], one.project.root.resolve().relative_to(context.repo.resolve())
