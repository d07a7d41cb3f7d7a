"""The page is served from a cache that does not know the newest release yet."""

from gonogo.test_index.connection import Exchange
from gonogo.test_index.faults import Fault, Scenario
from gonogo.test_index.kinds.late import files, wants

__all__ = ["ON", "SCENARIOS", "act", "wants"]

ON = "simple"


def act(exchange: Exchange, fault: Fault) -> None:
    """Show the page without any file of the newest release, with an older serial."""
    del fault
    newest = files(exchange)[-1].version
    of_it = [held for held in files(exchange) if held.version == newest]
    exchange.environ["gonogo.hidden"] = {held.filename for held in of_it}
    answer = exchange.run()
    serial = str(min(held.serial for held in of_it) - 1)
    kept = [(name, value) for name, value in answer.headers if name.lower() != "x-pypi-last-serial"]
    answer.headers = [*kept, ("X-PyPI-Last-Serial", serial)]
    exchange.send(answer)


SCENARIOS = (
    Scenario(
        "page-stale",
        "The project's page stays as it was before the upload for two polls, with its old serial.",
        (Fault("stale", times=2),),
        "done",
    ),
)
