"""The check stage: every check over the same read-only view, in the order of their names, and what may be waived."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.model.board import Row, Source, error_row, kept_row, waived_row
from gonogo.model.errors import GonogoError, readable_error
from gonogo.model.plan import Plan
from gonogo.model.stage import Stage
from gonogo.model.verdict import Finding, Verdict, overall
from gonogo.release.build import holder, read_only
from gonogo.release.contexts import Context
from gonogo.system import folders

if TYPE_CHECKING:
    from gonogo.checks import Check
    from gonogo.checks.reader import Reader

UNKNOWN_FIX = "nothing is decided on a guess; run it again when it answers"


def all_rows(plan: Plan, context: Context, *, fresh: bool) -> tuple[Row, ...]:
    """Run every check; what is known to be GO of these bytes is not run again."""
    return in_order((*lasting_rows(plan, context, fresh=fresh), *passing_rows(plan, context)))


def in_order(several: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows in the order of their names."""
    return tuple(sorted(several, key=lambda row: row.name))


def lasting_rows(plan: Plan, context: Context, *, fresh: bool) -> tuple[Row, ...]:
    """Run the checks over a clean clone and the kept files; what is known to be GO of these bytes is not run again."""
    from gonogo.checks import all_checks

    lasting = [check for check in all_checks() if check.needs <= LASTING]
    known = {} if fresh else kept(plan, context)
    todo = [check for check in lasting if check.name not in known]
    done = [known[check.name] for check in lasting if check.name in known]
    if not todo:
        return tuple(done)
    with folders.temporary() as folder:
        git, commit = holder(plan, context), context.commit(plan)
        reader = reader_of(plan, context, read_only(context, git, commit, folder / "tree") / context.subfolder)
        return (*done, *rows(todo, reader, context.project.settings.excused))


def passing_rows(
    plan: Plan, context: Context, needs: frozenset[str] = frozenset({"work tree", "index"})
) -> tuple[Row, ...]:
    """Run again the checks whose verdict may be another the next minute: over the index and the work tree."""
    from gonogo.checks import all_checks

    todo = [check for check in all_checks() if check.needs & needs]
    return rows(todo, reader_of(plan, context, context.project.root), context.project.settings.excused)


LASTING = frozenset({"tree", "metadata", "artifacts"})  # needs of a check whose verdict holds for ever


def kept(plan: Plan, context: Context) -> dict[str, Row]:
    """Return the kept GO rows of checks, by name; a waiver holds only as long as the settings give it."""
    from gonogo.checks import all_checks

    names = {check.name for check in all_checks()}
    rows = context.kept.verdicts(context.manifest(plan))
    good = [row for row in rows if row.name in names and row.verdict is Verdict.GO and row.source is not Source.WAIVED]
    return {row.name: kept_row(row) for row in good}


def keep(plan: Plan, context: Context, rows: Iterable[Row]) -> None:
    """Keep what checks said, and the verdict of all of them under the name `check`."""
    manifest, seen = context.manifest(plan), tuple(rows)
    fresh = [row for row in seen if row.source is not Source.KEPT]
    context.kept.judge(
        manifest, *fresh, Row(Stage.CHECK.value, overall(row.verdict for row in seen), stage=Stage.CHECK)
    )


def reader_of(plan: Plan, context: Context, tree: Path) -> Reader:
    """Return the view that checks have of a release."""
    from gonogo.checks.reader import Reader

    manifest = context.manifest(plan)
    untagged = context.project.layout.from_tag and not plan.tag
    return Reader(
        project=context.project,
        version=manifest.version if untagged else plan.new,
        tag=plan.tag,
        commit=manifest.commit,
        tree=tree,
        repo=holder(plan, context).top,
        manifest=manifest,
        files=context.kept.files(manifest),
        index=context.index,
        workshops=context.workshops,
    )


def rows(checks: Iterable[Check], reader: Reader, waivers: dict[str, str]) -> tuple[Row, ...]:
    """Run checks and return a row for each; a waived one is GO with its written reason. UnknownWaiver names none."""
    require_known(waivers)
    return tuple(waived(check, waivers) or judged(check, reader) for check in checks)


def waived(check: Check, waivers: dict[str, str]) -> Row | None:
    """Return the row of a waived check, with the reason that the settings give."""
    reason = waivers.get(check.name)
    return waived_row(check.name, reason) if reason else None


def judged(check: Check, reader: Reader) -> Row:
    """Run one check; a question that found no answer is UNKNOWN, and so is a check that examined nothing."""
    started = time.monotonic()
    try:
        examined = check.function(reader)
    except (GonogoError, OSError) as error:
        return error_row(check.name, readable_error(error), time.monotonic() - started)
    findings = examined.findings
    if examined.verdict is Verdict.UNKNOWN and not findings:
        findings = (Finding("examined-nothing", "there was nothing to examine", fix=UNKNOWN_FIX),)
    return Row(check.name, examined.verdict, time.monotonic() - started, examined.note, findings)


SET_UP = (
    "layout", "repository", "remote", "tags", "changelog", "noxfile_and_tasks", "workflow", "lock", "waivers",
    "forge_settings",
)  # fmt: skip
"""What `doctor` asks of a project's set-up, in its order."""

FORGE = ("forge_environment", "forge_deployments", "forge_token", "forge_tags", "forge_branch", "forge_releases")
"""What `doctor --forge` asks of the forge's settings."""

WAIVABLE_STAGES = ("tests", "check")  # whole stages that can be waived, as single checks can


class UnknownWaiver(GonogoError):
    text = "the setting `waivers` of [tool.gonogo] names {names}: there is no such check"
    hint_text = "{near}use a name from the board, or `tests` to leave out the tests"


def require_known(waivers: Iterable[str]) -> None:
    """Raise UnknownWaiver where a waiver names nothing that can be waived, with the near miss."""
    known = sorted(waivable()) if waivers else ()
    unknown = [name for name in waivers if name not in known]
    if unknown:
        near = (difflib.get_close_matches(name.replace("-", "_"), known, n=1, cutoff=0.5) for name in unknown)
        meant = ", ".join(found[0] for found in near if found)
        raise UnknownWaiver(names=", ".join(unknown), near=f"did you mean {meant}? " if meant else "")


def waivable() -> set[str]:
    """Return the names of every check, of the doctor's questions, and of the stages."""
    from gonogo import checks

    return {*checks.names(), *SET_UP, *FORGE, *WAIVABLE_STAGES, "nothing_else_moves"}
