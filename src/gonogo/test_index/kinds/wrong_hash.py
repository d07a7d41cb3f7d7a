"""The project's page shows another sha256 than the files have."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario
from gonogo.test_index.kinds.late import files, wants

__all__ = ["ON", "SCENARIOS", "act", "wants"]

ON = "simple"


def act(exchange: Exchange, fault: Fault) -> None:
    """Show the page with the digest of its newest file turned round."""
    del fault
    digest = files(exchange)[-1].sha256
    answer = exchange.run()
    exchange.send(answer.with_body(answer.whole().replace(digest.encode(), digest[::-1].encode())))


SCENARIOS = (
    Scenario(
        "wrong-hash",
        "The project's page always shows another sha256 for the newest file.",
        (Fault("wrong_hash", times=0),),
        "stopped",
    ),
)
