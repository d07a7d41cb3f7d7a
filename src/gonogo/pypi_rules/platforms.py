"""Platform tags that the index takes, as read on 2026-08-21."""

from __future__ import annotations

import re

NAMED = frozenset(
    [
        "any",
        "win32",
        "win_arm64",
        "win_amd64",
        "win_ia64",
        "linux_armv6l",
        "linux_armv7l",
        "manylinux1_x86_64",
        "manylinux1_i686",
        "manylinux2010_x86_64",
        "manylinux2010_i686",
        "manylinux2014_x86_64",
        "manylinux2014_i686",
        "manylinux2014_aarch64",
        "manylinux2014_armv7l",
        "manylinux2014_ppc64",
        "manylinux2014_ppc64le",
        "manylinux2014_s390x",
    ]
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
