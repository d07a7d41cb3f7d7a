"""The index answers with an error status, and nothing is stored."""

from gonogo.test_index.connection import Answer, Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Take the request's body and answer with the fault's status, with Retry-After where it is given."""
    exchange.body.drain()
    exchange.send(answer(fault))


def answer(fault: Fault) -> Answer:
    """Return the answer that a fault's status stands for."""
    waits = [] if fault.retry_after is None else [("Retry-After", str(fault.retry_after))]
    headers = [("Content-Type", "text/plain"), *waits]
    return Answer(f"{fault.status} Scripted Fault", headers).with_body(b"scripted fault\n")


SCENARIOS = (
    Scenario(
        "unavailable-once",
        "The first upload is answered with 503, the next ones as usual.",
        (Fault("status", status=503),),
        "done",
    ),
    Scenario(
        "error-between-files",
        "The second upload is answered with 500 once.",
        (Fault("status", nth=2, status=500),),
        "done",
    ),
    Scenario(
        "unavailable-always",
        "Every upload is answered with 503.",
        (Fault("status", times=0, status=503),),
        "stopped",
    ),
    Scenario(
        "unavailable-after-one",
        "The first file is taken; every upload after it is answered with 503.",
        (Fault("status", nth=2, times=0, status=503),),
        "stopped",
    ),
    Scenario(
        "too-many-requests",
        "The first upload is answered with 429 and a Retry-After of one second.",
        (Fault("status", status=429, retry_after=1),),
        "done",
    ),
    Scenario(
        "page-unavailable-at-first",
        "The project's page is answered with 503 when it is first asked for: nothing is sent on a guess.",
        (Fault("status", on="simple", status=503),),
        "stopped",
    ),
)
