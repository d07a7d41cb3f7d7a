"""The connection is reset before the request's body is read."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Reset at once."""
    del fault
    exchange.reset()


SCENARIOS = (
    Scenario(
        "reset-before-body",
        "The first upload's connection is reset before its body is read.",
        (Fault("reset_before"),),
        "done",
    ),
)
