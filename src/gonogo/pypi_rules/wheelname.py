"""File names, parsed by packaging; a name that does not parse gives its words for why."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.tags import Tag
    from packaging.version import Version

Name = tuple[str, "Version", "frozenset[Tag]"]


def wheel_name(filename: str) -> Name | str:
    """Return the project, version and tags of a wheel's name, or why it is none.

    The index looks at the platform alone, so Python and ABI tags of any spelling are let through.
    """
    from packaging.utils import parse_wheel_filename

    try:
        name, version, _, tags = parse_wheel_filename(with_plain_tags(filename))
    except ValueError as error:
        return str(error)
    return str(name), version, tags


def with_plain_tags(filename: str) -> str:
    """Return a wheel's name with its Python and ABI tags replaced by plain ones.

    >>> with_plain_tags("demo-1.0-cp3.8-x-any.whl")
    'demo-1.0-py3-none-any.whl'
    """
    parts = filename.split("-")
    return "-".join([*parts[:-3], "py3", "none", parts[-1]]) if len(parts) > 3 else filename


def named_tags(filename: str) -> frozenset[str]:
    """Return the tags that a wheel's name stands for, each as `python-abi-platform`.

    >>> sorted(named_tags("demo-1.0-py2.py3-none-any.whl"))
    ['py2-none-any', 'py3-none-any']
    """
    parts = [part.split(".") for part in filename.removesuffix(".whl").split("-")[-3:]]
    return frozenset("-".join(tag) for tag in product(*parts))


def told_tags(wheel_file: bytes) -> frozenset[str]:
    """Return the tags that a WHEEL file tells; a line may be compressed as a file name is."""
    lines = wheel_file.decode("utf-8", "replace").splitlines()
    tags = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("tag:")]
    return frozenset(tag for one in tags for tag in named_tags(one))


def sdist_project(filename: str) -> str:
    """Return the normalized project of an sdist's name, or an empty string where it is none."""
    from packaging.utils import parse_sdist_filename

    try:
        return str(parse_sdist_filename(filename)[0])
    except ValueError:
        return ""


def parsed_version(text: str) -> Version | None:
    """Return a version, or None where a text is none.

    >>> str(parsed_version("01.0.RC1"))
    '1.0rc1'
    """
    from packaging.version import Version

    try:
        return Version(text)
    except ValueError:
        return None


def version_of(filename: str) -> Version | None:
    """Return the version in a file's name, or None where it has none."""
    from packaging.utils import parse_sdist_filename

    if filename.endswith(".whl"):
        parsed = wheel_name(filename)
        return None if isinstance(parsed, str) else parsed[1]
    try:
        return parse_sdist_filename(filename)[1]
    except ValueError:
        return None
