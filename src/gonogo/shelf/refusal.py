"""How a refusal travels inside the shelf: raised where it is seen, answered by the route."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gonogo.pypi_rules.book import Refusal


class RefusedError(Exception):
    """The upload is refused: HTTP status, the message that the index gives, and the rule's code."""

    def __init__(self, status: int, message: str, code: str) -> None:
        """Keep the answer."""
        self.status = status
        self.message = message
        self.code = code
        super().__init__(message)


def raise_if(refusal: Refusal | None) -> None:
    """Raise the book's refusal, if there is one."""
    if refusal is not None:
        raise RefusedError(refusal.status, refusal.message, refusal.code)
