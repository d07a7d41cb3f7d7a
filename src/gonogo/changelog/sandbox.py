"""A program of its own that renders a template in jinja2's sandbox, within limits of time, memory and size."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any

CPU_SECONDS = 5  # seconds that a template may work
MEMORY = 1_000_000_000
SIZE = 8_000_000  # characters that a template may make
REFUSED = 3  # the exit status for a template that cannot be rendered


def limited(seconds: int) -> None:
    """Hold this process to so many seconds of work and to its memory, where the system knows such limits."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def rendered(template: str, values: dict[str, Any]) -> str:
    """Return what a template makes of values; it reaches no file and no attribute that is private."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    bullets = values.pop("all_bullets")

    def get_indent(text: str) -> str:
        return "  " if bullets or text[:2] in {"- ", "* "} else "   " if text[:3] == "#. " else ""

    environment = ImmutableSandboxedEnvironment(trim_blocks=True)
    parts, size = [], 0
    for part in environment.from_string(template).generate(**values, get_indent=get_indent):
        parts.append(part)
        size += len(part)
        if size > SIZE:
            raise ValueError(f"it makes more than {SIZE} characters")
    return "".join(parts)


def main() -> int:
    """Read the template and its values, and print what it makes."""
    asked = json.load(sys.stdin)
    limited(asked["seconds"])
    try:
        sys.stdout.write(rendered(asked["template"], asked["values"]))
    except MemoryError:
        sys.stderr.write(f"it takes more than {MEMORY} bytes of memory")
        return REFUSED
    except Exception as error:  # noqa: BLE001 (whatever a template does wrong is its fault, and said)
        sys.stderr.write(f"{type(error).__name__}: {error}"[:500])
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
