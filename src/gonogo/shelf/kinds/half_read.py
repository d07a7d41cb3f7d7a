"""The index stops reading half way through the request's body."""

from gonogo.shelf.exchange import Exchange
from gonogo.shelf.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Read half, then wait until the shelf closes."""
    del fault
    exchange.body.drain(until=exchange.body.left // 2)
    exchange.wait()


SCENARIOS = (
    Scenario(
        "stops-reading",
        "The index stops reading half way through the first upload.",
        (Fault("half_read"),),
        "done",
    ),
)
