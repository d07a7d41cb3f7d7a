"""What the doctor reads of the forge's settings with a token: each thing that has to be so, ticked or flagged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import ModuleType

from gonogo.ci import gitlab as pipeline
from gonogo.ci.wiring import Wiring
from gonogo.forge import find, forgejo_settings, github_settings, gitlab_settings
from gonogo.forge.provider import Forge
from gonogo.forge.settings import Environment, Rules, Secret
from gonogo.model.errors import CouldNotTell
from gonogo.model.project import Project
from gonogo.model.verdict import Examined, Finding
from gonogo.release.check import FORGE

READERS = {"github": github_settings, "gitlab": gitlab_settings, "forgejo": forgejo_settings}
"""What reads the settings of each forge."""

REVIEWED = "commits reach the release branch through review"
MAKERS = "only maintainers create release tags"
MOVED = "a ruleset for tags that restricts updates and deletions"


@dataclass(frozen=True)
class Box:
    """What only the settings of a forge show, how it is called there, and the page of the repository that sets it."""

    what: str
    called: str
    path: str


BOXES = {
    "github": {
        "forge_environment": Box(
            "the environment of the publish job asks a person first",
            "required reviewers of pypi",
            "settings/environments",
        ),
        "forge_deployments": Box(
            "only release tags may deploy", "deployment branches and tags of pypi", "settings/environments"
        ),
        "forge_tags": Box("release tags can be neither moved nor deleted", MOVED, "settings/rules"),
        "forge_branch": Box(REVIEWED, "a ruleset for branches", "settings/rules"),
        "forge_releases": Box("published releases are immutable", "Releases", "settings"),
    },
    "gitlab": {
        "forge_environment": Box(
            "only maintainers start the job that publishes", "the protected environment pypi", "-/settings/ci_cd"
        ),
        "forge_token": Box("the tokens of jobs are variables for their jobs alone", "variables", "-/settings/ci_cd"),
        "forge_tags": Box(MAKERS, "protected tags", "-/settings/repository"),
        "forge_branch": Box(REVIEWED, "protected branches", "-/settings/repository"),
    },
    "forgejo": {
        "forge_token": Box("PYPI_TOKEN is a secret", "secrets of actions", "settings/actions/secrets"),
        "forge_tags": Box(MAKERS, "protected tags", "settings/tags"),
        "forge_branch": Box(REVIEWED, "protected branches", "settings/branches"),
    },
}
"""What only the settings of each forge show, by the question of the doctor that reads it."""

PUBLISHING = ("forge_environment", "forge_deployments", "forge_token")  # those that are asked only where CI publishes


def boxes(project: Project) -> dict[str, Box]:
    """Return what only the settings of the project's forge show, by question; an unknown host may be a GitHub."""
    host = find.host_of(project)
    found = {} if host.title else BOXES[host.forge or "github"]
    asked = {name: box for name, box in found.items() if name != "forge_token" or secrets_of(project)}
    return asked if project.settings.publish == "ci" else {k: one for k, one in asked.items() if k not in PUBLISHING}


def secrets_of(project: Project) -> dict[str, str]:
    """Return the secrets that the jobs of the project need, each with the environment of its job."""
    host = find.host_of(project)
    (standing,) = pipeline.CHOSEN
    of_publish = {} if host.is_trusted else {"PYPI_TOKEN": "pypi"}
    is_standing = host.forge == "gitlab" and (project.root / standing).is_file()
    return {**of_publish, **({"GITLAB_TOKEN": "release-pr"} if is_standing else {})}


def page(project: Project, question: str) -> str:
    """Return the address of the page that sets what a question reads; its name where the remote is on no forge."""
    forge, path = find.of(project), boxes(project)[question].path
    return f"{forge.site}/{forge.repository}/{path}" if forge else path.replace("/", ", ")


def unseen(project: Project) -> dict[str, str]:
    """Return what only the settings of the forge show, each with the page where it is set."""
    return {box.what: f"{box.called}: {page(project, name)}" for name, box in boxes(project).items()}


def asked(project: Project) -> tuple[ModuleType, Forge]:
    """Return what reads the forge's settings, and the forge; CouldNotTell where none is, or no token for it."""
    forge = find.of(project)
    if forge is None:
        raise CouldNotTell(what="the settings of the forge", why=find.absence(project))
    if not forge.api.token():
        raise CouldNotTell(what="the settings of the forge", why=forge.api.no_token)
    return READERS[find.host_of(project).forge], forge


def environment(project: Project) -> Environment | None:
    """Return the environment of the job that publishes."""
    reader, forge = asked(project)
    found: Environment | None = reader.environment(forge, "pypi")
    return found


