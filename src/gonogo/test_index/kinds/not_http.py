"""What answers does not speak HTTP."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Answer with something else."""
    del fault
    exchange.body.drain()
    exchange.raw(b"220 this is not an index ESMTP\r\n")


SCENARIOS = (
    Scenario(
        "not-http",
        "Every upload is answered with something that is not HTTP.",
        (Fault("not_http", times=0),),
        "stopped",
    ),
)
