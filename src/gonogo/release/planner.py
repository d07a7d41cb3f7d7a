"""The planner: what a release would be, and every reason why it cannot be, before anything is made."""

import dataclasses
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from gonogo import changelog
from gonogo.changelog import find
from gonogo.changelog.release import NothingNew
from gonogo.git import lookups, tags
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head, version_in
from gonogo.model.errors import Conflict, GonogoError
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.project.tree import Tree
from gonogo.release import destinations, guards, next_version
from gonogo.version import pep440 as versions


@dataclass(frozen=True)
class Request:
    """What the user asked for: a part (and a stage), or a version; and whether no fragments are needed."""

    part: str = ""
    pre: str = ""
    to: str = ""
    empty: bool = False

    @property
    def words(self) -> str:
        """The options that ask for the same again."""
        asked = {"--part": self.part, "--pre": self.pre, "--to": self.to}
        given = [f"{option} {value}" for option, value in asked.items() if value]
        return " ".join([*given, *(["--empty"] if self.empty else [])])


class NothingAsked(GonogoError):
    text = "say which version comes next: a part or a version"
    hint_text = "for example: --part minor, --part patch, --part minor --pre rc, or --to 1.4.0"


class BothAsked(GonogoError):
    text = "--to {to} and --part {part} exclude each other"
    hint_text = "give one of them"


class TagNotHere(Conflict):
    text = "the tag {tag} names {commit}, but {head} is checked out"
    hint_text = "type: git switch --detach {tag}"


class TagIsNoVersion(Conflict):
    text = "the tag {tag} does not match the template {template}"
    hint_text = "release a tag that `invoke bump` made, or fix the setting `tag` of [tool.gonogo]"


def plan(project: Project, request: Request, today: date) -> Plan:
    """Compose the plan of the next release; refuses, with nothing changed, what cannot be released."""
    made = without_notes(project, request, today)
    return dataclasses.replace(made, notes=changelog.preview(project, made, today))


def without_notes(project: Project, request: Request, today: date) -> Plan:
    """Compose the plan of the next release, with its notes not rendered yet."""
    git = Git(project.root)
    destinations.remote_is_known(git, project)
    guards.tags_are_here(git, project)
    new = target(project, request, today)
    branch, base = guards.repository_is_ready(git, project)
    guards.section_is_kept(git, project)
    tag = project.tag_for(new)
    with ThreadPoolExecutor(3, "plan") as pool:
        free = pool.submit(destinations.tag_is_free, git, project, tag, new)
        grown = pool.submit(guards.something_to_release, git, project, new)
        dirty = pool.submit(lookups.in_phase, ("status", git.place), git.status)
        free.result(), grown.result()
        fragments = notes(project, request, dirty, new)
    draft = Plan(
        name=project.name,
        base=base,
        branch=branch,
        old=project.version,
        new=new,
        tag=tag,
        message=project.message_for(new),
        fragments=fragments,
        dirty=dirty.result(),
        allow_empty=request.empty,
        concluded=concluded(project, git, request, today),
    )
    guards.nothing_unmerged(draft.dirty)
    guards.touched_paths_are_clean(draft, project)
    return draft


def concluded(project: Project, git: Git, request: Request, today: date) -> tuple[str, ...]:
    """Return a sentence on each conclusion that another reading of the tags could contradict."""
    calendar = "" if request.to else next_version.seen(project, today)
    doubt = "" if project.settings.tag else tags.doubt(git.tags(), project.tag_template, project.name)
    style = f"{doubt}: the tag is spelt {project.tag_template}" if doubt else ""
    found = (passed_over(project, request), notes_elsewhere(project), beyond(git, project), off_branch(git, project))
    return tuple(filter(None, (calendar, style, *found)))


def off_branch(git: Git, project: Project) -> str:
    """Return a sentence on a tag of the version in the files that HEAD does not contain; empty for none."""
    tag = project.tag_for(project.version) if project.version else ""
    commit = git.resolve(f"refs/tags/{tag}^{{commit}}") if tag else ""
    if not commit or commit in [one.commit for one in tags.below_head(git, project.tag_template, project.name)]:
        return ""
    newest = newest_below_head(git, project.tag_template, project.name).name
    return f"{tag} is not below HEAD: what has changed is counted from {newest or 'the first commit'}"


