"""`nox -s announce`: the forge's release, with notes and files."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import REHEARSAL, Options
from gonogo.model.board import Board


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Create the release of the tag on the forge, with notes and files, once the index serves its files.

    The index that is asked is the one named with --to, otherwise the one of the settings.
    """
    from gonogo.release import stages

    shared.take_over(options)
    settings = shared.project.settings
    to = settings.index if options.to == REHEARSAL else options.to
    context = shared.local if settings.publish == "nowhere" else shared.context(to)
    rows = stages.announce(shared.plan(options), context, shared.progress)
    return shared.board("announce", rows, options, "invoke status")
