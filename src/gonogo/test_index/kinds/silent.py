"""The index reads the request and never answers."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Read everything, then wait for the fault's milliseconds (0: until the test index closes) and hang up."""
    exchange.body.drain()
    exchange.wait(fault.ms)


SCENARIOS = (
    Scenario(
        "never-answers",
        "The first upload is read and not answered; after three seconds the connection ends.",
        (Fault("silent", ms=3000),),
        "done",
    ),
)
