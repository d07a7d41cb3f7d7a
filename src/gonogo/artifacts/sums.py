"""The sums in a release's tag: the sha256 of each file, what built them, and a short digest of each member.

Each file has a line as sha256sum writes and checks it. A line `Members` holds a sha256 over the members of a file,
however they are packed, and three bytes for each member in base64, by which another build names what differs.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo.artifacts import members
from gonogo.model.manifest import Manifest, distribution
from gonogo.model.verdict import Finding

BUILT_WITH = ("python", "zlib")  # what of the tools decides over the bytes, besides the build requirements
MOST_MEMBERS = 4000  # members whose short digests a tag holds; with more it has one sha256 over all of them

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<name>\S+)")
_MEMBERS = re.compile(r"Members: (?P<name>\S+) (?P<whole>[0-9a-f]{64})(?: (?P<short>[A-Za-z0-9+/]+))?")
_WITH = re.compile(r"Built-with: (?P<tools>.+)")
_REQUIRES = re.compile(r"Build-requires: (?P<pins>.+)")
_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+")


@dataclass(frozen=True)
class Sums:
    """What a tag says of a release's files, by their names; empty where it says nothing."""

    files: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    tools: str = ""
    requires: tuple[str, ...] = ()


def text(manifest: Manifest, files: Sequence[Path]) -> str:
    """Return the lines that name a release's files in its tag."""
    listed = [f"{one.sha256}  {one.filename}" for one in manifest.artifacts]
    tools = "; ".join(f"{name} {manifest.tools[name]}" for name in BUILT_WITH if manifest.tools.get(name))
    lines = [f"Built-with: {tools}"] if tools else []
    lines += [f"Build-requires: {manifest.tools['requires']}"] if manifest.tools.get("requires") else []
    return "\n".join([*listed, "", *lines, *map(line_of, files)])


def line_of(path: Path) -> str:
    """Return the line on the members of a file."""
    found = members.digests(path)
    short = b"".join(members.named(name, found[name]) for name in sorted(found))
    more = f" {b64encode(short).decode()}" if len(found) <= MOST_MEMBERS else ""
    return f"Members: {path.name} {members.of_all(found)}{more}"


def plain(manifest: Manifest) -> str:
    """Return the sums of a release's files alone, as sha256sum writes them."""
    return "".join(f"{one.sha256}  {one.filename}\n" for one in manifest.artifacts)


def read(message: str) -> Sums:
    """Return the sums that the message of a tag holds."""
    found = [line.strip() for line in message.splitlines()]
    lines = [match for line in found if (match := _LINE.fullmatch(line))]
    several = [match for line in found if (match := _MEMBERS.fullmatch(line))]
    tools = next((match["tools"] for line in found if (match := _WITH.fullmatch(line))), "")
    pins = next((match["pins"] for line in found if (match := _REQUIRES.fullmatch(line))), "")
    return Sums(
        files={match["name"]: match["sha256"] for match in lines},
        whole={match["name"]: match["whole"] for match in several},
        short={match["name"]: pieces(match["short"]) for match in several if match["short"]},
        tools=tools,
        requires=tuple(pin for pin in pins.split() if _PIN.fullmatch(pin)),
    )


def pieces(short: str) -> frozenset[bytes]:
    """Return the short digests in a line; none where it is cut or changed."""
    try:
        raw = b64decode(short, validate=True)
    except ValueError:
        return frozenset()
    return frozenset(raw[at : at + members.SHORT] for at in range(0, len(raw), members.SHORT))


def compare(sums: Sums, manifest: Manifest, files: Sequence[Path], tag: str) -> Iterator[Finding]:
    """Yield what differs between the files that a tag names and those that are here, member by member."""
    here = {one.filename: (one.sha256, path) for one, path in zip(manifest.artifacts, files, strict=True)}
    for name, sha256 in sums.files.items():
        if not is_of(name, manifest):
            continue
        if name not in here:
            yield Finding("not-built", f"{tag} names {name}, which is not built here", name, FIX)
        elif here[name][0] != sha256:
            yield from differing(sums, here[name][1], manifest, tag)


def is_of(filename: str, manifest: Manifest) -> bool:
    """Return whether a file is of a manifest's package: a tag that packages share names the files of all."""
    return distribution(filename) == canonicalize_name(manifest.name) or "-" not in filename


FIX = "build with what built it, see nox -s reproduce; or say why it differs: reproducible = false in [tool.gonogo]"


def differing(sums: Sums, path: Path, manifest: Manifest, tag: str) -> Iterator[Finding]:
    """Yield a finding for each member of a file that is not as in the rehearsal; advice where packing alone differs."""
    found, name = members.digests(path), path.name
    here = "; ".join(f"{tool} {manifest.tools[tool]}" for tool in BUILT_WITH if manifest.tools.get(tool))
    if members.of_all(found) == sums.whole.get(name):
        what = f"{name} has the members that {tag} names, packed into other bytes: by {here}, and there {sums.tools}"
        yield Finding("packed-otherwise", what, name, blocking=False)
        return
    known = sums.short.get(name, frozenset())
    other = sorted(member for member in found if members.named(member, found[member]) not in known) if known else []
    for member in sorted(other, key=lambda one: one.endswith(".dist-info/RECORD")):
        yield Finding("other-member", f"{member} in {name} is not as {tag} names it", name, FIX)
    if not other:
        gone = len(known) - len(found)
        why = f"lacks {gone} of its members" if gone > 0 else f"has other content (built by {here}, there {sums.tools})"
        yield Finding("other-bytes", f"{name} is not the file that {tag} names: it {why}", name, FIX)
