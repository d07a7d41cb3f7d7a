"""The release of several packages: asked once, landed and pushed as one, published each after what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from gonogo.ci import github, publishes_several
from gonogo.commands import release as single
from gonogo.commands.bump import after_all, begun, edited, remarks
from gonogo.commands.group.rehearse import (
    TOGETHER,
    in_turn,
    parts_of,
    prepare_and_judge,
    publish_one,
    title,
    with_bumper,
)
from gonogo.forge import find
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import GonogoError, few
from gonogo.project.bump import Bumper
from gonogo.release import group, record, recovery
from gonogo.release.closing import home, require_nothing_open
from gonogo.release.group import announce as group_announce
from gonogo.release.group import plan as group_plan
from gonogo.release.group import run as group_run
from gonogo.release.group.plan import Planned, Wanted
from gonogo.release.group.run import Named, Part
from gonogo.release.record import Recorder
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.state import has_ci
from gonogo.release.steps import land, push, steps
from gonogo.system import folders


def release(folder: Path, wanted: Wanted, today: date, listener: Listener, consent: single.Consent) -> Board:
    """Release several packages: ask once, prepare and judge them in one temporary clone, land, push, publish."""
    git = Git(folder)
    with Bumper() as bumper, folders.temporary() as scratch, recovery.alone(git) as recovered:
        planned = group_plan.plan(group.read(folder), wanted, today)
        for one in planned:
            require_nothing_open(one.member.project, git)
        require_publisher(planned)
        parts = parts_of(planned, scratch, with_bumper(home, bumper))
        if not consent(sentences(planned, parts)):
            raise single.NotConfirmed(tag=parts[-1].plan.label)
        recorder = Recorder(listener)
        rows = walk(parts, scratch, recorder)
        shown, again = (*recovered, *rows, *remarks(planned[0].plan)), f"invoke release {wanted.words}"
        board = begun(f"release {title(planned)}", shown, after_release(parts), again)
        return record.keep([(part.plan, part.context) for part in parts], board, recorder)


class NobodyPublishes(GonogoError):
    """Packages are to be published by CI, and no workflow is there."""

    text = "nothing would publish {names}: `publish` in [tool.gonogo] is ci, and there is no workflow"
    hint_text = (
        'publish from here: publish = "here" in [tool.gonogo] of each package; '
        'or let the release end with the push: publish = "nowhere"'
    )


class OtherIndex(GonogoError):
    """Packages go to an index to which the workflow that publishes several packages sends nothing."""

    text = "the publish workflow sends all packages to pypi or to testpypi, and `index` in [tool.gonogo] is {index}"
    hint_text = (
        'publish from here: publish = "here" in [tool.gonogo]; or write one of the two into `index`, '
        "the same for all packages, then: gonogo init"
    )


def require_publisher(planned: Sequence[Planned]) -> None:
    """Raise NobodyPublishes where packages are to be published by CI, and there is no workflow; OtherIndex."""
    by_ci = [one for one in planned if one.member.project.settings.publish == "ci"]
    if by_ci and not has_ci(planned[0].member.project):
        raise NobodyPublishes(names=few(one.plan.name for one in by_ci))
    indexes = sorted({one.member.project.settings.index for one in by_ci})
    is_known = indexes in ([], ["pypi"], ["testpypi"])
    if not is_known and publishes_several(Git(planned[0].member.project.root).top):
        raise OtherIndex(index=" or ".join(indexes))


def sentences(planned: Sequence[Planned], parts: Sequence[Part]) -> tuple[str, ...]:
    """Return what the release would do: a line for each package and each requirement that follows, then the steps."""
    last = parts[-1]
    together = [one.describe(last.plan, last.context) for one in steps(*TOGETHER)]
    publishing = [part.plan.name for part in parts if is_published_here(part)]
    to = last.context.project.settings.index
    then = (
        [f"publish and verify on {to}, each after those that it needs: {', '.join(publishing)}"] if publishing else []
    )
    numbered = tuple(f"{number}. {text}" for number, text in enumerate((*together, *then), 1))
    if is_too_many([part for part in parts if not is_published_here(part)]):
        numbered = (*numbered, "- GitHub starts no workflow for more than three tags at once: start each yourself")
    left_out = (f"not in the release: {line}" for line in last.plan.dirty)
    concluded = (f"{one.plan.name}: {said}" for one in planned for said in one.plan.concluded)
    return (
        *changes(planned),
        *numbered,
        *(f"- {line}" for line in (*concluded, *single.notices(last.context.git), *left_out)),
    )


def changes(planned: Sequence[Planned]) -> tuple[str, ...]:
    """Return a line for each package and each requirement that follows."""
    packages = (f"{one.plan.name} {one.plan.old} -> {one.plan.new}, tag {one.plan.tag}: {one.why}" for one in planned)
    raised = (
        f"raise {found.old} to {found.new} in {one.member.folder}" for one in planned for found in one.plan.raised
    )
    return (*packages, *raised)


def is_published_here(part: Part) -> bool:
    """Return whether a package is published from this place."""
    return part.context.project.settings.publish == "here"


def walk(parts: Sequence[Part], scratch: Path, listener: Listener) -> tuple[Row, ...]:
    """Prepare, judge and rehearse all packages; and only if all of it is GO, land, push and publish."""
    rows = prepare_and_judge(parts, scratch, listener)
    if is_go(rows):
        rows = (*rows, *asked(parts, listener))
    if not is_go(rows):
        for part in parts:
            part.context.forget(part.plan)
        return rows
    return (*rows, *carried(parts, listener))


def asked(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Ask index and remote about every package before anything is pushed."""

    def ask(part: Part) -> tuple[Row, ...]:
        named = Named(listener, part.plan.name)
        return tuple(timed(name, named, act) for name, act in questions(part))

    last = parts[-1]
    rows = group_run.summary(parts, group_run.side_by_side(parts, ask), "asked before")
    if is_go(rows) and last.context.remote:
        rows = (*rows, timed(single.PUSHABLE, listener, partial(single.push_would_work, last.plan, last.context)))
    return rows


