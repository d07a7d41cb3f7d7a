"""The next version: which one follows an old one, by the part that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError
from gonogo.version.calver import Calendar, detect

if TYPE_CHECKING:
    from datetime import date

    from packaging.version import Version

PARTS = ("major", "minor", "patch", "pre", "post", "dev", "final")  # `auto` is resolved to one of them before
STAGES = ("a", "b", "rc")  # the stages of a pre-release, in their order
PLACES = {"major": 0, "minor": 1, "patch": 2}


class UnknownPart(GonogoError):
    text = "'{part}' is not a part of a version"
    hint_text = "the parts are: {parts}{near}"


class UnknownStage(GonogoError):
    text = "'{stage}' is not a stage of a pre-release"
    hint_text = "the stages are: a (alpha), b (beta), rc (release candidate)"


class PartDoesNotFit(GonogoError):
    text = "there is no {part} after {old}: {why}"
    hint_text = "{instead}"


@dataclass(frozen=True)
class Spelt:
    """The pieces of a version: epoch, release numbers, and at most a stage, post and dev number."""

    epoch: int
    release: tuple[int, ...]
    pre: tuple[str, int] | None = None
    post: int | None = None
    dev: int | None = None

    def __str__(self) -> str:
        epoch = f"{self.epoch}!" if self.epoch else ""
        pre = f"{self.pre[0]}{self.pre[1]}" if self.pre else ""
        post = "" if self.post is None else f".post{self.post}"
        dev = "" if self.dev is None else f".dev{self.dev}"
        return epoch + ".".join(map(str, self.release)) + pre + post + dev


def follow(version: Version, part: str, pre: str, scheme: str, today: date | None) -> str:
    """Return the version that follows by a part, as `gonogo.version.pep440.next_version` describes."""
    require_part(part)
    if pre and pre not in STAGES:
        raise UnknownStage(stage=pre)
    if pre and part in {"post", "dev", "final"}:
        instead = "leave --pre out, or take --part major, minor, patch or pre with it"
        raise PartDoesNotFit(
            part=f"{part} with --pre {pre}", old="any version", why="they exclude each other", instead=instead
        )
    calendar = detect(version.release, scheme, today)
    return str(FOLLOW[part](version, pre) if part in FOLLOW else _released(version, part, pre, calendar))


def require_part(part: str) -> None:
    """Raise UnknownPart, with the parts and the nearest of them, unless it is one."""
    if part in PARTS:
        return
    from difflib import get_close_matches

    near = get_close_matches(part.lower()[:20], PARTS, 1)
    raise UnknownPart(part=part, parts=", ".join((*PARTS, "auto")), near=f"; did you mean {near[0]}?" if near else "")


def _released(version: Version, part: str, pre: str, calendar: Calendar | None) -> Spelt:
    """Return the version for major, minor and patch: a release, or its first pre-release of a stage."""
    if calendar is not None:
        release = calendar.follow(version.release, part, open_ended=version.is_prerelease)
    else:
        release = _raised(version, PLACES[part])
    if not pre:
        return Spelt(version.epoch, release)
    return Spelt(version.epoch, release, pre=_stage(version, release, pre))


def _raised(version: Version, place: int) -> tuple[int, ...]:
    """Return the release numbers with one raised and the rest zeroed; a pre-release arrives at its release."""
    width = max(len(version.release), place + 1)
    numbers = version.release + (0,) * (width - len(version.release))
    if version.is_prerelease and version.post is None and not any(numbers[place + 1 :]):
        return numbers
    return (*numbers[:place], numbers[place] + 1, *(0,) * (width - place - 1))


def _stage(version: Version, release: tuple[int, ...], stage: str) -> tuple[str, int]:
    """Return the stage and its number: the next of the same stage of the same release, else the first."""
    if version.pre and version.pre[0] == stage and version.release == release:
        return stage, version.pre[1] + (version.dev is None)
    return stage, 1


def _pre(version: Version, stage: str) -> Spelt:
    """Return the next pre-release: rc1 to rc2, or the first of a later stage."""
    wanted = stage or (version.pre[0] if version.pre else "")
    if not version.is_prerelease or version.post is not None:
        why = "it is not a pre-release, so the release that it is for must be named"
        raise PartDoesNotFit(part="pre", old=version, why=why, instead="say for example: --part minor --pre rc")
    if not wanted:
        why = "it has no stage yet"
        raise PartDoesNotFit(part="pre", old=version, why=why, instead="name the stage: --part pre --pre a, b or rc")
    return Spelt(version.epoch, version.release, pre=_stage(version, version.release, wanted))


def _post(version: Version, _stage: str) -> Spelt:
    """Return the next post-release of a final release."""
    if version.is_prerelease and version.post is None:
        why = "a post-release of a pre-release is discouraged by PEP 440"
        raise PartDoesNotFit(
            part="post",
            old=version,
            why=why,
            instead="take --part pre for the next pre-release, or --part final",
        )
    number = 0 if version.post is None else version.post
    return Spelt(version.epoch, version.release, post=number + (version.dev is None))


def _dev(version: Version, _stage: str) -> Spelt:
    """Return the next development version: on the way to the next patch (pre, post) where none has begun."""
    if version.dev is not None:
        return Spelt(version.epoch, version.release, version.pre, version.post, version.dev + 1)
    if version.post is not None:
        return Spelt(version.epoch, version.release, version.pre, version.post + 1, 0)
    if version.pre:
        return Spelt(version.epoch, version.release, (version.pre[0], version.pre[1] + 1), dev=0)
    *kept, last = version.release[:3]
    return Spelt(version.epoch, (*kept, last + 1, *(0,) * len(version.release[3:])), dev=0)


def _final(version: Version, _stage: str) -> Spelt:
    """Return the release that a pre-release or development version leads to."""
    if not version.is_prerelease:
        instead = "take --part major, minor, patch or post"
        raise PartDoesNotFit(part="final", old=version, why="it is final already", instead=instead)
    return Spelt(version.epoch, version.release, post=version.post)


FOLLOW = {"pre": _pre, "post": _post, "dev": _dev, "final": _final}
