"""Names of projects and releases, compared as the index compares them."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING

from gonogo.pypi_rules.wheelname import sdist_project, version_of, wheel_name

if TYPE_CHECKING:
    from packaging.version import Version

    from gonogo.model.index import Served
    from gonogo.pypi_rules.upload import Upload

ALIKE = str.maketrans({"l": "1", "i": "1", "o": "0", ".": None, "_": None, "-": None})


def look(name: str) -> str:
    """Return what a name looks like once look-alikes are taken for one.

    >>> look("Oil-lo") == look("0111o")
    True
    """
    return name.lower().translate(ALIKE)


@cache
def standard_names() -> frozenset[str]:
    """Return the normalized names of the standard library's modules, of every Python."""
    import stdlib_list
    from packaging.utils import canonicalize_name

    modules = {name for version in stdlib_list.short_versions for name in stdlib_list.stdlib_list(version)}
    return frozenset(canonicalize_name(name.strip("-_.")) for name in modules)


def same_release(upload: Upload) -> list[Served]:
    """Return the files that the index serves for the upload's version; 1.0 and 1.0.0 are one."""
    facts = upload.facts
    beside = (one for one in facts.beside if normalized(one.filename) == upload.project) if facts else ()
    served = (*facts.served, *beside) if facts else ()
    return [one for one in served if upload.version and version_of(one.filename) == upload.version]


def moment(text: str) -> datetime:
    """Return a moment that an index wrote, in UTC."""
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def normalized(filename: str) -> str:
    """Return the normalized project of a file's name, or an empty string."""
    if not filename.endswith(".whl"):
        return sdist_project(filename)
    parsed = wheel_name(filename)
    return "" if isinstance(parsed, str) else parsed[0]


def identity(metadata: bytes | None) -> tuple[str, Version] | None:
    """Return the normalized name and the version that a metadata file says, or None where it says none."""
    from email.parser import BytesParser

    from packaging.utils import canonicalize_name
    from packaging.version import Version

    if metadata is None:
        return None
    headers = BytesParser().parsebytes(metadata, headersonly=True)
    try:
        return canonicalize_name(str(headers["Name"])), Version(str(headers["Version"]))
    except ValueError:
        return None
