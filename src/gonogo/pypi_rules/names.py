"""Names of projects, releases, files and platforms, compared as the index compares them."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from gonogo.pypi_rules.form import metadata_excess

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packaging.tags import Tag
    from packaging.version import Version

    from gonogo.model.index import Served
    from gonogo.pypi_rules.upload import Upload


Name = tuple[str, "Version", "frozenset[Tag]"]


@lru_cache(maxsize=256)
def wheel_name(filename: str) -> Name | str:
    """Return the project, version and tags of a wheel's name, or why it is none; only the platform tag is judged."""
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


def listed_tags(wheel_file: bytes) -> frozenset[str]:
    """Return the tags that a WHEEL file lists; a line may be compressed as a file name is."""
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


NAMED = frozenset(
    {"any", "win32", "win_arm64", "win_amd64", "win_ia64", "linux_armv6l", "linux_armv7l"}
    | {"manylinux1_x86_64", "manylinux1_i686", "manylinux2010_x86_64", "manylinux2010_i686"}
    | {"manylinux2014_x86_64", "manylinux2014_i686", "manylinux2014_aarch64", "manylinux2014_armv7l"}
    | {"manylinux2014_ppc64", "manylinux2014_ppc64le", "manylinux2014_s390x"}
)
LINUX = "(x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)"
MACS = "(ppc64|ppc|i386|x86_64|arm64|intel|fat3|fat64|fat|universal2|universal)"
PATTERNS = (
    rf"manylinux_\d+_\d+_({LINUX}|ppc64)",
    rf"musllinux_\d+_\d+_{LINUX}",
    rf"macosx_10_\d+_{MACS}",
    rf"macosx_(11|12|13|14|15|26)_0_{MACS}",
    r"ios_\d+_\d+_(arm64|x86_64)_(iphoneos|iphonesimulator)(?!.*_(iphoneos|iphonesimulator)).*",
    r"android_\d+_(armeabi_v7a|arm64_v8a|x86_64|x86)",
    r"pyemscripten_\d+_\d+_wasm32.*",
)
TAKEN = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS))


def is_taken(platform: str) -> bool:
    """Whether the index takes wheels of a platform tag.

    >>> is_taken("macosx_11_0_arm64"), is_taken("macosx_11_1_arm64"), is_taken("linux_x86_64")
    (True, False, False)
    """
    return platform in NAMED or TAKEN.fullmatch(platform) is not None


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


def same_release(upload: Upload, among: Iterable[Served]) -> list[Served]:
    """Return the files of several that are of the upload's version; 1.0 and 1.0.0 are one."""
    return [one for one in among if upload.version and version_of(one.filename) == upload.version]


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

    if metadata is None or metadata_excess(metadata):
        return None
    headers = BytesParser().parsebytes(metadata, headersonly=True)
    try:
        return canonicalize_name(str(headers["Name"])), Version(str(headers["Version"]))
    except ValueError:
        return None
