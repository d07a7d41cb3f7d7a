"""The index stops reading half way through the request's body."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Read half, then wait for the fault's milliseconds (0: until the test index closes) and hang up."""
    exchange.body.drain(until=exchange.body.left // 2)
    exchange.wait(fault.ms)


SCENARIOS = (
    Scenario(
        "stops-reading",
        "The index stops reading half way through the first upload, and hangs up after three seconds.",
        (Fault("half_read", ms=3000),),
        "done",
    ),
)
