"""Propagation: which packages are released together, with which versions, and which requirements follow; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gonogo.model.errors import NoGo
from gonogo.model.plan import Raised
from gonogo.project.siblings import Need
from gonogo.version import bounds
from gonogo.version.pep440 import parse

Following = Callable[[str, str], str]  # gives the version of a package that follows by a part
FOLLOWS = "patch"  # the part that a package gets which is released only because of another one


class Excluded(NoGo):
    text = "{package} requires {requirement}, which excludes {sibling} {version}"
    hint_text = (
        "change that requirement yourself and commit it; or let it be raised, and a patch of {package} be released: "
        'propagate = "release" in [tool.gonogo]'
    )


@dataclass(frozen=True)
class Rules:
    """What the settings say: lists of packages of one version, of linked versions, and whether releases propagate."""

    fixed: tuple[tuple[str, ...], ...] = ()
    linked: tuple[tuple[str, ...], ...] = ()
    propagates: bool = True


@dataclass(frozen=True)
class Settled:
    """One package that is released: its new version, why, and the requirements that follow its siblings."""

    new: str
    why: str
    raised: tuple[Raised, ...] = ()


@dataclass
class Choice:
    """The packages that are released so far, each with its version and why."""

    needs: Mapping[str, tuple[Need, ...]]
    rules: Rules
    following: Following
    new: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, part: str, why: str) -> None:
        """Let a package be released."""
        self.new[name] = self.following(name, part)
        self.why[name] = why

    def settle(self) -> None:
        """Let groups and requirements follow what is chosen, until nothing changes any more."""
        before: dict[str, str] = {}
        while before != self.new:
            before = dict(self.new)
            for names in self.rules.fixed:
                self.fix(names)
            for names in self.rules.linked:
                self.level([one for one in names if one in self.new])
            for name in self.needs:
                self.follow(name)

    def fix(self, names: Iterable[str]) -> None:
        """Give all packages of a list one version, if one of them is released."""
        members = tuple(names)
        chosen = [one for one in members if one in self.new]
        for name in members if chosen else ():
            if name not in self.new:
                self.take(name, FOLLOWS, f"has the version of {chosen[0]}")
        self.level(members if chosen else ())

    def level(self, names: Iterable[str]) -> None:
        """Give packages the highest of their versions."""
        found = tuple(names)
        highest = max((self.new[one] for one in found), key=parse, default="")
        self.new.update(dict.fromkeys(found, highest))

    def follow(self, name: str) -> None:
        """Let a package be released whose requirement excludes the new version of another one."""
        for need in excluded(self.needs[name], self.new):
            version = self.new[need.name]
            is_pin = name in self.new and bounds.is_exact(need.text)
            if not (self.rules.propagates or is_pin):
                raise Excluded(package=name, requirement=need.text, sibling=need.name, version=version)
            if name not in self.new:
                self.take(name, FOLLOWS, f"requires {need.text}, which excludes {version}")


def excluded(needs: Iterable[Need], new: Mapping[str, str]) -> list[Need]:
    """Return the requirements that exclude the new version of what they are on."""
    return [one for one in needs if one.name in new and not bounds.admits(one.text, new[one.name])]


def settle(
    parts: Mapping[str, str], needs: Mapping[str, tuple[Need, ...]], rules: Rules, following: Following
) -> dict[str, Settled]:
    """Return what is released, in the order of `needs`; Excluded or CannotBeRaised if a requirement cannot change."""
    choice = Choice(needs, rules, following)
    for name, part in parts.items():
        choice.take(name, part, "chosen")
    choice.settle()
    return {
        name: Settled(choice.new[name], choice.why[name], raised(needs[name], choice.new))
        for name in needs
        if name in choice.new
    }


def raised(needs: Iterable[Need], new: Mapping[str, str]) -> tuple[Raised, ...]:
    """Return the requirements that follow new versions, as they are written and as they will be."""
    return tuple(Raised(one.text, bounds.raised(one.text, new[one.name])) for one in excluded(needs, new))
