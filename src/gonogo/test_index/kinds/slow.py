"""Every answer takes its time."""

import time

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario

ON = "any"


def act(exchange: Exchange, fault: Fault) -> None:
    """Wait for the fault's milliseconds, then answer as usual."""
    time.sleep(fault.ms / 1000)
    exchange.go_on()


SCENARIOS = (
    Scenario(
        "slow",
        "Every answer takes 100 ms longer.",
        (Fault("slow", times=0, ms=100),),
        "done",
    ),
)
