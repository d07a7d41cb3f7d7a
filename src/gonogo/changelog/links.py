"""Links of a changelog: addresses that compare two tags, and the definitions that headings refer to."""

import re
from collections.abc import Callable, Iterable, Mapping

from gonogo.changelog import titles
from gonogo.changelog.document import Document
from gonogo.changelog.markup import Reference
from gonogo.changelog.release import Release
from gonogo.version.pep440 import is_version, parse, same

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


def since(title: str, release: Release) -> str:
    """Return the title of a section that stays open: a link in it compares from the release on."""
    return _COMPARED.sub(
        lambda match: (
            f"{match['base']}{_tag_like(match['old'], release) or match['old']}{match['dots']}{match['head']}"
        ),
        title,
    )


def begun_as(text: str, first: str) -> str:
    """Return a text with a link that compares from the tag on from which the link of another text does."""
    like = _COMPARED.search(first)
    return _COMPARED.sub(lambda it: f"{it['base']}{(like or it)['old']}{it['dots']}{it['head']}", text)


def _renamed(text: str, old: str, new: str) -> str:
    """Return a text with one version in place of another, where that stands alone."""
    return re.sub(rf"(?<![\d.]){re.escape(old)}(?![\d]|\.\d)", new, text) if old else text


def followed(document: Document, release: Release) -> str:
    """Return the text with its link definitions brought along: the release gets one, and Unreleased begins at it."""
    document = _taken_over(document, release)
    text, known = document.text, document.markup.references
    own = next((one for one in known if _names(one, release.version)), None)
    waiting = next((one for one in known if _COMPARED.search(one.url) and titles.waits(one.label)), None)
    last = next(iter(sorted((one for one in known if _is_older(one, document)), key=_rank(document))), None)
    changed = {own: _closed(text, own, last, release)} if own is not None else {}
    if waiting is not None:
        changed[waiting] = _waiting_on(text, waiting, release) + (
            "" if own is not None else _behind_waiting(text, waiting, last, release)
        )
    if changed:
        return _with(document, changed)
    if last is None:
        return text
    new = _defined(text, last, _label(last, release.version), compared(last.url, version_of(last), release.version))
    below = document.ascending and known.index(last) + 1 == len(known)
    lines = text[last.start : last.end]
    return _with(document, {last: lines + new if below else new + lines})


def _taken_over(document: Document, release: Release) -> Document:
    """Return the changelog with the definitions of pre-releases, whose sections the release has, made its one."""
    known = document.markup.references
    sectionless = [one for one in known if version_of(one) and document.section_of(version_of(one)) is None]
    outside = document.without([(one.start, one.end) for one in known], 0, len(document.text))
    needed = used(outside, sectionless)
    gone = [one for one in sectionless if one not in needed and version_of(one) in one.url]
    gone = sorted((one for one in gone if release.supersedes(version_of(one))), key=lambda one: parse(version_of(one)))
    changed = dict.fromkeys(gone, "")
    if gone and not any(_names(one, release.version) for one in known):
        newest = gone[-1]
        url = begun_as(compared(newest.url, version_of(newest), release.version), gone[0].url)
        changed[newest] = _defined(document.text, newest, _label(newest, release.version), url)
    return Document(_with(document, changed), document.path)


def _with(document: Document, changed: Mapping[Reference, str]) -> str:
    """Return the text with other lines in place of some definitions."""
    text = document.text
    for one in sorted(changed, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + changed[one] + text[one.end :]
    return text


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


def _waiting_on(text: str, waiting: Reference, release: Release) -> str:
    """Return the definition of Unreleased, which compares from the release on."""
    return _defined(text, waiting, waiting.label, since(waiting.url, release))


def _behind_waiting(text: str, waiting: Reference, last: Reference | None, release: Release) -> str:
    """Return the release's definition, made of that of Unreleased; empty where that compares from no version."""
    found = _COMPARED.search(waiting.url)
    tag = _tag_like(found["old"], release) if found else ""
    if found is None or not tag:
        return ""
    label = _label(last, release.version) if last else release.version
    return _defined(text, waiting, label, waiting.url[: found.start("head")] + tag + waiting.url[found.end() :])


def _closed(text: str, own: Reference, last: Reference | None, release: Release) -> str:
    """Return the definition that was written ahead, brought to the release's tag."""
    found, like = _COMPARED.search(own.url), _COMPARED.search(last.url) if last else None
    if found is None or release.version in found["head"]:
        return text[own.start : own.end]
    tag = _tag_like(like["head"] if like else found["old"], release)
    return _defined(text, own, own.label, own.url.replace(found["head"], tag or found["head"]))


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
