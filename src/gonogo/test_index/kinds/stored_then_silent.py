"""The file is stored, and the index never answers."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Store, then wait for the fault's milliseconds (0: until the test index closes) and hang up."""
    exchange.run().close()
    exchange.body.drain()
    exchange.wait(fault.ms)


SCENARIOS = (
    Scenario(
        "stored-then-silent",
        "The first file is stored and not answered; after three seconds the connection ends.",
        (Fault("stored_then_silent", ms=3000),),
        "done",
    ),
)
