"""Faults: what can go wrong between a client and an index, as data.

Each kind is one function here and one row of `KINDS`; `scenarios` lists releases under faults. To add a kind, write its
function, give it a row, and add a scenario.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from gonogo.test_index.connection import Answer, Call
from gonogo.test_index.store import StoredFile

REQUESTS = {
    "upload": r"POST /legacy/",
    "simple": r"(GET|HEAD) /simple/[^/]+/",
    "file": r"(GET|HEAD) /packages/[^/]+",
    "json": r"(GET|HEAD) /pypi/.+/json",
    "mint": r"POST /_/oidc/(github/)?mint-token",
    "provenance": r"(GET|HEAD) /integrity/.+",
    "any": r".*",
}
"""The groups of requests that a fault can concern."""

OTHER_HOST = "http://elsewhere.invalid/legacy/"  # an address whose host cannot exist (RFC 6761)


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, on which requests, from the `nth` of them on (1 is the first), how many `times`.

    0 times is always. `on` is a group of `REQUESTS`; empty is the default of the kind. `status` and
    `retry_after` (seconds) apply to the kinds that answer, `ms` to those that wait; `path` limits the fault
    to requests whose path contains it.
    """

    kind: str
    on: str = ""
    nth: int = 1
    times: int = 1
    status: int = 503
    retry_after: int | None = None
    ms: int = 0
    path: str = ""


class Faults:
    """A script of faults: the first that is due for a request happens; safe to use from many threads."""

    def __init__(self, *faults: Fault) -> None:
        self._script = faults
        self._counts = [0] * len(faults)
        self._lock = threading.Lock()
        self.released = threading.Event()

    def due(self, call: Call) -> Fault | None:
        """Return the fault that happens to a request, or None; every call counts."""
        with self._lock:
            due = [self._counted(place, call) for place in range(len(self._script))]
        return next((fault for fault in due if fault is not None), None)

    def _counted(self, place: int, call: Call) -> Fault | None:
        fault = self._script[place]
        if not concerns(fault, call):
            return None
        self._counts[place] += 1
        late = self._counts[place] - fault.nth
        return fault if late >= 0 and (not fault.times or late < fault.times) else None


def concerns(fault: Fault, call: Call) -> bool:
    """Return whether a fault is about this request."""
    kind = KINDS[fault.kind]
    line = f"{call.environ['REQUEST_METHOD']} {call.path}"
    return bool(re.fullmatch(REQUESTS[fault.on or kind.on], line)) and fault.path in call.path and kind.wants(call)


def files(call: Call) -> list[StoredFile]:
    """Return the files of the project whose page is requested."""
    return call.embedded.store.of(call.path.split("/")[2])


def has_files(call: Call) -> bool:
    """Return whether the project whose page is requested has files."""
    return bool(files(call))


def is_no_metadata(call: Call) -> bool:
    """Return whether the request is for a file itself, not for its metadata."""
    return not call.path.endswith(".metadata")


def every(_call: Call) -> bool:
    """Return true: every request of the group is meant."""
    return True


def scripted(fault: Fault) -> Answer:
    """Return the answer with a fault's status."""
    waits = [] if fault.retry_after is None else [("Retry-After", str(fault.retry_after))]
    headers = [("Content-Type", "text/plain"), *waits]
    return Answer(f"{fault.status} Scripted Fault", headers).with_body(b"scripted fault\n")


def status(call: Call, fault: Fault) -> None:
    """Read the request's body and answer with the fault's status; nothing is stored."""
    call.body.drain()
    call.send(scripted(fault))


def redirect(call: Call, fault: Fault) -> None:
    """Redirect the client to another host, with 302 or with the fault's status if that is a redirection."""
    call.body.drain()
    code = fault.status if 300 <= fault.status < 400 else 302
    call.send(Answer(f"{code} Found", [("Location", OTHER_HOST)]).with_body(b""))


def not_http(call: Call, _fault: Fault) -> None:
    """Answer with something that is not HTTP."""
    call.body.drain()
    call.raw(b"220 this is not an index ESMTP\r\n")


