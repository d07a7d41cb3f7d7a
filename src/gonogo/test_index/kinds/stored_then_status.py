"""The file is stored, and the answer is an error status all the same."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario
from gonogo.test_index.kinds.status import answer

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """Store, then answer with the fault's status."""
    exchange.run().close()
    exchange.body.drain()
    exchange.send(answer(fault))


SCENARIOS = (
    Scenario(
        "stored-then-unavailable",
        "Each file is stored when it first comes, and the answer is 503.",
        (Fault("stored_then_status", times=2),),
        "done",
    ),
)
