"""Guards: every reason why a release cannot begin, each found before anything is changed."""

import os
import posixpath
import re
from pathlib import Path

from gonogo import changelog
from gonogo.git import locks, lookups, remotes, tags
from gonogo.git.repository import Git, complaint
from gonogo.git.tags import newest_below_head
from gonogo.model.errors import GonogoError, NoGo, counted, escaped
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.system.address import masked
from gonogo.system.text import load
from gonogo.version.pep440 import parse

UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase or am",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}
"""What in the git folder shows an operation that is not finished."""

UNMERGED = ("DD", "AU", "UD", "UA", "DU", "AA", "UU")  # the states in which `git status` lists a conflict


class DetachedHead(GonogoError):
    text = "HEAD is detached at {commit}: a release needs a branch to land on"
    hint_text = "check out the release branch, e.g.: git switch {branch}"


class WrongBranch(GonogoError):
    text = "on branch {branch}, but [tool.gonogo] branch says {wanted}"
    hint_text = "type: git switch {wanted}"


class UnbornBranch(GonogoError):
    text = "branch {branch} has no commit yet"
    hint_text = "commit the project first: git add --all && git commit"


class OperationUnderWay(GonogoError):
    text = "a {operation} is under way in this repository"
    hint_text = "finish or abort it, then run the command again"


class OddBranch(GonogoError):
    text = "the branch {branch} has a name that {why}"
    hint_text = "rename it: git branch -m NEW-NAME"


class Unmerged(NoGo):
    text = "git has unmerged changes in {paths}"
    hint_text = "resolve them, git add them, and commit"


class HiddenEdits(NoGo):
    text = "git is set to ignore changes in {files} that the release would rewrite"
    hint_text = (
        "type: git update-index --no-assume-unchanged PATH; git update-index --no-skip-worktree PATH"
        " (or widen the sparse checkout)"
    )


class IncompleteHistory(GonogoError):
    text = "this clone is shallow: the last release cannot be seen"
    hint_text = "type: git fetch --unshallow --tags"


class NoIdentity(GonogoError):
    text = "git has no identity for commits here: {why}"
    hint_text = "type: git config user.name NAME; git config user.email ADDRESS"


class NothingToRelease(NoGo):
    text = "nothing to release: HEAD is {tag} itself"
    hint_text = "commit a change and its fragment first"


class DirtyFiles(NoGo):
    text = "the release would rewrite {files} with uncommitted changes"
    hint_text = "commit or stash them, then run the command again"


class UncommittedNotes(NoGo):
    text = "commit the {notes} first: a release contains only what is committed"
    hint_text = "type: git add {folder} && git commit"


class TagsNotFetched(GonogoError):
    text = "this clone has no version tags, and {remote} has {count}, such as {tag}"
    hint_text = "type: git fetch --tags {remote}"


class SectionLost(NoGo):
    text = "{changelog} has no section for {version} any more, and {tag} has one"
    hint_text = (
        "bring it back; see what is missing with: git diff {tag} -- {changelog}; "
        "if it moved to another file, waive changelog_has_section in [tool.gonogo.waivers]"
    )


def section_is_kept(git: Git, project: Project) -> None:
    """Raise SectionLost where the last release's section has gone from the changelog; parsed where no line names it."""
    last, path = newest_below_head(git, project.tag_template, project.name), project.changelog
    file = project.root / path
    if not (last.version and path and file.is_file()) or "changelog_has_section" in project.settings.waivers:
        return
    named = changelog.named(project, last.version)
    place = (file.resolve().parent, file.name) if project.changelog_kind == "shared" else (project.root, path)
    text = load(*place).content
    if names_version(text, named):
        return
    then = Git(project.root).run("show", f"refs/tags/{last.name}:./{path}")
    if then.code == 0 and has_section(project, then.stdout, named) and not has_section(project, text, named):
        raise SectionLost(changelog=path, version=last.version, tag=last.name)


