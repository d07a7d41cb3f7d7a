"""What was found NO-GO of the kept files of a release: such a release is not pushed."""

from collections.abc import Iterable

from gonogo.model.errors import NoGo, few
from gonogo.model.manifest import BrokenManifest
from gonogo.model.plan import Plan
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release.contexts import Context


class FoundNoGo(NoGo):
    text = "{red} was NO-GO on the files of {tag}; nothing was pushed"
    hint_text = (
        "type: invoke undo; then fix that, commit, and bump again; "
        "or, if the cause was outside of the release, judge it again: nox -s build tests check"
    )


def red(plan: Plan, context: Context) -> tuple[str, ...]:
    """Return what was NO-GO on the kept files of a release, or of those that are released together; UNKNOWN is not."""
    beside = (context.git.resolve(f"refs/tags/{tag}^{{commit}}") for tag in plan.beside)
    return of_commits((*beside, context.commit(plan)), context)


def of_commits(commits: Iterable[str], context: Context) -> tuple[str, ...]:
    """Return what was NO-GO on the kept files of commits."""
    kept = filter(None, map(context.kept.find, commits))
    rows = [row for one in kept for row in context.kept.verdicts(one) if row.verdict is Verdict.NO_GO]
    found = [row.name for row in rows if row.stage is not Stage.VERIFY]
    return tuple(name for name in found if name != Stage.CHECK.value) or tuple(found)


def is_red(plan: Plan, context: Context) -> bool:
    """Return whether the kept files of a release were found NO-GO, as far as that can be read."""
    try:
        return bool(red(plan, context))
    except BrokenManifest:
        return False


def require_not_red(plan: Plan, context: Context) -> None:
    """Raise FoundNoGo where the kept files of a release were found NO-GO."""
    found = red(plan, context)
    if found:
        raise FoundNoGo(red=few(found), tag=plan.label)