def questions(part: Part) -> Iterator[single.Question]:
    """Yield what is asked about one package; whether the push would work is asked once for all."""
    return (one for one in single.asked_before(part.plan, part.context) if one[0] != single.PUSHABLE)


def carried(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Land and push packages as one, then publish each where this place does so."""
    rows = pushed(parts, listener)
    if not is_go(rows):
        return rows
    rows = (*rows, *edited(parts[-1].plan, parts[-1].context))
    return (*rows, *publish_each(parts, lambda part: publish_one(part, listener), listener))


def pushed(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Land and push packages as one: their branch and all their tags, or nothing."""
    last = parts[-1]
    rows = carry(steps(*TOGETHER), last.plan, last.context, listener)
    if is_go(rows) and last.context.remote:
        push.remember(last.plan, last.context)
    return rows


def publish_each(parts: Sequence[Part], act: group_run.Act, listener: Listener) -> tuple[Row, ...]:
    """Publish each package that is published from here, in order; what has gone all its way is closed."""
    here = [part for part in parts if is_published_here(part)]
    each = in_turn(here, act, listener)
    close(parts, [part for part in parts if part not in here or is_go(each[part.name])])
    return group_run.summary(here, each, "published and verified")


def close(parts: Sequence[Part], done: Sequence[Part]) -> None:
    """Forget the intents of those packages of a release that have gone as far as this place carries them.

    The remote is among it. Packages that are announced as one are forgotten with the last of them.
    """
    some = group_announce.together(parts)
    waiting = {part.name for found in some if any(part not in done for part in found) for part in found}
    for part in done:
        context = part.context
        found = land.declared(context.git, part.plan.tag, part.plan.branch)
        gone = context.remote or context.project.settings.publish != "ci"
        if found and gone and part.name not in waiting:
            intent.close(context.git, found, part.plan.tag)


def after_release(parts: Sequence[Part]) -> str:
    """Return what comes after all that this place does for packages."""
    waiting = [part for part in parts if not is_published_here(part)]
    if not parts[-1].context.remote and waiting:
        return "git remote add origin URL, then: invoke push"
    if not waiting:
        return "invoke status"
    if is_too_many(waiting):
        return f"start the publish workflow for each tag, in this order: {', '.join(one.plan.tag for one in waiting)}"
    project = waiting[0].context.project
    return after_all(project.settings)


AT_ONCE = 3
"""Tags of one push for which GitHub starts workflows; of more it starts none at all, and GitLab not all."""


def is_too_many(parts: Sequence[Part]) -> bool:
    """Return whether workflows are to publish packages, and nothing starts them, since their tags are too many."""
    starts = bool(parts) and any((parts[-1].context.repo / path).is_file() for path in github.SEVERAL)
    return not starts and left_by(parts) == "github"


def left_by(parts: Sequence[Part]) -> str:
    """Return the forge that starts no CI for the tags of packages, since they are too many; empty for none."""
    if len({part.plan.tag for part in parts}) <= AT_ONCE:
        return ""
    project = parts[-1].context.project
    by_ci = project.settings.publish == "ci" and has_ci(project)
    forge = find.host_of(project).forge if by_ci else ""
    return forge if forge in ("github", "gitlab") else ""


def after_tags(parts: Sequence[Part]) -> str:
    """Return what comes after the push of tags alone, where no push of the branch lets CI start for many of them."""
    waiting = [part for part in parts if not is_published_here(part)]
    tag, index = parts[-1].plan.tag, parts[-1].context.project.settings.index
    starting = {
        "github": f"gh workflow run publish.yml --ref {tag} --field index={index}",
        "gitlab": f"start a pipeline on the forge's page, with the tag {tag} as its ref",
    }
    return starting.get(left_by(waiting), "")