def has_section(project: Project, text: str, version: str) -> bool:
    """Return whether a text has a version's section, however its heading spells that, as in `v1.2` for 1.2.0."""
    if names_version(text, version):
        return True
    if project.changelog_kind == "shared":
        return False
    from gonogo.changelog.document import Document

    return Document(text, project.changelog).section_of(version) is not None


def names_version(text: str, version: str) -> bool:
    """Return whether a line of a changelog names a version, apart from the definitions of links."""
    named = re.compile(rf"^(?!\[).*(?<![\w.]){re.escape(version)}(?![\w.])", re.MULTILINE)
    return version in text and bool(named.search(text))


def tags_are_here(git: Git, project: Project) -> None:
    """Raise TagsNotFetched where only the remote has version tags; CouldNotTell where it does not answer."""
    if not project.remote or any(map(tags.split, git.tags())):
        return
    remotes.require_safe(git, project.remote)
    asked = ("tags", git.place, project.remote)
    theirs = lookups.in_phase(asked, lambda: git.remote_refs(project.remote, "refs/tags/*"))
    names = sorted({name.removeprefix("refs/tags/").removesuffix("^{}") for name in theirs})
    versions = [name for name in names if tags.split(name)]
    if versions:
        raise TagsNotFetched(remote=masked(project.remote), count=len(versions), tag=versions[-1])


def repository_is_ready(git: Git, project: Project) -> tuple[str, str]:
    """Return the branch and the commit that a release begins with; refuse a repository in which it cannot begin now."""
    branch = git.seen_branch()
    branch, commit = (branch, git.resolve(f"refs/heads/{branch}")) if branch else git.head()
    if not commit:
        raise UnbornBranch(branch=git.branch() or "HEAD")
    if not branch:
        raise DetachedHead(commit=commit[:12], branch=project.settings.branch or "main")
    why = fault_of_name(branch)
    if why:
        raise OddBranch(branch=branch, why=why)
    if project.settings.branch and branch != project.settings.branch:
        raise WrongBranch(branch=branch, wanted=project.settings.branch)
    for name, operation in UNDER_WAY.items():
        if (git.own_folder / name).exists():
            raise OperationUnderWay(operation=operation)
    locks.require_unlocked(git)
    if (git.folder / "shallow").is_file():
        raise IncompleteHistory
    someone_commits(git)
    return branch, commit


def someone_commits(git: Git) -> None:
    """Raise NoIdentity where git does not know who commits; it is asked unless plain settings say so."""
    settings = git.settings()
    named = all(re.search("[A-Za-z]", settings.get(f"user.{key}", "")) for key in ("name", "email"))
    if named and not any(one.lower().startswith(("committer.", "git_committer_")) for one in (*settings, *os.environ)):
        return
    identity = git.run("var", "GIT_COMMITTER_IDENT")
    if identity.code:
        raise NoIdentity(why=complaint(identity))


def fault_of_name(branch: str) -> str:
    """Return why a branch's name cannot be used in a release, or nothing."""
    if branch.startswith("-"):
        return "git reads as an option"
    if branch == "HEAD":
        return "git reads as the commit that is checked out"
    return "holds control or bidi characters" if escaped(branch) != branch else ""


FEW = 50  # tags that are looked up one by one, which is faster than to ask git which of them HEAD contains


def something_to_release(git: Git, project: Project, new: str) -> None:
    """Refuse when HEAD is the last release itself; a final may follow its release candidate without a change."""
    found, head = git.tags(), git.resolve("HEAD")
    if len(found) <= FEW and head not in [git.resolve(f"refs/tags/{tag}^{{commit}}") for tag in found]:
        return
    last = newest_below_head(git, project.tag_template, project.name)
    if not last.commit or last.commit != head:
        return
    if not parse(last.version).is_prerelease or parse(new).is_prerelease:
        raise NothingToRelease(tag=last.name)