def forge_environment(project: Project) -> Examined:
    """See that a person is asked before the publish job runs."""
    found, where = environment(project), page(project, "forge_environment")
    if found is None:
        return flagged("no-environment", "there is no environment named pypi", f"make it, with a reviewer: {where}")
    if not found.reviewers:
        return flagged("nobody-asked", "the environment pypi has no required reviewer", f"add one: {where}")
    bypass = Finding("bypass", "administrators can bypass the rules of pypi", fix=f"forbid it: {where}", blocking=False)
    return Examined(1, (bypass,) if found.bypass else (), f"[x] pypi asks {', '.join(found.reviewers)}")


def deployers(project: Project) -> Examined:
    """See who may start the job that publishes, on GitLab, whose plans have no protected environments for everybody."""
    found = environment(project)
    if found:
        return Examined(1, note=f"[x] pypi is started by {', '.join(found.reviewers)}")
    what = "pypi is no protected environment: who may create a release tag can start the job that publishes"
    fix = f"protect it, if your plan can: {page(project, 'forge_environment')}"
    return Examined(1, (Finding("environment-unprotected", what, fix=fix, blocking=False),))


def forge_deployments(project: Project) -> Examined:
    """See that release tags can publish, and other refs cannot."""
    found, where = environment(project), page(project, "forge_deployments")
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
    """See that a release tag can be neither moved nor deleted by everybody who may push."""
    reader, forge = asked(project)
    rules: Rules = reader.tag_rules(forge, project.tag_for("1.2.3"))
    missing = [done for rule, done in MOVES.items() if rule not in rules.types]
    if missing:
        what = f"release tags such as {project.tag_for('1.2.3')} can be {' and '.join(missing)} by who may push"
        pattern = Wiring(project).tag_pattern
        fix = f"add {boxes(project)['forge_tags'].called}, for {pattern}: {page(project, 'forge_tags')}"
        return flagged("tags-move", what, fix)
    return Examined(1, note=f"[x] neither moved nor deleted, by {', '.join(rules.named)}")


def forge_branch(project: Project) -> Examined:
    """See what protects the branch of releases; how commits come there is the project's own choice."""
    branch = Wiring(project).branch
    reader, forge = asked(project)
    rules: Rules = reader.branch_rules(forge, branch)
    if "protected" in rules.types:
        return Examined(1, note=f"[x] {branch} is protected by a classic rule")
    needed = {"pull_request": "review", "non_fast_forward": "a stop to force pushes", "deletion": "a stop to deletion"}
    missing = [name for rule, name in needed.items() if rule not in rules.types]
    what = f"{branch} lacks {', '.join(missing)}"
    fix = f"add {boxes(project)['forge_branch'].called}: {page(project, 'forge_branch')}"
    found = Finding("branch-unprotected", what, fix=fix, blocking=False)
    return Examined(
        1, (found,) if missing else (), "" if missing else f"[x] {branch} takes changes through review alone"
    )


def forge_token(project: Project) -> Examined:
    """See that the secrets of jobs are there, and that no other job can read them where the forge can prevent it."""
    needed = secrets_of(project)
    findings = [one for name, of in needed.items() for one in of_secret(project, name, of)]
    return Examined(len(needed), tuple(findings), "" if findings else f"[x] {', '.join(needed)}")


def of_secret(project: Project, name: str, of: str) -> Iterator[Finding]:
    """Yield what is not as it should be of one secret; one of the repository's owner is not seen."""
    reader, forge = asked(project)
    found: Secret | None = reader.secret(forge, name, of)
    fix = f"set {name}: {page(project, 'forge_token')}"
    if found is None:
        what = f"[ ] {forge.repository} has no {name} itself; whether its owner has one is not seen"
        yield Finding("no-secret", what, fix=fix, blocking=False)
    for fault in found.faults if found else ():
        yield Finding("secret-reaches-others", f"[ ] {name} {fault}", fix=fix)


def forge_releases(project: Project) -> Examined:
    """See whether the forge's releases are immutable: their files, and their tags, can then be changed by nobody."""
    reader, forge = asked(project)
    if reader.immutable_releases(forge):
        return Examined(1, note="[x] published releases are immutable")
    fix = f"enable it under Releases: {page(project, 'forge_releases')}"
    found = Finding("releases-change", "files of published releases can be exchanged", fix=fix, blocking=False)
    return Examined(1, (found,))


def flagged(code: str, what: str, fix: str) -> Examined:
    """Return what was seen that is not as it should be."""
    return Examined(1, (Finding(code, f"[ ] {what}", fix=fix),))


def questions(project: Project) -> dict[str, Callable[[Project], Examined]]:
    """Return every question to the project's forge whose answer it shows."""
    found = {name: globals()[name] for name in FORGE if name in boxes(project)}
    on_gitlab = "forge_environment" in found and find.host_of(project).forge == "gitlab"
    return {**found, **({"forge_environment": deployers} if on_gitlab else {})}
