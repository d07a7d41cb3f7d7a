"""`nox -s tests`: the project's tests, on the built wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gonogo.artifacts.environments import Environment
    from gonogo.model.project import Project
    from gonogo.release.contexts import Context

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.cli.sessions import installs_only
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError
from gonogo.model.verdict import Verdict

OWN_ENVIRONMENT = True


class NoEnvironment(GonogoError):
    text = "nox makes no environments here, and the tests must not see the one that nox itself runs in"
    hint_text = "leave out --no-venv: nox -s tests"


def own_environment(session: Any) -> Environment:
    """Return the environment that Nox has made for the session; NoEnvironment where it has made none."""
    from gonogo.artifacts.environments import Environment

    location = getattr(session.virtualenv, "location", None)
    if not location:
        raise NoEnvironment
    return Environment(Path(location))


def supports(project: Project, python: str) -> bool:
    """Return whether a project is for a version of Python."""
    from gonogo.project import pythons
    from gonogo.project.tree import Tree

    return pythons.allows(pythons.requirement(Tree(project.root)), python)


@contextmanager
def with_siblings(environment: Environment, context: Context) -> Iterator[Environment]:
    """Give Nox's environment, or one of its Python, for a while, into which packages released with this one go too."""
    from gonogo.artifacts import environments, kept_environments

    if not context.siblings:
        yield environment
        return
    with kept_environments.place() as place:
        yield environments.create(place, str(environment.python), context.siblings)


def run(shared: SessionContext, options: Options, session: Any) -> Board:
    """Install the built wheel, never the source, and run the project's tests on it; other words go to the runner."""
    from gonogo.artifacts.resolution import Choice
    from gonogo.release import build, tests

    choice = Choice.named(options.resolution)
    shared.take_over(options)
    plan, context, built = shared.plan(options), shared.local, shared.built(options)
    if built.verdict is not Verdict.GO:
        return shared.board("tests", [built], options, "")
    environment = own_environment(session)
    name = f"tests-{environment.version}"
    if context.siblings and not supports(shared.project, environment.version):
        row = Row(name, Verdict.GO, note=f"skipped: {plan.name} is not for Python {environment.version}")
        return shared.board("tests", [built, row], options, "nox -s check")
    alone = installs_only(session)
    of_their_own = bool(options.more) or choice is not Choice.LOCKED or alone
    kept = None if options.fresh or of_their_own else tests.kept(plan, context, name)

    def act() -> Row:
        tree = build.own_tree(context, build.holder(plan, context), context.commit(plan))
        with tree as top, with_siblings(environment, context) as given:
            prepared = tests.enter(plan, context, given, top, choice)
            if choice is Choice.LOCKED:
                tests.stock(prepared, plan.name)
            if alone:
                return tests.installed(plan, context, prepared)
            return tests.run(plan, context, prepared, options.more, shared.progress)

    row = kept or shared.stage(name, act)
    if not of_their_own:
        tests.keep(plan, context, row)
    shared.hand_on(options)
    return shared.board("tests", [built, row], options, "nox -s tests" if alone else "nox -s check")