OF_ANOTHER = "if that is a tag of another package, give this one a template of its own: tag in [tool.gonogo]"


def tag_beyond(git: Git, project: Project) -> str:
    """Return the newest tag below HEAD, of any package, of a final version above that in the files; empty for none."""
    if project.layout.from_tag or not project.version:
        return ""
    newest = newest_below_head(git, project.tag_template, project.name, project.version)
    return newest.name if newest.version and parse(newest.version) > parse(project.version) else ""


def nothing_unmerged(dirty: tuple[str, ...]) -> None:
    """Refuse an index with conflicts, of which `git status` lists the paths."""
    found = [line for line in dirty if line[:2] in UNMERGED]
    if found:
        raise Unmerged(paths=counted(len(found), "path"), details=found)


def touched_paths_are_clean(draft: Plan, project: Project) -> None:
    """Refuse uncommitted changes in files that the release rewrites; other changes are merely not in it."""
    require_clean(draft.dirty, touched_paths(draft, project), project)


def notes_are_here(dirty: tuple[str, ...], project: Project) -> None:
    """Refuse fragments that are committed and not in the work tree: the release would hold them all the same."""
    require_clean(dirty, set(), project)


def require_clean(lines: tuple[str, ...], touched: set[str], project: Project) -> None:
    """Refuse changes in paths, and fragments that are missing; and files whose changes git is set to ignore."""
    folders = [(below_top(project) / folder).as_posix() for folder in changelog.folders(project)]
    dirty = [line for line in lines if line[3:] in touched or is_below(line[3:], touched) or is_gone(line, folders)]
    if dirty:
        details = [f"{line[:2]} {line[3:]}" for line in dirty]
        if all(is_new_note(line, folders) for line in dirty):
            raise UncommittedNotes(notes=counted(len(dirty), "new note"), folder=folders[0], details=details)
        raise DirtyFiles(files=counted(len(dirty), "file"), details=details)
    below = tuple(f"{path}/" for path in (*touched, *folders))
    hidden = [path for path in overlooked(Git(project.root)) if f"{path}/".startswith(below)]
    if hidden:
        raise HiddenEdits(files=counted(len(hidden), "file"), details=hidden)


def overlooked(git: Git) -> tuple[str, ...]:
    """Return the files whose changes git is set to ignore, asked once for all packages."""

    def asked() -> tuple[str, ...]:
        listed = Git(git.top)("ls-files", "-v", "-z").split("\0")
        return tuple(line[2:] for line in listed if line[:1].islower() or line.startswith("S"))

    return lookups.in_phase((git.place, "overlooked"), asked)


def touched_paths(draft: Plan, project: Project) -> set[str]:
    """Return the files that the release rewrites, as paths from the top of the work tree."""
    prefix = below_top(project).as_posix()
    named = {
        *(place.path for place in (*project.places, *project.settings.also)),
        project.changelog,
        *draft.fragments,
        *project.settings.locks,
    }
    return {posixpath.normpath(posixpath.join(prefix, path)) for path in named if path}


def below_top(project: Project) -> Path:
    """Return the project's folder as a path from the top of the work tree."""
    return project.root.resolve().relative_to(Git(project.root).top.resolve())


def is_new_note(line: str, folders: list[str]) -> bool:
    """Return whether a line of `git status` shows a fragment that was never committed."""
    return line[:2] in ("??", "A ", "AM") and any(Path(line[3:]).is_relative_to(folder) for folder in folders)


def is_gone(line: str, folders: list[str]) -> bool:
    """Return whether a line of `git status` shows a deleted file in one of the folders."""
    return "D" in line[:2] and any(Path(line[3:]).is_relative_to(folder) for folder in folders)


def is_below(folder: str, touched: set[str]) -> bool:
    """Return whether an untracked folder, as git status lists it, holds a touched file."""
    return folder.endswith("/") and any(Path(path).is_relative_to(folder) for path in touched)
