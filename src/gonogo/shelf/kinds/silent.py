"""The index reads the request and never answers."""

from gonogo.shelf.exchange import Exchange
from gonogo.shelf.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Read everything, then wait until the shelf closes."""
    del fault
    exchange.body.drain()
    exchange.wait()


SCENARIOS = (
    Scenario(
        "never-answers",
        "The first upload is read and never answered.",
        (Fault("silent"),),
        "done",
    ),
)
