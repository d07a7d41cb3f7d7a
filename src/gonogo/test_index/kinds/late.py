"""The newest file is not on the project's page yet."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario
from gonogo.test_index.held import Held

ON = "simple"


def files(exchange: Exchange) -> list[Held]:
    """Return the files that the page would show."""
    return exchange.embedded.store.of(exchange.environ["PATH_INFO"].split("/")[2])


def wants(exchange: Exchange) -> bool:
    """Only pages that hold a file are late."""
    return bool(files(exchange))


def act(exchange: Exchange, fault: Fault) -> None:
    """Show the page without its newest file."""
    del fault
    exchange.environ["gonogo.hidden"] = {files(exchange)[-1].filename}
    exchange.go_on()


SCENARIOS = (
    Scenario(
        "shown-late",
        "The newest file stays off the project's page three times.",
        (Fault("late", times=3),),
        "done",
    ),
)
