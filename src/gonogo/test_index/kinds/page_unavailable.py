"""The project's page is an error once it holds a file."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario
from gonogo.test_index.kinds.late import wants
from gonogo.test_index.kinds.status import answer

__all__ = ["ON", "SCENARIOS", "act", "wants"]

ON = "simple"


def act(exchange: Exchange, fault: Fault) -> None:
    """Answer with the fault's status."""
    exchange.send(answer(fault))


SCENARIOS = (
    Scenario(
        "page-unavailable-afterwards",
        "The project's page is answered with 503 twice after the upload.",
        (Fault("page_unavailable", times=2, status=503),),
        "done",
    ),
)
