"""The plan of several packages: which are chosen, which follow, and a plan for each, made before anything else is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError, Status, few
from gonogo.model.plan import Plan
from gonogo.release import destinations, group, planner
from gonogo.release.group import Group, Member, propagation
from gonogo.release.group.propagation import Rules, Settled
from gonogo.release.planner import Request


class NothingChosen(GonogoError):
    """No package was named."""

    text = "say which packages are released: --all, or --package NAME"
    hint_text = "see what waits in each with: invoke status"


class AllAndSome(GonogoError):
    """All packages, and some by their names, were asked for at once."""

    text = "--all and --package exclude each other"
    hint_text = "leave one of them out"


class NothingWaits(GonogoError):
    """No package has notes or changes since its last release."""

    status = Status.NO_GO
    text = "no package has notes or changes since its last release"
    hint_text = "name one with: --package NAME"


class NotesMissing(GonogoError):
    """Packages in which something waits have no notes."""

    text = "{names} changed since the last release, without a note"
    hint_text = (
        'write a note in the folder of each: invoke news --type feature --text "What changed."; '
        "or name what is released: --package NAME; or release without notes: --empty"
    )


class NoPart(GonogoError):
    """A package is to be released, and by no part."""

    text = "say which part of the version of {names} is raised"
    hint_text = (
        "give a part for each, such as --part core=minor,app=patch, or one for all others: --part core=minor,patch"
    )


class SameTag(GonogoError):
    """Two packages that are released together would have one tag."""

    text = "{first} and {second} would both be tagged {tag}"
    hint_text = (
        'give each its own tags: tag = "{{name}}-{{version}}" in [tool.gonogo] at the root; '
        'or one version and one commit: fixed = [["{first}", "{second}"]] there'
    )


class SeveralRemotes(GonogoError):
    """Packages that are released together go to different remotes."""

    text = "packages that are released together are pushed as one, and these have the remotes {remotes}"
    hint_text = "give all of them the same `remote` in [tool.gonogo]; or release one package, in its folder"


@dataclass(frozen=True)
class Wanted:
    """What the user asked for: all packages in which something waits, or some; and by what their versions are raised.

    The part in `request` is one for all, or a list such as `core=minor,app=patch`.
    """

    request: Request
    every: bool = False
    packages: tuple[str, ...] = ()

    @property
    def is_several(self) -> bool:
        """Whether packages of a repository were asked for, and not the one of a folder."""
        return self.every or bool(self.packages) or "=" in self.request.part

    @property
    def words(self) -> str:
        """The options that ask for the same again."""
        named = " ".join(f"--package {one}" for one in self.packages)
        return " ".join(filter(None, ("--all" if self.every else named, self.request.words)))


@dataclass(frozen=True)
class Planned:
    """One package of a release of several: what it is, its plan, why it is released, and what it needs before."""

    member: Member
    plan: Plan
    why: str
    needs: frozenset[str]


def plan(found: Group, wanted: Wanted, today: date) -> tuple[Planned, ...]:
    """Plan a release of several packages, in their order; refuses, with nothing changed, what cannot be released."""
    parts = chosen(found, wanted)
    settled = settle(found, parts, wanted, today)
    tags = {name: found.member(name).project.tag_for(one.new) for name, one in settled.items()}
    require_own_tags(found, tags)
    remotes = {found.member(name).project.remote for name in settled}
    if len(remotes) > 1:
        raise SeveralRemotes(remotes=", ".join(sorted(remotes)))
    for remote in remotes - {""}:
        destinations.look(Git(found.root), remote, tags.values())
    result, together = [], title(found, settled)
    compose = planner.plan if len(settled) == 1 else planner.without_notes
    for name, one in settled.items():
        member = found.member(name)
        request = Request(to=one.new, empty=wanted.request.empty or name not in parts)
        with named(member):
            made = compose(member.project, request, today)
        beside = tuple(tag for other, tag in tags.items() if other != name)
        made = replace(made, beside=beside, raised=one.raised, together=together)
        result.append(Planned(member, made, one.why, found.needed(member)))
    return tuple(result)


def title(found: Group, settled: Mapping[str, Settled]) -> str:
    """Return what names a release in a changelog of several packages: their versions, or the one that all always have.

    Empty for a single package.
    """
    versions = {one.new for one in settled.values()}
    if len(settled) > 1 and len(versions) == 1 and any(set(settled) <= set(names) for names in found.lists("fixed")):
        return versions.pop()
    named = [f"{found.member(name).project.name} {one.new}" for name, one in settled.items()]
    return few(named) if len(named) > 1 else ""


def require_own_tags(found: Group, tags: Mapping[str, str]) -> None:
    """Raise SameTag where two packages have one tag, unless they always have one version, and here one commit."""
    owners: dict[str, str] = {}
    for name, tag in tags.items():
        other = owners.setdefault(tag, name)
        fixed = any({name, other} <= set(names) for names in found.lists("fixed"))
        if other != name and not (fixed and found.settings.commits == "one"):
            raise SameTag(first=other, second=name, tag=tag)


def settle(found: Group, parts: Mapping[str, str], wanted: Wanted, today: date) -> dict[str, Settled]:
    """Return the packages that are released, with their versions, in their order."""

    def following(name: str, part: str) -> str:
        member = found.member(name)
        asked = replace(wanted.request, part=part) if name in parts else Request(part, wanted.request.pre)
        with named(member):
            return planner.target(member.project, asked, today)

    fixed, linked = (found.lists(key) for key in ("fixed", "linked"))
    rules = Rules(fixed, linked, found.settings.propagate == "release")
    return propagation.settle(parts, {one.name: one.needs for one in found.members}, rules, following)


def chosen(found: Group, wanted: Wanted) -> dict[str, str]:
    """Return the packages that are chosen, each with its part."""
    if wanted.every and wanted.packages:
        raise AllAndSome
    given = parts(found, wanted.request.part)
    names = [found.named(one, "--package").name for one in wanted.packages] or [name for name in given if name]
    if wanted.every:
        names = waiting(found, wanted.request)
    if not names:
        raise NothingChosen
    lacking = [name for name in names if not given.get(name, given.get("", wanted.request.pre or wanted.request.to))]
    if lacking:
        raise NoPart(names=", ".join(lacking))
    return {name: given.get(name, given.get("", "")) for name in names}


def waiting(found: Group, request: Request) -> list[str]:
    """Return the packages in which something waits; NothingWaits for none, NotesMissing where notes are needed."""
    news = [(one, seen) for one in found.members if (seen := group.news(found, one))]
    if not news:
        raise NothingWaits
    kept = [one.project.name for one, seen in news if not seen.notes and one.project.changelog_kind != "none"]
    if kept and not request.empty:
        raise NotesMissing(names=few(kept))
    return [one.name for one, _ in news]


def parts(found: Group, words: str) -> dict[str, str]:
    """Return the part that is given for each package by its name, and under no name the one for all others."""
    given: dict[str, str] = {}
    for word in filter(None, map(str.strip, words.split(","))):
        name, equals, part = word.partition("=")
        given[found.named(name, "--part").name if equals else ""] = part if equals else name
    return given


@contextmanager
def named(member: Member) -> Iterator[None]:
    """Let an error say which package it is about."""
    try:
        yield
    except GonogoError as error:
        error.details = (f"in {member.folder}", *error.details)
        raise
