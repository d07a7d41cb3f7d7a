"""The file is stored, and the connection is reset before the answer."""

from gonogo.shelf.exchange import Exchange
from gonogo.shelf.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Store, then reset."""
    del fault
    exchange.run().close()
    exchange.body.drain()
    exchange.reset()


SCENARIOS = (
    Scenario(
        "stored-then-reset",
        "The first file is stored, and the connection is reset before the answer.",
        (Fault("stored_then_reset"),),
        "done",
    ),
)
