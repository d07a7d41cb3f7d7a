"""How a refusal travels inside the shelf: raised where it is seen, answered by the route."""

from __future__ import annotations

from gonogo.pypi.book import Refusal


class RefusedError(Exception):
    """The upload is refused; `refusal` says how the index answers."""

    def __init__(self, status: int, message: str, code: str) -> None:
        """Keep the answer: HTTP status, message and the rule's code."""
        self.refusal = Refusal(status, message, code)
        super().__init__(message)


def raise_if(refusal: Refusal | None) -> None:
    """Raise the refusal, if there is one."""
    if refusal is not None:
        raise RefusedError(refusal.status, refusal.message, refusal.code)
