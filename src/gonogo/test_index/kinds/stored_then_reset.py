"""The file is stored, and the connection is reset before the answer."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

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