def beyond(git: Git, project: Project) -> str:
    """Return a sentence on a tag that is higher than the version in the files; empty where there is none."""
    tag = guards.tag_beyond(git, project)
    return f"{tag} is higher than {project.version} in the files: {guards.OF_ANOTHER}" if tag else ""


def notes_elsewhere(project: Project) -> str:
    """Return a sentence on the notes of a project without a changelog; empty where nothing shows that it keeps any."""
    where = find.elsewhere(Tree(project.root)) if project.changelog_kind == "none" else ""
    return f"no changelog is written: the notes are kept in {where}" if where else ""


def passed_over(project: Project, request: Request) -> str:
    """Return a sentence on a final version in the files that was never tagged; empty where none is passed over."""
    version = project.version
    if request.to or not version or versions.parse(version).is_prerelease:
        return ""
    if Git(project.root).resolve(f"refs/tags/{project.tag_for(version)}") or not set_ahead_of(project, version):
        return ""
    return f"{version} is in the files and has no tag: --to {version} releases it as it is"


def notes(project: Project, request: Request, dirty: Future[tuple[str, ...]], new: str) -> tuple[str, ...]:
    """Return the paths of the notes; where there are none, missing ones that are committed are reported first."""
    try:
        return changelog.pending(project, allow_empty=request.empty, since=set_ahead_of(project, new), new=new)
    except NothingNew:
        guards.notes_are_here(dirty.result(), project)
        raise


def target(project: Project, request: Request, today: date) -> str:
    """Return the version to release, higher than the present one, as the project spells it."""
    if request.to and request.part:
        raise BothAsked(to=request.to, part=request.part)
    old = project.present
    if request.to:
        new = versions.requested(request.to)
    elif request.part or request.pre:
        new = next_version.following(project, request.part, request.pre, today)
    else:
        raise NothingAsked
    if not (request.to and set_ahead_of(project, new)):
        versions.require_growth(old, new)
    return project.spelt(new) if new == versions.canonical(new) else new


def set_ahead_of(project: Project, version: str) -> str:
    """Return the version released last where the files hold `version`, higher and never released; else nothing."""
    if not project.version or not versions.same(project.version, version):
        return ""
    newest = newest_below_head(Git(project.root), project.tag_template, project.name).version
    return newest if newest and versions.parse(newest) < versions.parse(version) else ""


def of_head(project: Project) -> Plan:
    """Compose the plan of what HEAD holds already: the release that its tag names, or an untagged commit."""
    git = Git(project.root)
    base = git.resolve("HEAD")
    if not base:
        raise guards.UnbornBranch(branch=git.branch() or "HEAD")
    newest = newest_below_head(git, project.tag_template, project.name)
    tagged = newest.commit == base
    version = project.version or newest.version
    return Plan(
        name=project.name,
        base=base,
        branch=git.branch() or project.branch,
        old=version,
        new=newest.version if tagged else version,
        tag=newest.name if tagged else "",
        message="",
        dirty=git.status(),
    )


def of_tag(project: Project, name: str) -> Plan:
    """Compose the plan of a tag that is checked out; TagNotHere, TagIsNoVersion otherwise."""
    git = Git(project.root)
    tag = name.removeprefix("refs/tags/")
    commit = git.resolve(f"refs/tags/{tag}^{{commit}}")
    if not commit or commit != git.resolve("HEAD"):
        raise TagNotHere(tag=tag, commit=commit[:12] or "nothing", head=git.resolve("HEAD")[:12])
    return tagged(project, tag)


def tagged(project: Project, tag: str) -> Plan:
    """Compose the plan of a tag at HEAD or below; TagIsNoVersion where it names no version."""
    version = version_in(tag, project.tag_template, project.name)
    if not version:
        raise TagIsNoVersion(tag=tag, template=project.tag_template)
    return dataclasses.replace(of_head(project), new=version, tag=tag)


def of_intent(project: Project, tag: str, version: str, branch: str, commit: str) -> Plan:
    """Compose again the plan of a release that a hidden ref or a tag names."""
    git = Git(project.root)
    return Plan(
        name=project.name,
        base=git.resolve(f"{commit}^1") or commit,
        branch=branch,
        old="",
        new=version,
        tag=tag,
        message=git("show", "-s", "--format=%s", commit),
        dirty=git.status(),
    )
