"""Links of a changelog: addresses that compare two tags, and the definitions that headings refer to."""

import re
from collections.abc import Callable, Iterable

from gonogo.changelog import titles
from gonogo.changelog.document import Document
from gonogo.changelog.markup import Reference
from gonogo.changelog.release import Release
from gonogo.version.pep440 import is_version, same

_COMPARED = re.compile(r"(?P<base>/compare/)(?P<old>[^)\s>]+?)(?P<dots>\.{2,3})(?P<head>[^)\s>]+)")


def compared(text: str, old: str, new: str) -> str:
    """Return a text of one version for the next: a link that compares tags compares from the old one on."""

    def moved(match: re.Match[str]) -> str:
        head = str(match["head"])
        return f"{match['base']}{head}{match['dots']}{_renamed(head, old, new)}"

    place, parts = 0, []
    for match in _COMPARED.finditer(text):
        parts += [_renamed(text[place : match.start()], old, new), moved(match)]
        place = match.end()
    return "".join([*parts, _renamed(text[place:], old, new)])


def to_release(after: str, model: str, old: str, new: str) -> str:
    """Return what follows a version in a title, with a link that compares to a branch made to compare to the tag."""
    found, like = _COMPARED.search(after), _COMPARED.search(model)
    if not found or not like or new in found["head"]:
        return after
    return after[: found.start("head")] + _renamed(like["head"], old, new) + after[found.end("head") :]


def since(title: str, old: str, new: str) -> str:
    """Return the title of a section that stays open: a link in it compares from the new version on."""
    return _COMPARED.sub(
        lambda match: f"{match['base']}{_renamed(match['old'], old, new)}{match['dots']}{match['head']}", title
    )


def _renamed(text: str, old: str, new: str) -> str:
    """Return a text with one version in place of another, where that stands alone."""
    return re.sub(rf"(?<![\d.]){re.escape(old)}(?![\d]|\.\d)", new, text) if old else text


def followed(document: Document, release: Release) -> str:
    """Return the text with its link definitions brought along: the release gets one, and Unreleased begins at it."""
    text, known = document.text, document.markup.references
    own = next((one for one in known if _names(one, release.version)), None)
    waiting = next((one for one in known if _COMPARED.search(one.url) and titles.waits(one.label)), None)
    last = next(iter(sorted((one for one in known if _is_older(one, document)), key=_rank(document))), None)
    if own is not None:
        return _closed(text, own, last, release)
    if waiting is not None:
        return _after_waiting(text, waiting, last, release)
    if last is None:
        return text
    new = _defined(text, last, _label(last, release.version), compared(last.url, version_of(last), release.version))
    below = document.ascending and known.index(last) + 1 == len(known)
    return (
        text[: last.start]
        + (text[last.start : last.end] + new if below else new + text[last.start : last.end])
        + text[last.end :]
    )


def _names(reference: Reference, version: str) -> bool:
    """Return whether a definition is that of a version."""
    return bool(version_of(reference)) and same(version_of(reference), version)


def version_of(reference: Reference) -> str:
    """Return the version that a definition's label is; empty where it is none."""
    label = reference.label.strip("`").lstrip("vV")
    return label if "." in label and is_version(label) else ""


def _label(reference: Reference, version: str) -> str:
    """Return the label of a version, spelt as another one's."""
    return reference.label.replace(version_of(reference), version)


def _is_older(reference: Reference, document: Document) -> bool:
    """Return whether a definition is that of a version in the changelog, with the version in its address."""
    spelt = version_of(reference)
    return bool(spelt) and spelt in reference.url and document.section_of(spelt) is not None


def _rank(document: Document) -> Callable[[Reference], tuple[bool, int]]:
    """Return the order of definitions: that of the newest release first, then as they stand."""
    newest = document.newest.version if document.newest else ""
    return lambda one: (not _names(one, newest), one.start)


def _after_waiting(text: str, waiting: Reference, last: Reference | None, release: Release) -> str:
    """Return the text with the release's definition behind that of Unreleased, which compares from it on."""
    found = _COMPARED.search(waiting.url)
    tag = _tag_like(found["old"], release) if found else ""
    if found is None or not tag:
        return text
    base, old = waiting.url[: found.start()] + found["base"], found["old"]
    label = _label(last, release.version) if last else release.version
    moved = _defined(
        text, waiting, waiting.label, f"{base}{tag}{found['dots']}{found['head']}{waiting.url[found.end() :]}"
    )
    own = _defined(text, waiting, label, f"{base}{old}{found['dots']}{tag}{waiting.url[found.end() :]}")
    return text[: waiting.start] + moved + own + text[waiting.end :]


def _closed(text: str, own: Reference, last: Reference | None, release: Release) -> str:
    """Return the text with a definition that was written ahead brought to the release's tag."""
    found = _COMPARED.search(own.url)
    if found is None or release.version in found["head"]:
        return text
    like = _COMPARED.search(last.url) if last else None
    tag = _tag_like(like["head"] if like else found["old"], release)
    return (
        text
        if not tag
        else text[: own.start] + _defined(text, own, own.label, own.url.replace(found["head"], tag)) + text[own.end :]
    )


def _defined(text: str, like: Reference, label: str, url: str) -> str:
    """Return the lines of a definition, written as another one."""
    lines = text[like.start : like.end]
    lines = lines if lines.endswith("\n") else lines + "\n"
    at = lines.index(like.label)
    head, rest = lines[:at] + label, lines[at + len(like.label) :]
    return head + rest.replace(like.url, url, 1)


def _tag_like(old: str, release: Release) -> str:
    """Return the tag of a release, spelt as an older tag; empty where that names no version."""
    if release.old and old.endswith(release.old):
        return old.removesuffix(release.old) + release.version
    match = re.search(r"(?:(?<=%40)|(?<![\d.]))\d+(?:\.\w+)+$|\d[\w.]*$", old)
    return old[: match.start()] + release.version if match else ""


def used(section: str, references: Iterable[Reference]) -> list[Reference]:
    """Return the definitions that a part of a text refers to."""
    lowered = re.sub(r"\s+", " ", section).lower()
    forms = ("[{}]", "`{}`_", " {}_")
    return [one for one in references if any(form.format(one.label.lower().strip("`")) in lowered for form in forms)]
