"""Where a release came from: whether gonogo made it, or it was made before the project took gonogo."""

from gonogo.git import intent, tags
from gonogo.git.repository import Git
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.release.contexts import Context


def is_from_before(plan: Plan, context: Context) -> bool:
    """Return whether a release was made before the project took gonogo: no file that calls it names it. A guess."""
    return not is_made_here(plan, context.project, context.git) or calls_nothing(plan, context)


def was_made_before(plan: Plan, context: Context) -> bool:
    """Return whether a tag is not of a release by gonogo: not made by it, or older than the first call of it here."""
    if not is_made_here(plan, context.project, context.git):
        return True
    return calls_nothing(plan, context) and bool(calls(context.project, "HEAD"))


def calls_nothing(plan: Plan, context: Context) -> bool:
    """Return whether no file of a release calls gonogo."""
    return calls(context.project, f"refs/tags/{plan.tag}") is False


def calls(project: Project, commit: str) -> bool | None:
    """Return whether a file of a commit calls gonogo; None where that cannot be read."""
    done = Git(project.root).run("grep", "-q", "gonogo", commit, "--", *CALLERS)
    if done.code == NOTHING_FOUND:
        return None if done.stderr else False
    return None if done.code else True


ELSEWHERE = (":(top).gitlab-ci.yml", ":(top).forgejo/workflows")

CALLERS = ("noxfile.py", "tasks.py", "pyproject.toml", ":(top).github/workflows", *ELSEWHERE)
"""The files that call gonogo, where a project does so."""

NOTHING_FOUND = 1  # the exit status of `git grep` that found nothing, or could not read a file; others are errors


MERGED = "Its commit was merged before it was tagged."
"""What the message of a tag says whose commit the release did not make: a taking-back leaves that commit alone."""


def message_of_merged(project: Project, version: str) -> str:
    """Return the message of the tag of a merged release."""
    return f"{project.message_for(version)}\n\n{MERGED}"


def was_merged(plan: Plan, git: Git) -> bool:
    """Return whether a release was tagged after its commit was merged, as the message of its tag says."""
    return MERGED in tags.message(git, plan.tag)


def is_made_here(plan: Plan, project: Project, git: Git) -> bool:
    """Return whether gonogo made a release: a hidden ref names it, or its tag's message is that of a release."""
    shown = git("for-each-ref", "--format=%(objecttype) %(contents:subject)", f"refs/tags/{plan.tag}")
    ours = f"tag {project.message_for(plan.new)}"
    return shown == ours or any(plan.tag in one.tags and one.kind == intent.LAND for one in intent.find(git))
