"""The pipeline: from a commit to a verified release, each stage only after a green one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from gonogo.model.board import Row, error_row, is_go, kept_row, waived_row
from gonogo.model.errors import CouldNotTell, GonogoError, Status
from gonogo.model.plan import Plan
from gonogo.model.probe import State
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict, overall
from gonogo.release import build, check, recover_artifacts, tests
from gonogo.release.context import World
from gonogo.release.prefetch import Ahead
from gonogo.release.runner import Listener, carry
from gonogo.release.steps import step, steps
from gonogo.release.timing import timed

TRIAL = ("rehearsal", "testpypi")
"""Indexes on which something may be tried that is not tagged and pushed."""


class NotJudged(GonogoError):
    """The files have not been found GO."""

    status = Status.NO_GO
    text = "these files were not found GO: {why}"
    hint_text = "type: nox -s tests check"


class NotPushed(GonogoError):
    """The commit carries no tag that the remote shows, so that its package may not go public."""

    status = Status.NO_GO
    text = "{what} goes to {index} only once its tag is on the remote: {why}"
    hint_text = "type: invoke status"


class NotPublic(GonogoError):
    """The index does not serve the whole release, so that it is not announced."""

    status = Status.NO_GO
    text = "{tag} is announced only once {index} serves all of it: {why}"
    hint_text = "publish it, then see that it is whole: nox -s verify -- --to {index}"


class NothingToVerify(GonogoError):
    """Nothing was published to the embedded index."""

    status = Status.NO_GO
    text = "the embedded index lives for one run, and nothing was published to it in this one"
    hint_text = "type: nox -s publish verify; or name an index: nox -s verify -- --to pypi"


def publish(plan: Plan, world: World, listener: Listener) -> tuple[Row, ...]:
    """Upload the judged files; refuses files that were not found GO, and a release that is not pushed."""
    require_judged(plan, world)
    require_pushed(plan, world)
    return carry((step(Stage.PUBLISH),), plan, world, listener)


def verify(plan: Plan, world: World, listener: Listener) -> tuple[Row, ...]:
    """Verify what the index serves; where no bytes are kept, what is public is taken, by hash.

    NothingToVerify, at once, for an embedded index to which nothing was published.
    """
    if world.index.name == TRIAL[0] and not recover_artifacts.served(plan, world):
        raise NothingToVerify
    recover_artifacts.row(plan, world)
    return (timed("verify", listener, lambda: verified(plan, world)),)


def verified(plan: Plan, world: World) -> Row:
    """Verify anew, whatever was found before, and return the row that says so."""
    again = step(Stage.VERIFY)
    again.apply(plan, world)
    return Row(again.name, Verdict.GO, note=again.probe(plan, world).why)


def announce(plan: Plan, world: World, listener: Listener) -> tuple[Row, ...]:
    """Make the forge's release; refuses files that were not found GO, an untagged commit, and what is not public."""
    require_judged(plan, world)
    if not plan.tag:
        raise NotPushed(what=f"{plan.name} {plan.new}", index="the forge", why="HEAD has no tag")
    require_public(plan, world)
    return carry((step(Stage.ANNOUNCE),), plan, world, listener)


def require_judged(plan: Plan, world: World) -> None:
    """Raise NotJudged unless tests and checks are GO over exactly the bytes that are kept."""
    rows = world.kept.verdicts(world.manifest(plan))
    red = [row.name for row in rows if row.verdict is not Verdict.GO and row.stage is not Stage.VERIFY]
    if red:
        raise NotJudged(why=f"{', '.join(red)} was not GO")
    waived = world.project.settings.waivers
    for needed in (Stage.TESTS, Stage.CHECK):
        if needed.value not in waived and not any(row.stage is needed for row in rows):
            raise NotJudged(why=f"{needed.value} has not run on them")


def require_public(plan: Plan, world: World) -> None:
    """Raise NotPublic unless the index serves the whole release; CouldNotTell where it is silent."""
    if world.project.settings.publish == "nowhere":
        return
    probe = step(Stage.PUBLISH).probe(plan, world)
    if probe.state is State.UNKNOWN:
        raise CouldNotTell(what=f"whether {world.index.name} serves {plan.name} {plan.new}", why=probe.why)
    if probe.state is not State.DONE:
        raise NotPublic(tag=plan.tag, index=world.index.name, why=probe.why or probe.state.value)


