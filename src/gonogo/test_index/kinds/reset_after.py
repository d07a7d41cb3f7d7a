"""The connection is reset after the whole body was read, and nothing is stored."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Read everything, then reset."""
    del fault
    exchange.body.drain()
    exchange.reset()


SCENARIOS = (
    Scenario(
        "reset-after-body",
        "The second upload's connection is reset after its body was read; nothing of it is stored.",
        (Fault("reset_after", nth=2),),
        "done",
    ),
)
