"""The file is stored, and the index never answers."""

from gonogo.shelf.exchange import Exchange
from gonogo.shelf.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Store, then wait for the fault's milliseconds (0: until the shelf closes) and hang up."""
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
