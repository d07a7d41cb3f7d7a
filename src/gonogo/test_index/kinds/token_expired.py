"""Every token there is ends at this request; the test index has a new one from then on."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "upload"


def act(exchange: Exchange, fault: Fault) -> None:
    """End the tokens, then answer as usual: 403."""
    del fault
    exchange.embedded.tokens.expire()
    exchange.go_on()


SCENARIOS = (
    Scenario(
        "token-expires",
        "The token ends between the first file and the second.",
        (Fault("token_expired", nth=2),),
        "done",
    ),
)
