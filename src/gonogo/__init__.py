"""gonogo releases Python packages: prepared and checked in a temporary clone, then published step by step."""

from __future__ import annotations

TYPE_CHECKING = False  # said here, so that nothing is imported before the project's folder is off the search path

if TYPE_CHECKING:
    from invoke.collection import Collection

__all__ = ["sessions", "tasks"]


def sessions(prefix: str = "") -> None:
    """Register gonogo's Nox sessions; call it in `noxfile.py`. `prefix` stands before each name."""
    from gonogo.cli.sessions import register

    register(prefix)


def tasks(prefix: str = "") -> Collection:
    """Return gonogo's Invoke tasks as a collection; call it in `tasks.py` as `ns = gonogo.tasks()`."""
    from gonogo.cli.interpreter import bytecode_kept

    with bytecode_kept():
        from gonogo.cli.tasks import collection

        return collection(prefix)
