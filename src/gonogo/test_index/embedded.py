"""The embedded index: opened in this process and served by a thread until it is closed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

from gonogo.model.index import Index
from gonogo.test_index.fallback import Fallback
from gonogo.test_index.faults import Faults
from gonogo.test_index.routes import Routes
from gonogo.test_index.server import LOOPBACK, Log, Request, Server
from gonogo.test_index.store import Store, normalised, now
from gonogo.test_index.tokens import Tokens
from gonogo.test_index.trusted_publishing import Trust, TrustedPublishers
from gonogo.test_index.uploads import Judge, Uploads, by_the_rules

NAME = "rehearsal"  # the name of the embedded index on the command line and in reports
BEAT = 0.05  # seconds until the server notices that it must close


@dataclass(frozen=True)
class Options:
    """How an embedded index behaves: its fallback, names of its own, trusted publishers, the judge of uploads.

    `fallback` is the simple URL of the index that serves all other names, or a function that returns it when it is
    first needed; `own` are names of projects, in any spelling, that never pass through; `clock` returns the UTC time.
    """

    fallback: str | Callable[[], str] | None = None
    own: Collection[str] = ()
    trust: Trust | None = None
    judge: Judge = by_the_rules
    clock: Callable[[], datetime] = now


class EmbeddedIndex:
    """An index on loopback; a context manager, closed at its end."""

    def __init__(self, folder: Path, options: Options, faults: Faults) -> None:
        self.faults = faults
        self.log = Log()
        self.store = Store(folder, options.clock)
        self.tokens = Tokens(options.clock)
        routes = Routes(
            self.store,
            self.tokens,
            Uploads(self.store, self.tokens, options.judge),
            Fallback(options.fallback or None),
            TrustedPublishers(options.trust) if options.trust else None,
            frozenset(normalised(name) for name in options.own),
        )
        self._server = Server(self, routes.app())
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(BEAT,), daemon=True, name="test index")
        self._thread.start()

    def __enter__(self) -> EmbeddedIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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
    """Open an embedded index in a folder; `fallback`, the simple URL for other names, overrides that of `options`."""
    chosen = options or Options()
    if fallback is not None:
        chosen = replace(chosen, fallback=fallback)
    return EmbeddedIndex(folder, chosen, faults or Faults())
