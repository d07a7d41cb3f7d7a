"""The index serves other bytes than were uploaded."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "file"


def wants(exchange: Exchange) -> bool:
    """Only files are spoilt, not their metadata."""
    return not exchange.environ["PATH_INFO"].endswith(".metadata")


def act(exchange: Exchange, fault: Fault) -> None:
    """Serve the file with its last byte changed."""
    del fault
    answer = exchange.run()
    data = bytearray(answer.whole())
    if data:
        data[-1] ^= 0xFF
    exchange.send(answer.with_body(bytes(data)))


SCENARIOS = (
    Scenario(
        "wrong-bytes",
        "Every download gives other bytes than were uploaded.",
        (Fault("wrong_bytes", times=0),),
        "stopped",
        steps=("publish", "verify"),
    ),
)
