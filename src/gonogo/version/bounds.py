"""Bounds: whether a requirement admits a version, and the least change of its text that lets it."""

import re

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, Specifier
from packaging.version import Version

from gonogo.model.errors import NoGo

_CLAUSE = re.compile(r"(?P<operator>===|~=|==|!=|<=|>=|<|>)(?P<space>\s*)(?P<version>[^\s,;)]+)")
EXACT = ("==", "===", "~=", "<=")


class CannotBeRaised(NoGo):
    text = "{requirement} excludes {version}, and no bound of it can be raised to that"
    hint_text = "change that requirement yourself, commit it, and run the command again"


def admits(requirement: str, version: str) -> bool:
    """Return whether a requirement admits a version, a pre-release too.

    >>> admits("core>=1,<2", "1.9rc1"), admits("core>=1,<2", "2.0"), admits("core", "2.0")
    (True, False, True)
    """
    return Requirement(requirement).specifier.contains(version, prereleases=True)


def is_exact(requirement: str) -> bool:
    """Return whether a requirement admits one version alone."""
    return any(one.operator in ("==", "===") and "*" not in one.version for one in Requirement(requirement).specifier)


def raised(requirement: str, version: str) -> str:
    """Return a requirement with each bound raised that excludes a version; CannotBeRaised where one cannot be.

    >>> raised("core[fast] >=1.0, <2 ; python_version < '4'", "2.1.0")
    "core[fast] >=1.0, <3 ; python_version < '4'"
    >>> raised("core==1.2.*", "1.3.0"), raised("core~=1.2", "2.0.0"), raised("core==1.2.0", "1.3.0")
    ('core==1.3.*', 'core~=2.0', 'core==1.3.0')
    """
    before, semicolon, marker = requirement.partition(";")
    written = _CLAUSE.sub(lambda found: clause(found, Version(version)), before) + semicolon + marker
    if not admits(written, version):
        raise CannotBeRaised(requirement=requirement, version=version)
    return written


def clause(found: re.Match[str], version: Version) -> str:
    """Return one clause of a requirement, raised where it excludes a version."""
    operator, bound = found["operator"], found["version"]
    try:
        holds = Specifier(operator + bound).contains(version, prereleases=True)
    except InvalidSpecifier:
        return found[0]
    if holds or operator not in (*EXACT, "<"):
        return found[0]
    moved = above(bound, version) if operator == "<" else like(bound, version, operator)
    return f"{operator}{found['space']}{moved}"


def like(bound: str, version: Version, operator: str) -> str:
    """Return a version as a bound: for `1.2.*`, and for `~=` and a final version, in as many numbers as there are."""
    if bound.endswith(".*"):
        return f"{numbers(version, bound.count('.'))}.*"
    is_plain = version == Version(version.base_version)
    return numbers(version, len(Version(bound).release)) if operator == "~=" and is_plain else str(version)


def above(bound: str, version: Version) -> str:
    """Return the bound above a version that is as coarse as a given one: of `<2.0` the next major, of `<1.3` the minor.

    >>> above("2.0", Version("2.4.1")), above("1.3", Version("1.3.0")), above("2.0.0a0", Version("2.0.0"))
    ('3.0', '1.4', '3.0.0a0')
    """
    given = Version(bound)
    last = max((place for place, number in enumerate(given.release) if number), default=0)
    kept = [*version.release, *[0] * len(given.release)][: last + 1]
    kept[last] += 1
    padded = [*kept, *[0] * (len(given.release) - len(kept))]
    epoch = f"{version.epoch}!" if version.epoch else ""
    stage = "".join(map(str, given.pre or ())) + (f".dev{given.dev}" if given.dev is not None else "")
    return epoch + ".".join(map(str, padded)) + stage


def numbers(version: Version, count: int) -> str:
    """Return the first numbers of a version, zeros where it has fewer."""
    epoch = f"{version.epoch}!" if version.epoch else ""
    return epoch + ".".join(map(str, [*version.release, *[0] * count][:count]))
