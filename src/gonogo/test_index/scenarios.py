"""Scenarios: releases under faults, and how each must end. `nox -s rehearse -- --faults` runs all of them."""

from dataclasses import dataclass
from typing import Literal

from gonogo.test_index.faults import Fault


@dataclass(frozen=True)
class Scenario:
    """A release under faults: a name, what happens in one sentence, the faults, and how the release must end.

    `end` is `done` for a release that succeeds in spite of them, `stopped` for one that must stop and report why;
    `steps` are the steps that meet the faults.
    """

    name: str
    sentence: str
    faults: tuple[Fault, ...]
    end: Literal["done", "stopped"]
    steps: tuple[str, ...] = ("publish",)


SCENARIOS = (
    Scenario(
        "error-between-files",
        "The second upload is answered with 500 once.",
        (Fault("status", nth=2, status=500),),
        "done",
    ),
    Scenario(
        "never-answers",
        "The first upload is read and not answered; after three seconds the connection ends.",
        (Fault("silent", ms=3000),),
        "done",
    ),
    Scenario(
        "not-http",
        "Every upload is answered with something that is not HTTP.",
        (Fault("not_http", times=0),),
        "stopped",
    ),
    Scenario(
        "page-stale",
        "The project's page stays as it was before the upload for two polls, with its old serial.",
        (Fault("stale", times=2),),
        "done",
    ),
    Scenario(
        "page-unavailable-afterwards",
        "The project's page is answered with 503 twice after the upload.",
        (Fault("page_unavailable", times=2, status=503),),
        "done",
    ),
    Scenario(
        "page-unavailable-at-first",
        "The project's page is answered with 503 when it is first asked for: nothing is sent on a guess.",
        (Fault("status", on="simple", status=503),),
        "stopped",
    ),
    Scenario(
        "redirected",
        "Every upload is redirected to another host, where no token may go.",
        (Fault("redirect", times=0),),
        "stopped",
    ),
    Scenario(
        "reset-after-body",
        "The second upload's connection is reset after its body was read; nothing of it is stored.",
        (Fault("reset_after", nth=2),),
        "done",
    ),
    Scenario(
        "reset-before-body",
        "The first upload's connection is reset before its body is read.",
        (Fault("reset_before"),),
        "done",
    ),
    Scenario(
        "shown-late", "The newest file stays off the project's page three times.", (Fault("late", times=3),), "done"
    ),
    Scenario("slow", "Every answer takes 100 ms longer.", (Fault("slow", times=0, ms=100),), "done"),
    Scenario(
        "stops-reading",
        "The index stops reading half way through the first upload, and hangs up after three seconds.",
        (Fault("half_read", ms=3000),),
        "done",
    ),
    Scenario(
        "stored-then-reset",
        "The first file is stored, and the connection is reset before the answer.",
        (Fault("stored_then_reset"),),
        "done",
    ),
    Scenario(
        "stored-then-silent",
        "The first file is stored and not answered; after three seconds the connection ends.",
        (Fault("stored_then_silent", ms=3000),),
        "done",
    ),
    Scenario(
        "stored-then-unavailable",
        "Each file is stored when it first comes, and the answer is 503.",
        (Fault("stored_then_status", times=2),),
        "done",
    ),
    Scenario(
        "token-expires",
        "The token ends between the first file and the second.",
        (Fault("token_expired", nth=2),),
        "done",
    ),
    Scenario(
        "too-many-requests",
        "The first upload is answered with 429 and a Retry-After of one second.",
        (Fault("status", status=429, retry_after=1),),
        "done",
    ),
    Scenario(
        "unavailable-after-one",
        "The first file is taken; every upload after it is answered with 503.",
        (Fault("status", nth=2, times=0, status=503),),
        "stopped",
    ),
    Scenario(
        "unavailable-always", "Every upload is answered with 503.", (Fault("status", times=0, status=503),), "stopped"
    ),
    Scenario(
        "unavailable-once",
        "The first upload is answered with 503, the next ones as usual.",
        (Fault("status", status=503),),
        "done",
    ),
    Scenario(
        "wrong-bytes",
        "Every download gives other bytes than were uploaded.",
        (Fault("wrong_bytes", times=0),),
        "stopped",
        steps=("publish", "verify"),
    ),
    Scenario(
        "wrong-hash",
        "The project's page always shows another sha256 for the newest file.",
        (Fault("wrong_hash", times=0),),
        "stopped",
    ),
)
