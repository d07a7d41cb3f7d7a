"""The test index itself: opened in this process, served by a thread, closed without a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from gonogo.model.index import Index
from gonogo.test_index.faults import Faults
from gonogo.test_index.held import normalised
from gonogo.test_index.log import Log, Request
from gonogo.test_index.store import Store, now
from gonogo.test_index.tokens import Tokens
from gonogo.test_index.trusted_publishing import Exchange, Trust
from gonogo.test_index.uploads import Intake, Judge, by_the_book

NAME = "rehearsal"
"""The name under which a test index is an index."""

BEAT = 0.05
"""Seconds within which a closing is seen."""


@dataclass(frozen=True)
class Options:
    """What a test index is opened with: the index behind it, names of its own, whom it trusts, how it judges.

    `fallback` is a simple URL, or what looks it up when it is first needed; `own` holds names of
    projects, in any spelling, that never pass through; `clock` returns the time in UTC.
    """

    fallback: str | Callable[[], str] | None = None
    own: Collection[str] = ()
    trust: Trust | None = None
    judge: Judge = by_the_book
    clock: Callable[[], datetime] = now


class EmbeddedIndex:
    """An index on loopback; a context manager, closed at its end."""

    def __init__(self, folder: Path, options: Options, faults: Faults) -> None:
        """Open the folder and start to serve it."""
        from gonogo.test_index.fallback import Fallback
        from gonogo.test_index.routes import Routes
        from gonogo.test_index.server import LOOPBACK, Server

        self.faults = faults
        self.log = Log()
        self.store = Store(folder, options.clock)
        self.tokens = Tokens(options.clock)
        routes = Routes(
            self.store,
            self.tokens,
            Intake(self.store, self.tokens, options.judge),
            Fallback(options.fallback or None),
            Exchange(options.trust) if options.trust else None,
            frozenset(normalised(name) for name in options.own),
        )
        self._server = Server(self, routes.app())
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(BEAT,), daemon=True, name="index")
        self._thread.start()

    def __enter__(self) -> EmbeddedIndex:
        """Return the test index itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    @property
    def index(self) -> Index:
        """Where it is, as an index."""
        return Index(NAME, f"{self.url}/legacy/", f"{self.url}/simple/")

    @property
    def token(self) -> str:
        """The token that may upload now; ask late, since a fault may end it and make another."""
        return self.tokens.own

    @property
    def requests(self) -> list[Request]:
        """What has reached it, in order."""
        return self.log.requests

    def yank(self, filename: str, reason: str = "") -> None:
        """Yank a file (PEP 592)."""
        self.store.change(filename, yanked=reason)

    def delete(self, filename: str) -> None:
        """Delete a file; its name can never be used again."""
        self.store.delete(filename)

    def mark(self, name: str, status: str) -> None:
        """Give a project a status marker: `active`, `archived`, `quarantined` or `deprecated` (PEP 792)."""
        self.store.mark(name, status)

    def close(self) -> None:
        """Stop serving and end every connection; closing twice is closing once."""
        self.faults.released.set()
        self._server.shutdown()
        self._server.end_connections()
        self._server.server_close()
        self._thread.join()


def open_index(
    folder: Path,
    *,
    fallback: str | None = None,
    faults: Faults | None = None,
    options: Options | None = None,
) -> EmbeddedIndex:
    """Open a test index over a folder, which keeps its files; a context manager.

    `fallback` is the simple URL of the index to which names that are not its own pass through; it overrides
    that of `options`, which holds what is asked for more rarely.
    """
    from dataclasses import replace

    chosen = options or Options()
    if fallback is not None:
        chosen = replace(chosen, fallback=fallback)
    return EmbeddedIndex(folder, chosen, faults or Faults())
