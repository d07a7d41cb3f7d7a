"""The index sends the client to another host."""

from gonogo.test_index.connection import Answer, Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"

ELSEWHERE = "http://elsewhere.invalid/legacy/"
"""A host that cannot exist (RFC 6761): who follows, gets nowhere."""


def act(exchange: Exchange, fault: Fault) -> None:
    """Answer with 302, or with the fault's status where that is a redirection."""
    exchange.body.drain()
    status = fault.status if 300 <= fault.status < 400 else 302
    exchange.send(Answer(f"{status} Found", [("Location", ELSEWHERE)]).with_body(b""))


SCENARIOS = (
    Scenario(
        "redirected",
        "Every upload is redirected to another host, where no token may go.",
        (Fault("redirect", times=0),),
        "stopped",
    ),
)
