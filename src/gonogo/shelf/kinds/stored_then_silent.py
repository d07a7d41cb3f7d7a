"""The file is stored, and the index never answers."""

from gonogo.shelf.exchange import Exchange
from gonogo.shelf.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Store, then wait until the shelf closes."""
    del fault
    exchange.run().close()
    exchange.body.drain()
    exchange.wait()


SCENARIOS = (
    Scenario(
        "stored-then-silent",
        "The first file is stored, and no answer ever comes.",
        (Fault("stored_then_silent"),),
        "done",
    ),
)
