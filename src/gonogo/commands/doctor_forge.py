"""What the doctor reads of the forge's settings with a token: each thing that has to be so, ticked or flagged."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from gonogo.ci.wiring import Wiring
from gonogo.forge import find, settings
from gonogo.forge.github import GitHub
from gonogo.model.errors import CouldNotTell
from gonogo.model.project import Project
from gonogo.model.verdict import Examined, Finding
from gonogo.release.check import FORGE

ENVIRONMENTS, RULES, GENERAL = "settings/environments", "settings/rules", "settings"
"""The pages of a repository where what is asked for here is set."""

CI_CD, PROTECTED = "-/settings/ci_cd", "-/settings/repository"
"""The same on GitLab."""

UNSEEN = {
    "github": {
        "the environment of the publish job asks a person first": ("required reviewers of pypi", ENVIRONMENTS),
        "only release tags may deploy": ("deployment branches and tags of pypi", ENVIRONMENTS),
        "release tags can be neither moved nor deleted": ("a ruleset for tags", RULES),
        "commits reach the release branch through review": ("a ruleset for branches", RULES),
        "published releases are immutable": ("Releases", GENERAL),
    },
    "gitlab": {
        "only maintainers start the job that publishes": ("the protected environment pypi", CI_CD),
        "only maintainers create release tags": ("protected tags", PROTECTED),
        "commits reach the release branch through review": ("protected branches", PROTECTED),
    },
    "forgejo": {
        "the secret PYPI_TOKEN is a token for this project alone": ("secrets of actions", "settings/actions/secrets"),
        "only maintainers create release tags": ("protected tags", "settings/tags"),
        "commits reach the release branch through review": ("protected branches", "settings/branches"),
    },
}
"""What only the settings of a forge show, how it is called there, and on which page it is set."""


def page(project: Project, path: str) -> str:
    """Return the address of a page of the repository's settings; its name where the remote is on no known forge."""
    forge = find.of(project)
    return f"{forge.site}/{forge.repository}/{path}" if forge else path.replace("/", ", ")


def unseen(project: Project) -> dict[str, str]:
    """Return what only the settings of the forge show, each with the page where it is set."""
    host = find.host_of(project)
    boxes = {} if host.title else UNSEEN[host.forge or "github"]
    if host.forge == "gitlab" and not host.is_trusted:
        boxes = {"the variable PYPI_TOKEN of the environment pypi is a token": ("variables", CI_CD), **boxes}
    return {what: f"{called}: {page(project, path)}" for what, (called, path) in boxes.items()}


def asked(project: Project) -> GitHub:
    """Return the forge that can be asked; CouldNotTell where it is not GitHub, or where there is no token for it."""
    forge = find.github_of(project)
    if forge is None:
        raise CouldNotTell(what="the settings of the forge", why="gonogo reads those of GitHub alone")
    if not forge.api.token():
        raise CouldNotTell(what="the settings of the forge", why=forge.api.no_token)
    return forge


def forge_environment(project: Project) -> Examined:
    """See that a person is asked before the publish job runs."""
    found = settings.environment(asked(project), "pypi")
    where = page(project, ENVIRONMENTS)
    if found is None:
        return flagged("no-environment", "there is no environment named pypi", f"make it, with a reviewer: {where}")
    if not found.reviewers:
        return flagged("nobody-asked", "the environment pypi has no required reviewer", f"add one: {where}")
    bypass = Finding("bypass", "administrators can bypass the rules of pypi", fix=f"forbid it: {where}", blocking=False)
    return Examined(1, (bypass,) if found.bypass else (), f"[x] pypi asks {', '.join(found.reviewers)}")


def forge_deployments(project: Project) -> Examined:
    """See that release tags can publish, and other refs cannot."""
    found = settings.environment(asked(project), "pypi")
    where = page(project, ENVIRONMENTS)
    if found is None:
        return flagged("no-environment", "there is no environment named pypi", f"make it: {where}")
    wanted = f"allow selected tags alone, {Wiring(project).tag_pattern}: {where}"
    if found.anything:
        return flagged("any-ref-deploys", "every branch and tag can publish through pypi", wanted)
    tag = project.tag_for("1.2.3")
    if not any(fnmatchcase(tag, pattern) for pattern in found.tags):
        listed = ", ".join((*found.tags, *found.branches)) or "nothing"
        return flagged(
            "tags-cannot-deploy", f"a tag such as {tag} cannot publish through pypi: allowed is {listed}", wanted
        )
    also = ", ".join(found.branches)
    more = Finding("branches-deploy", f"branches can publish through pypi too: {also}", fix=wanted, blocking=False)
    return Examined(1, (more,) if also else (), f"[x] tags alone: {', '.join(found.tags)}" if not also else "")


MOVES = {"update": "moved", "deletion": "deleted"}  # what a rule forbids, in words, of those that a release tag needs


def forge_tags(project: Project) -> Examined:
    """See that a release tag can be neither moved nor deleted."""
    rules = settings.tag_rules(asked(project), project.tag_for("1.2.3"))
    missing = [done for rule, done in MOVES.items() if rule not in rules.types]
    if missing:
        what = f"release tags such as {project.tag_for('1.2.3')} can be {' and '.join(missing)} by who may push"
        return flagged(
            "tags-move", what, f"add a ruleset for tags that restricts updates and deletions: {page(project, RULES)}"
        )
    return Examined(1, note=f"[x] neither moved nor deleted, by {', '.join(rules.named)}")


def forge_branch(project: Project) -> Examined:
    """See what protects the branch of releases; how commits come there is the project's own choice."""
    branch = Wiring(project).branch
    types = settings.branch_rules(asked(project), branch).types
    if "protected" in types:
        return Examined(1, note=f"[x] {branch} is protected by a classic rule")
    where = page(project, RULES)
    wanted = {"pull_request": "review", "non_fast_forward": "a stop to force pushes", "deletion": "a stop to deletion"}
    missing = [name for rule, name in wanted.items() if rule not in types]
    what = f"{branch} lacks {', '.join(missing)}"
    found = Finding("branch-unprotected", what, fix=f"add a ruleset for it: {where}", blocking=False)
    return Examined(
        1, (found,) if missing else (), "" if missing else f"[x] {branch} takes changes through review alone"
    )


def forge_releases(project: Project) -> Examined:
    """See whether the forge's releases are immutable: their files, and their tags, can then be changed by nobody."""
    if settings.immutable_releases(asked(project)):
        return Examined(1, note="[x] published releases are immutable")
    fix = f"enable it under Releases: {page(project, GENERAL)}"
    found = Finding("releases-change", "files of published releases can be exchanged", fix=fix, blocking=False)
    return Examined(1, (found,))


def flagged(code: str, what: str, fix: str) -> Examined:
    """Return what was seen that is not as it should be."""
    return Examined(1, (Finding(code, f"[ ] {what}", fix=fix),))


QUESTIONS: dict[str, Callable[[Project], Examined]] = {name: globals()[name] for name in FORGE}
"""Every question to the forge."""

PUBLISHING = ("forge_environment", "forge_deployments")  # those that are asked only where CI publishes
