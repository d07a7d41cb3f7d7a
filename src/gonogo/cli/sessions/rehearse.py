"""`nox -s rehearse`: the next release, all of it, in temporary folders."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import REHEARSAL, Options
from gonogo.model.board import Board


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Rehearse every step of the next release, with a bare remote and the embedded index; change nothing."""
    from gonogo.commands import rehearse
    from gonogo.commands.group import rehearse as group_rehearse
    from gonogo.release.contexts import today
    from gonogo.release.group.plan import Wanted
    from gonogo.release.planner import Request

    version = "" if options.to == REHEARSAL else options.to
    request = Request(options.part, options.pre, version, options.empty)
    wanted = Wanted(request, options.all, tuple(filter(None, options.package.split(","))))
    if wanted.is_several:
        further = (group_rehearse.through_faults,) if options.faults else ()
        return group_rehearse.rehearse_all(shared.root, wanted, today(), shared.progress, *further)
    if options.faults:
        return rehearse.with_faults(shared.root, request, today(), shared.progress)
    return rehearse.rehearse(shared.root, request, today(), shared.progress)