def require_pushed(plan: Plan, world: World) -> None:
    """Raise NotPushed before something untagged or unpushed goes to an index that is no trial."""
    if world.index.name in TRIAL:
        return
    if not plan.tag:
        raise NotPushed(what=f"{plan.name} {plan.new}", index=world.index.name, why="HEAD has no tag")
    probe = step(Stage.PUSH).probe(plan, world)
    if probe.state is State.UNKNOWN:
        raise CouldNotTell(what=f"whether {plan.tag} is pushed", why=probe.why)
    if probe.state is not State.DONE:
        raise NotPushed(what=plan.tag, index=world.index.name, why=probe.why or "it is not there yet")


def release(
    plan: Plan, world: World, opened: Callable[[], World], listener: Listener, *, fresh: bool
) -> tuple[Row, ...]:
    """Run every stage from build to verify; what was found GO over the same bytes is not done again.

    The index of `world` need not be open: `opened` opens it, while the build runs, and returns the world it is in.
    """
    require_pushed(plan, world)
    done = () if fresh else repeated(plan, world)
    if done:
        return (timed(build.NAME, listener, lambda: build.build(plan, world)), *done)
    with Ahead(plan, world, opened) as ahead:
        rows: tuple[Row, ...] = (timed(build.NAME, listener, lambda: build.build(plan, world, fresh=fresh)),)
        if is_go(rows):
            rows = (*rows, *judge(plan, world, ahead, listener, fresh=fresh))
        if is_go(rows):
            rows = (*rows, *let_out(plan, ahead.world(), listener))
    return rows


def let_out(plan: Plan, world: World, listener: Listener) -> tuple[Row, ...]:
    """Publish and verify, unless an earlier run found these bytes red, on another Python for example."""
    try:
        require_judged(plan, world)
    except NotJudged as error:
        return (error_row(Stage.PUBLISH.value, error, 0.0),)
    return carry(steps(Stage.PUBLISH, Stage.VERIFY), plan, world, listener)


def repeated(plan: Plan, world: World) -> tuple[Row, ...]:
    """Return the kept rows of a whole release to the embedded index over these bytes; none where one is missing."""
    manifest = world.kept.find(world.commit(plan)) if world.index.name == "rehearsal" else None
    rows = world.kept.verdicts(manifest) if manifest else ()
    if not is_go(rows) or not any(row.stage is Stage.VERIFY for row in rows):
        return ()
    again = check.passing_rows(plan, world, frozenset({"work tree"}))
    renewed = {row.name for row in again}
    lasting = [kept_row(row) for row in rows if row.stage is not Stage.CHECK and row.name not in renewed]
    return (*lasting, *again)


def judge(plan: Plan, world: World, ahead: Ahead, listener: Listener, *, fresh: bool) -> tuple[Row, ...]:
    """Run tests, and beside them the checks that ask nobody; the index is asked only after green tests."""
    with ThreadPoolExecutor(1, "check") as pool:
        pool.submit(ahead.imported)
        beside = pool.submit(check.lasting_rows, plan, world, fresh=fresh)
        tested = test(plan, world, ahead, listener, fresh=fresh)
    if tested.verdict is not Verdict.GO:
        return (tested,)
    listener.began(Stage.CHECK.value)
    rows = check.in_order((*beside.result(), *check.passing_rows(plan, replace(world, index=ahead.world().index))))
    check.keep(plan, world, rows)
    listener.ended(Row(Stage.CHECK.value, overall(row.verdict for row in rows)))
    return (tested, *rows)


def test(plan: Plan, world: World, ahead: Ahead, listener: Listener, *, fresh: bool) -> Row:
    """Run the tests on the built wheel in an environment of their own, unless they are known to be GO."""
    reason = world.project.settings.waivers.get("tests")
    if reason:
        return waived_row(Stage.TESTS.value, reason)
    known = None if fresh else tests.kept(plan, world, tests.here())
    row = known or timed(tests.here(), listener, lambda: tests.run(plan, world, ahead.room(), (), listener))
    tests.keep(plan, world, row)
    return row


def after_release(to: str) -> str:
    """Return what to type after a release to an index."""
    return {"rehearsal": "invoke bump --part minor", "testpypi": "nox -s release -- --to pypi"}.get(to, "invoke status")


def after_publish(to: str) -> str:
    """Return what to type after an upload to an index; the embedded one ends with its run."""
    return "nox -s release" if to == "rehearsal" else f"nox -s verify -- --to {to}"