def token_expired(call: Call, _fault: Fault) -> None:
    """Expire every token, then answer as usual: 403. The index has a new token from then on."""
    call.embedded.tokens.expire()
    call.proceed()


def slow(call: Call, fault: Fault) -> None:
    """Wait for the fault's milliseconds, then answer as usual."""
    time.sleep(fault.ms / 1000)
    call.proceed()


def silent(call: Call, fault: Fault) -> None:
    """Read the request, wait for the fault's milliseconds (0: until the index closes) and disconnect."""
    call.body.drain()
    call.wait(fault.ms)


def half_read(call: Call, fault: Fault) -> None:
    """Read half of the request's body, wait as `silent` does and disconnect."""
    call.body.drain(until=call.body.left // 2)
    call.wait(fault.ms)


def reset_before(call: Call, _fault: Fault) -> None:
    """Reset the connection before the request's body is read."""
    call.reset()


def reset_after(call: Call, _fault: Fault) -> None:
    """Read the request's body, then reset the connection; nothing is stored."""
    call.body.drain()
    call.reset()


def stored_then_reset(call: Call, _fault: Fault) -> None:
    """Store the file, then reset the connection before the answer."""
    call.store()
    call.reset()


def stored_then_silent(call: Call, fault: Fault) -> None:
    """Store the file, then wait as `silent` does and disconnect."""
    call.store()
    call.wait(fault.ms)


def stored_then_status(call: Call, fault: Fault) -> None:
    """Store the file, and answer with the fault's status all the same."""
    call.store()
    call.send(scripted(fault))


def late(call: Call, _fault: Fault) -> None:
    """Show the project's page without its newest file."""
    call.environ["gonogo.hidden"] = {files(call)[-1].filename}
    call.proceed()


def stale(call: Call, _fault: Fault) -> None:
    """Show the project's page as before the newest release, with the serial of that time."""
    newest = files(call)[-1].version
    of_it = [file for file in files(call) if file.version == newest]
    call.environ["gonogo.hidden"] = {file.filename for file in of_it}
    call.send(call.run().with_header("X-PyPI-Last-Serial", str(min(file.serial for file in of_it) - 1)))


def page_unavailable(call: Call, fault: Fault) -> None:
    """Answer with the fault's status once the project's page shows a file."""
    call.send(scripted(fault))


def wrong_hash(call: Call, _fault: Fault) -> None:
    """Show the digest of the project's newest file reversed."""
    digest = files(call)[-1].sha256
    answer = call.run()
    call.send(answer.with_body(answer.whole().replace(digest.encode(), digest[::-1].encode())))


def wrong_bytes(call: Call, _fault: Fault) -> None:
    """Serve a file with its last byte changed."""
    answer = call.run()
    data = bytearray(answer.whole())
    if data:
        data[-1] ^= 0xFF
    call.send(answer.with_body(bytes(data)))


@dataclass(frozen=True)
class Kind:
    """A kind of fault: what happens, the group of requests that it concerns by default, and which of them."""

    act: Callable[[Call, Fault], None]
    on: str = "upload"
    wants: Callable[[Call], bool] = every


KINDS = {
    "status": Kind(status),
    "redirect": Kind(redirect),
    "not_http": Kind(not_http),
    "token_expired": Kind(token_expired),
    "slow": Kind(slow, on="any"),
    "silent": Kind(silent),
    "half_read": Kind(half_read),
    "reset_before": Kind(reset_before),
    "reset_after": Kind(reset_after),
    "stored_then_reset": Kind(stored_then_reset),
    "stored_then_silent": Kind(stored_then_silent),
    "stored_then_status": Kind(stored_then_status),
    "late": Kind(late, on="simple", wants=has_files),
    "stale": Kind(stale, on="simple", wants=has_files),
    "page_unavailable": Kind(page_unavailable, on="simple", wants=has_files),
    "wrong_hash": Kind(wrong_hash, on="simple", wants=has_files),
    "wrong_bytes": Kind(wrong_bytes, on="file", wants=is_no_metadata),
}
