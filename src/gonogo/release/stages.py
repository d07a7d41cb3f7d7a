"""The pipeline: from a commit to a verified release, each stage only if the one before it was GO."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

from gonogo.model.board import Row, error_row, is_go, kept_row, waived_row
from gonogo.model.errors import CouldNotTell, NoGo
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_VERIFY, Stage, State
from gonogo.model.verdict import Verdict, overall
from gonogo.release import build, check, recover_artifacts, tests
from gonogo.release.contexts import Context
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.steps import step, steps
from gonogo.release.tests import Prepared
from gonogo.system import activity
from gonogo.system.preload import preload

TRIAL = ("rehearsal", "testpypi")  # indexes on which something may be tried that is not tagged and pushed


class NotJudged(NoGo):
    text = "the verdict on these files is not GO: {why}"
    hint_text = "type: nox -s tests check"


class NotPushed(NoGo):
    """The commit carries no tag that the remote shows, so that its package may not go public."""

    text = "{what} goes to {index} only once its tag is on the remote: {why}"
    hint_text = "type: invoke status"


class NotPublic(NoGo):
    text = "{tag} is announced only once {index} serves all of it: {why}"
    hint_text = "publish it, then check that it is complete: nox -s verify -- --to {index}"


class NothingToVerify(NoGo):
    text = "the embedded index exists for one run only, and nothing was published to it in this one"
    hint_text = "type: nox -s publish verify; or name an index: nox -s verify -- --to pypi"


def publish(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Upload the judged files; refuses files that were not found GO, and a release that is not pushed."""
    require_judged(plan, context)
    require_pushed(plan, context)
    return carry((step(Stage.PUBLISH),), plan, context, listener)


