"""The bill of materials of a release: the file that is in the released commit, as it goes beside the files."""

from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo.model.plan import Plan
from gonogo.release.contexts import Context


def path_of(name: str) -> str:
    """Return the path of a project's bill of materials, from its folder."""
    return f"sboms/{canonicalize_name(name)}.cdx.json"


def of_commit(plan: Plan, context: Context, commit: str, folder: Path) -> list[Path]:
    """Write the bill of materials in a commit to a folder, under the release's name; nothing where it has none."""
    path = (context.subfolder / path_of(plan.name)).as_posix()
    done = context.git.run("show", f"{commit}:{path}")
    if done.code:
        return []
    target = folder / f"{canonicalize_name(plan.name)}-{plan.new}.cdx.json"
    target.write_text(done.stdout, encoding="utf-8")
    return [target]