def verify(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Verify what the index serves; NothingToVerify for an embedded one to which nothing was published."""
    if context.index.name == TRIAL[0] and not recover_artifacts.is_public(plan, context):
        raise NothingToVerify
    recover_artifacts.row(plan, context)
    return (timed("verify", listener, lambda: verified(plan, context)),)


def verified(plan: Plan, context: Context) -> Row:
    """Verify anew, whatever was found before, and return the row that says so."""
    again = step(Stage.VERIFY)
    again.apply(plan, context)
    return Row(again.name, Verdict.GO, note=again.probe(plan, context).why)


def announce(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Make the forge's release; refuses files that were not found GO, an untagged commit, and what is not public."""
    from gonogo.release.group.announce import own_steps

    require_announceable(plan, context)
    taken = own_steps(plan, context, AFTER_VERIFY)
    if not taken:
        return (Row(Stage.ANNOUNCE.value, Verdict.GO, note="with the packages that are released with it"),)
    return carry(taken, plan, context, listener)


def require_announceable(plan: Plan, context: Context) -> None:
    """Raise what stops an announcement: NotJudged, NotPushed without a tag, or NotPublic."""
    require_judged(plan, context)
    if not plan.tag:
        raise NotPushed(what=f"{plan.name} {plan.new}", index="the forge", why="HEAD has no tag")
    require_public(plan, context)


def require_judged(plan: Plan, context: Context) -> None:
    """Raise NotJudged unless tests and checks are GO over exactly the bytes that are kept."""
    rows = context.kept.verdicts(context.manifest(plan))
    red = [row.name for row in rows if row.verdict is not Verdict.GO and row.stage is not Stage.VERIFY]
    if red:
        raise NotJudged(why=f"{', '.join(red)} was not GO")
    waived = context.project.settings.waivers
    for needed in (Stage.TESTS, Stage.CHECK):
        if needed.value not in waived and not any(row.stage is needed for row in rows):
            raise NotJudged(why=f"{needed.value} has not run on them")


def require_public(plan: Plan, context: Context) -> None:
    """Raise NotPublic unless the index serves the whole release; CouldNotTell where it is silent."""
    if context.project.settings.publish == "nowhere":
        return
    probe = step(Stage.PUBLISH).probe(plan, context)
    if probe.state is State.UNKNOWN:
        raise CouldNotTell(what=f"whether {context.index.name} serves {plan.name} {plan.new}", why=probe.why)
    if probe.state is not State.DONE:
        raise NotPublic(tag=plan.tag, index=context.index.name, why=probe.why or probe.state.value)


def require_pushed(plan: Plan, context: Context) -> None:
    """Raise NotPushed before something untagged or unpushed goes to an index that is no trial."""
    if context.index.name in TRIAL:
        return
    if not plan.tag:
        raise NotPushed(what=f"{plan.name} {plan.new}", index=context.index.name, why="HEAD has no tag")
    probe = step(Stage.PUSH).probe(plan, context)
    if probe.state is State.UNKNOWN:
        raise CouldNotTell(what=f"whether {plan.tag} is pushed", why=probe.why)
    if probe.state is not State.DONE:
        raise NotPushed(what=plan.tag, index=context.index.name, why=probe.why or "it is not there yet")


def release(
    plan: Plan, context: Context, opened: Callable[[], Context], listener: Listener, *, fresh: bool
) -> tuple[Row, ...]:
    """Run every stage from build to verify, but for what is GO over these bytes; `opened` opens the index meanwhile."""
    require_pushed(plan, context)
    done = () if fresh else repeated(plan, context)
    if done:
        return (timed(build.NAME, listener, lambda: build.build(plan, context)), *done)
    with Prefetch(plan, context, opened) as ahead:
        rows: tuple[Row, ...] = (timed(build.NAME, listener, lambda: build.build(plan, context, fresh=fresh)),)
        if is_go(rows):
            rows = (*rows, *judge(plan, context, ahead, listener, fresh=fresh))
        if is_go(rows):
            rows = (*rows, *publish_and_verify(plan, ahead.context(), listener))
    return rows


def publish_and_verify(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Publish and verify, unless an earlier run found these bytes red, on another Python for example."""
    try:
        require_judged(plan, context)
    except NotJudged as error:
        return (error_row(Stage.PUBLISH.value, error, 0.0),)
    return carry(steps(Stage.PUBLISH, Stage.VERIFY), plan, context, listener)


def repeated(plan: Plan, context: Context) -> tuple[Row, ...]:
    """Return the kept rows of a whole release to the embedded index over these bytes; none where one is missing."""
    manifest = context.kept.find(context.commit(plan)) if context.index.name == "rehearsal" else None
    rows = context.kept.verdicts(manifest) if manifest else ()
    if not is_go(rows) or not any(row.stage is Stage.VERIFY for row in rows):
        return ()
    again = check.passing_rows(plan, context, frozenset({"work tree"}))
    renewed = {row.name for row in again}
    lasting = [kept_row(row) for row in rows if row.stage is not Stage.CHECK and row.name not in renewed]
    return (*lasting, *again)


def judge(plan: Plan, context: Context, ahead: Prefetch, listener: Listener, *, fresh: bool) -> tuple[Row, ...]:
    """Run tests, and beside them the checks that need no network; the index is asked only if the tests are GO."""
    with ThreadPoolExecutor(1, "check") as pool:
        pool.submit(ahead.imported)
        beside = pool.submit(activity.beside("checks")(check.lasting_rows), plan, context, fresh=fresh)
        tested = test(plan, context, ahead, listener, fresh=fresh)
    if tested.verdict is not Verdict.GO:
        return (tested,)
    listener.began(Stage.CHECK.value)
    rows = check.in_order((*beside.result(), *check.passing_rows(plan, replace(context, index=ahead.context().index))))
    check.keep(plan, context, rows)
    listener.ended(Row(Stage.CHECK.value, overall(row.verdict for row in rows)))
    return (tested, *rows)


def test(plan: Plan, context: Context, ahead: Prefetch, listener: Listener, *, fresh: bool) -> Row:
    """Run the tests on the built wheel in an environment of their own, unless they are known to be GO."""
    reason = context.project.settings.waivers.get("tests")
    if reason:
        return waived_row(Stage.TESTS.value, reason)
    known = None if fresh else tests.kept(plan, context, tests.here())
    row = known or timed(tests.here(), listener, lambda: tests.run(plan, context, ahead.prepared(), (), listener))
    tests.keep(plan, context, row)
    return row


def after_release(to: str) -> str:
    """Return what to type after a release to an index."""
    return {"rehearsal": "invoke bump --part minor", "testpypi": "nox -s release -- --to pypi"}.get(to, "invoke status")


def after_publish(to: str) -> str:
    """Return what to type after an upload to an index; the embedded one ends with its run."""
    return "nox -s release" if to == "rehearsal" else f"nox -s verify -- --to {to}"


HEAVY = ("twine.commands.check", "twine.settings", "check_wheel_contents.checker", "gonogo.pypi_rules.book", "stamina")
"""What is imported while the build runs, in the order in which it is needed."""


class Prefetch:
    """The tests' folder and the context with its index open, both made during the build; a context manager."""

    def __init__(self, plan: Plan, context: Context, opened: Callable[[], Context]) -> None:
        self._stack = ExitStack()
        self._pool = ThreadPoolExecutor(2, "ahead")
        self._context = self._pool.submit(activity.beside("open the index")(opened))
        self._prepared = self._pool.submit(
            activity.beside("prepare the tests")(tests.prepare), plan, context, self._stack
        )
        self._imports = preload(*HEAVY, after=self._context)

    def __enter__(self) -> Prefetch:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._imports.join()
        self._stack.close()

    def imported(self) -> None:
        """Wait for the imports: two threads that import a package and a part of it at once can end in a deadlock."""
        self._imports.join()

    def prepared(self) -> Prepared:
        """Return where the tests run."""
        return self._prepared.result()

    def context(self) -> Context:
        """Return the context with its index open."""
        return self._context.result()
